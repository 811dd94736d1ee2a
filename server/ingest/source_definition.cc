#include "server/ingest/source_definition.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/field_mask_util.h"
#include "server/auth/origin.h"
#include "server/auth/token_key.h"
#include "server/ingest/limits.h"
#include "server/ingest/normalize.h"
#include "server/ingest/validate.h"
#include "server/metrics/csat.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::ingest {
namespace {

using google::protobuf::FieldDescriptor;

// Which one it is, and what only the server says.
constexpr std::array<std::string_view, 4> kFixedFields = {"source_id", "keys", "create_time",
                                                          "update_time"};

bool IsFixed(std::string_view field) {
  return std::find(kFixedFields.begin(), kFixedFields.end(), field) != kFixedFields.end();
}

class Violations {
 public:
  void Add(std::string field, std::string description) {
    if (found_.size() == kMaxViolations) return;
    found_.push_back({absl::StrCat("source.", field), std::move(description)});
  }
  void CheckBytes(std::string field, std::string_view text, size_t min, size_t max) {
    if (text.size() >= min && text.size() <= max) return;
    Add(std::move(field),
        absl::StrCat("must have ", min, " to ", max, " bytes, has ", text.size()));
  }
  void CheckCount(std::string field, int count, int max) {
    if (count > max) Add(std::move(field), absl::StrCat("must hold at most ", max));
  }
  std::vector<base::Violation> Take() && { return std::move(found_); }

 private:
  std::vector<base::Violation> found_;
};

bool IsSurvey(const v1::Source& source) { return source.kind() != v1::SOURCE_KIND_REVIEW_SITE; }

int PointsOf(const v1::Source& source) {
  return source.scale_points() == 0 ? DefaultScalePoints(source.metric()) : source.scale_points();
}

// How many of the best points count where nothing else is said.
int DefaultTopBox(int points) {
  const std::optional<int> from = metrics::CsatTopBoxFrom(points);
  return from.has_value() ? points - *from + 1 : 0;
}

void CheckScale(const v1::Source& source, Violations& out) {
  const bool known =
      v1::Metric_IsValid(source.metric()) && source.metric() != v1::METRIC_UNSPECIFIED;
  if (!IsSurvey(source)) {
    if (source.metric() != v1::METRIC_UNSPECIFIED) {
      out.Add("metric", "must be unset for a review site");
    }
    if (source.scale_points() != 0) out.Add("scale_points", "must be unset for a review site");
    if (source.low_is_good()) out.Add("low_is_good", "must be unset for a review site");
    if (source.top_box() != 0) out.Add("top_box", "must be unset for a review site");
    return;
  }
  if (!known) {
    out.Add("metric", "must be METRIC_NPS, METRIC_CSAT or METRIC_CES for a survey");
    return;
  }
  const std::string_view problem = ProblemOfScale(source.metric(), source.scale_points());
  if (!problem.empty()) out.Add("scale_points", std::string(problem));
  if (source.low_is_good() && source.metric() != v1::METRIC_CES) {
    out.Add("low_is_good", "must be false unless the metric is METRIC_CES");
  }
  if (source.metric() != v1::METRIC_CSAT) {
    if (source.top_box() != 0) out.Add("top_box", "must be 0 unless the metric is METRIC_CSAT");
  } else if (source.top_box() < 0 || (problem.empty() && source.top_box() >= PointsOf(source))) {
    out.Add("top_box", absl::StrCat("must be 1 to ", PointsOf(source) - 1,
                                    ", or 0 for the default, is ", source.top_box()));
  }
}

void CheckTexts(const v1::Source& source, Violations& out) {
  out.CheckCount("texts", source.texts_size(), kMaxSurveyLanguages);
  std::set<std::string> tags;
  // In order, so that the same mistakes are told in the same words.
  std::vector<std::string> keys;
  for (const auto& [tag, texts] : source.texts()) keys.push_back(tag);
  std::sort(keys.begin(), keys.end());
  for (const std::string& tag : keys) {
    if (tag.size() > kMaxLanguageBytes || !IsLanguageTag(tag)) {
      out.Add("texts", absl::StrCat("must have BCP 47 tags such as sv or pt-BR for keys, has \"",
                                    tag.substr(0, kMaxLanguageBytes), "\""));
      continue;
    }
    std::string normal = tag;
    NormalizeLanguage(normal);
    if (!tags.insert(normal).second) {
      out.Add("texts", absl::StrCat("must have ", normal, " once"));
    }
    const v1::SurveyTexts& texts = source.texts().at(tag);
    const google::protobuf::Descriptor& fields = *v1::SurveyTexts::descriptor();
    for (int i = 0; i < fields.field_count(); ++i) {
      std::string scratch;
      const std::string& text =
          texts.GetReflection()->GetStringReference(texts, fields.field(i), &scratch);
      out.CheckBytes(absl::StrCat("texts[", tag, "].", fields.field(i)->name()), text, 0,
                     kMaxSurveyTextBytes);
    }
  }
}

void CheckTokenKeys(const v1::Source& source, Violations& out) {
  out.CheckCount("token_keys", source.token_keys_size(), kMaxTokenKeys);
  std::set<std::string> ids;
  for (int i = 0; i < std::min(source.token_keys_size(), kMaxTokenKeys); ++i) {
    const v1::TokenKey& key = source.token_keys(i);
    const std::string path = absl::StrCat("token_keys[", i, "]");
    out.CheckBytes(path + ".key_id", key.key_id(), 1, kMaxTokenKeyIdBytes);
    if (!ids.insert(key.key_id()).second) out.Add(path + ".key_id", "must be there once");
    if (key.algorithm() == v1::TOKEN_ALGORITHM_UNSPECIFIED ||
        !v1::TokenAlgorithm_IsValid(key.algorithm())) {
      out.Add(path + ".algorithm", "must be TOKEN_ALGORITHM_HS256, _RS256 or _ES256");
      continue;
    }
    if (std::string problem = auth::ProblemOfKey(key); !problem.empty()) {
      out.Add(path + ".key", std::move(problem));
    }
  }
}

void CheckOrigins(const v1::Source& source, Violations& out) {
  out.CheckCount("allowed_origins", source.allowed_origins_size(), kMaxOrigins);
  for (int i = 0; i < std::min(source.allowed_origins_size(), kMaxOrigins); ++i) {
    if (auth::NormalizeOriginPattern(source.allowed_origins(i)).has_value()) continue;
    out.Add(absl::StrCat("allowed_origins[", i, "]"),
            "must be an origin such as https://app.example.com or https://*.example.com, without "
            "a path");
  }
}

}  // namespace

std::vector<base::Violation> ValidateSource(const v1::Source& source) {
  Violations out;
  out.CheckBytes("source_id", source.source_id(), 1, kMaxKeyBytes);
  out.CheckBytes("title", source.title(), 0, kMaxSourceTitleBytes);
  if (!v1::SourceKind_IsValid(source.kind())) {
    out.Add("kind", "must be SOURCE_KIND_SURVEY, _REVIEW_SITE or unset");
  }
  CheckScale(source, out);
  CheckTexts(source, out);
  if (source.expected_per_week() < 0) out.Add("expected_per_week", "must not be negative");
  CheckOrigins(source, out);
  const google::protobuf::Duration& quiet = source.quiet_period();
  if (quiet.seconds() < 0 || quiet.nanos() < 0 || quiet.nanos() >= base::kNsPerSecond ||
      quiet.seconds() > kMaxQuietSeconds) {
    out.Add("quiet_period", "must be 0 to 10 years");
  }
  if (!(source.sampling() >= 0 && source.sampling() <= 1)) {  // nor NaN
    out.Add("sampling", "must be 0 to 1");
  }
  CheckTokenKeys(source, out);
  return std::move(out).Take();
}

void NormalizeSource(v1::Source& source) {
  source.DiscardUnknownFields();
  if (source.kind() == v1::SOURCE_KIND_UNSPECIFIED) source.set_kind(v1::SOURCE_KIND_SURVEY);
  if (IsSurvey(source)) source.set_scale_points(PointsOf(source));
  if (source.metric() == v1::METRIC_CSAT && source.top_box() == 0) {
    source.set_top_box(DefaultTopBox(source.scale_points()));
  }
  google::protobuf::Map<std::string, v1::SurveyTexts> texts;
  for (auto& [tag, text] : *source.mutable_texts()) {
    std::string normal = tag;
    NormalizeLanguage(normal);
    texts[normal] = std::move(text);
  }
  source.mutable_texts()->swap(texts);
  std::set<std::string> seen;
  google::protobuf::RepeatedPtrField<std::string> origins;
  for (const std::string& origin : source.allowed_origins()) {
    std::string normal = *auth::NormalizeOriginPattern(origin);
    if (seen.insert(normal).second) *origins.Add() = std::move(normal);
  }
  source.mutable_allowed_origins()->Swap(&origins);
}

void ClearOutputOnly(v1::Source& source) {
  source.clear_keys();
  source.clear_create_time();
  source.clear_update_time();
}

absl::StatusOr<std::vector<std::string>> FieldsOf(const google::protobuf::FieldMask& mask) {
  using google::protobuf::util::FieldMaskUtil;
  std::vector<std::string> fields;
  if (mask.paths().empty()) {
    const google::protobuf::Descriptor& all = *v1::Source::descriptor();
    for (int i = 0; i < all.field_count(); ++i) {
      if (!IsFixed(all.field(i)->name())) fields.push_back(all.field(i)->name());
    }
    return fields;
  }
  std::vector<base::Violation> violations;
  for (const std::string& path : mask.paths()) {
    if (path.find('.') == std::string::npos && FieldMaskUtil::IsValidPath<v1::Source>(path) &&
        !IsFixed(path)) {
      fields.push_back(path);
    } else if (violations.size() < kMaxViolations) {
      violations.push_back({"update_mask", absl::StrCat("must name fields of a source that may be "
                                                        "changed, as a whole, has \"",
                                                        path.substr(0, kMaxNameBytes), "\"")});
    }
  }
  if (!violations.empty()) return base::InvalidRequest(violations);
  return fields;
}

void ReplaceFields(const v1::Source& update, const std::vector<std::string>& fields,
                   v1::Source& source) {
  v1::Source from = update;
  const google::protobuf::Reflection& reflection = *source.GetReflection();
  std::vector<const FieldDescriptor*> swapped;
  for (const std::string& name : fields) {
    const FieldDescriptor* const field = v1::Source::descriptor()->FindFieldByName(name);
    if (std::find(swapped.begin(), swapped.end(), field) == swapped.end()) {
      swapped.push_back(field);
    }
  }
  reflection.SwapFields(&source, &from, swapped);
}

}  // namespace voc::ingest
