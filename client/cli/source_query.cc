#include "client/cli/source_query.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/cli/names.h"
#include "client/cpp/strings.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"

namespace voc::cli {
namespace {

using client::ToAbsl;

absl::Status Bad(std::string_view option, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(ToAbsl(option), ": ", ToAbsl(what)));
}

absl::StatusOr<std::string> ReadFile(std::string_view option, const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text(kMaxSourceFileBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
  if (!stream.is_open() || stream.bad()) {
    return Bad(option, absl::StrCat("cannot read \"", path, "\""));
  }
  if (text.size() > kMaxSourceFileBytes) {
    return Bad(option, absl::StrCat("\"", path, "\" is longer than 1 MiB"));
  }
  return text;
}

// Puts one kind of text, given as LANGUAGE=TEXT, in its place.
absl::Status AddTexts(std::string_view option, const std::vector<std::string>& texts,
                      std::string* (v1::SurveyTexts::*field)(), v1::Source& source) {
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Bad(option, absl::StrCat("LANGUAGE=TEXT, such as en='...', not \"", text, "\""));
    }
    v1::SurveyTexts& of_language = (*source.mutable_texts())[text.substr(0, equals)];
    *(of_language.*field)() = text.substr(equals + 1);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::TokenKey> ParseTokenKey(const std::string& text) {
  constexpr std::string_view kOption = "--token-key";
  std::map<std::string, std::string> parts;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    const std::pair<std::string, std::string> pair = absl::StrSplit(part, absl::MaxSplits('=', 1));
    parts[pair.first] = pair.second;
  }
  v1::TokenKey key;
  for (const auto& [name, value] : parts) {
    if (name == "kid") {
      key.set_key_id(value);
    } else if (name == "alg") {
      const auto algorithm = ParseNameOption<v1::TokenAlgorithm>(kOption, value);
      if (!algorithm.ok()) return algorithm.status();
      key.set_algorithm(*algorithm);
    } else if (name == "file") {
      absl::StatusOr<std::string> read = ReadFile(kOption, value);
      if (!read.ok()) return read.status();
      // An editor's line end is no part of a secret.
      while (!read->empty() && (read->back() == '\n' || read->back() == '\r')) read->pop_back();
      key.set_key(*std::move(read));
    } else {
      return Bad(kOption,
                 absl::StrCat("kid=ID,alg=hs256|rs256|es256,file=PATH, not \"", text, "\""));
    }
  }
  if (key.key_id().empty() || key.algorithm() == v1::TOKEN_ALGORITHM_UNSPECIFIED) {
    return Bad(kOption, absl::StrCat("needs kid= and alg=, in \"", text, "\""));
  }
  return key;
}

// Fields of a source as people name them: with '-' or '_'.
absl::StatusOr<std::string> FieldOf(std::string_view name) {
  std::string field(name);
  std::replace(field.begin(), field.end(), '-', '_');
  if (v1::Source::descriptor()->FindFieldByName(field) != nullptr) return field;
  return Bad("--clear", absl::StrCat("title, texts, sampling..., not \"", ToAbsl(name), "\""));
}

}  // namespace

absl::StatusOr<v1::Source> ReadSource(const SourceOptions& options) {
  v1::Source source;
  if (!options.file.empty()) {
    const absl::StatusOr<std::string> text = ReadFile("--file", options.file);
    if (!text.ok()) return text.status();
    const auto parsed = google::protobuf::util::JsonStringToMessage(*text, &source);
    if (!parsed.ok()) {
      return Bad("--file", absl::StrCat("\"", options.file, "\" is no Source in JSON: ",
                                        std::string(parsed.message())));
    }
  }
  if (!source.source_id().empty() && !options.source_id.empty() &&
      source.source_id() != options.source_id) {
    return Bad("ID", absl::StrCat("\"", options.source_id, "\", but the file is of \"",
                                  source.source_id(), "\""));
  }
  if (!options.source_id.empty()) source.set_source_id(options.source_id);
  if (source.source_id().empty()) return Bad("ID", "is required");
  return source;
}

absl::StatusOr<std::vector<std::string>> ApplyOptions(const SourceOptions& options,
                                                      v1::Source& source) {
  std::vector<std::string> fields;
  for (const std::string& name : options.clear) {
    absl::StatusOr<std::string> field = FieldOf(name);
    if (!field.ok()) return field.status();
    source.GetReflection()->ClearField(&source, v1::Source::descriptor()->FindFieldByName(*field));
    fields.push_back(*std::move(field));
  }
  if (options.title.has_value()) {
    source.set_title(*options.title);
    fields.emplace_back("title");
  }
  if (!options.kind.empty()) {
    const auto kind = ParseNameOption<v1::SourceKind>("--kind", options.kind);
    if (!kind.ok()) return kind.status();
    source.set_kind(*kind);
    fields.emplace_back("kind");
  }
  if (!options.metric.empty()) {
    const auto metric = ParseNameOption<v1::Metric>("--metric", options.metric);
    if (!metric.ok()) return metric.status();
    source.set_metric(*metric);
    fields.emplace_back("metric");
  }
  if (options.scale_points.has_value()) {
    source.set_scale_points(*options.scale_points);
    fields.emplace_back("scale_points");
  }
  if (options.low_is_good.has_value()) {
    source.set_low_is_good(*options.low_is_good);
    fields.emplace_back("low_is_good");
  }
  if (options.top_box.has_value()) {
    source.set_top_box(*options.top_box);
    fields.emplace_back("top_box");
  }
  struct Texts {
    std::string_view option;
    const std::vector<std::string>& texts;
    std::string* (v1::SurveyTexts::*field)();
  };
  const std::array<Texts, 7> all = {{
      {"--question", options.question, &v1::SurveyTexts::mutable_question},
      {"--low-label", options.low_label, &v1::SurveyTexts::mutable_low_label},
      {"--high-label", options.high_label, &v1::SurveyTexts::mutable_high_label},
      {"--follow-up", options.follow_up, &v1::SurveyTexts::mutable_follow_up},
      {"--follow-up-unhappy", options.follow_up_unhappy,
       &v1::SurveyTexts::mutable_follow_up_unhappy},
      {"--follow-up-happy", options.follow_up_happy, &v1::SurveyTexts::mutable_follow_up_happy},
      {"--thank-you", options.thank_you, &v1::SurveyTexts::mutable_thank_you},
  }};
  bool texts = false;
  for (const Texts& one : all) {
    if (const absl::Status added = AddTexts(one.option, one.texts, one.field, source);
        !added.ok()) {
      return added;
    }
    texts |= !one.texts.empty();
  }
  if (texts) fields.emplace_back("texts");
  if (options.expected_per_week.has_value()) {
    source.set_expected_per_week(*options.expected_per_week);
    fields.emplace_back("expected_per_week");
  }
  if (!options.origins.empty()) {
    source.mutable_allowed_origins()->Assign(options.origins.begin(), options.origins.end());
    fields.emplace_back("allowed_origins");
  }
  if (!options.quiet_period.empty()) {
    const auto period = ParsePeriod("--quiet-period", options.quiet_period);
    if (!period.ok()) return period.status();
    *source.mutable_quiet_period() = *period;
    fields.emplace_back("quiet_period");
  }
  if (options.sampling.has_value()) {
    source.set_sampling(*options.sampling);
    fields.emplace_back("sampling");
  }
  if (!options.token_keys.empty()) {
    source.clear_token_keys();
    for (const std::string& text : options.token_keys) {
      absl::StatusOr<v1::TokenKey> key = ParseTokenKey(text);
      if (!key.ok()) return key.status();
      *source.add_token_keys() = *std::move(key);
    }
    fields.emplace_back("token_keys");
  }
  return fields;
}

absl::StatusOr<google::protobuf::Duration> ParsePeriod(std::string_view option,
                                                       std::string_view text) {
  google::protobuf::Duration period;
  if (text == "0") return period;
  const absl::Status bad =
      Bad(option, absl::StrCat("a period such as 90d, 2w, 12h or 0, not \"", ToAbsl(text), "\""));
  constexpr int64_t kMostSeconds = int64_t{100} * 366 * 86400;
  int64_t seconds = 0;
  std::string_view rest = text;
  while (!rest.empty()) {
    const size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    int64_t number = 0;
    if (digits == rest.size() || !absl::SimpleAtoi(ToAbsl(rest.substr(0, digits)), &number)) {
      return bad;
    }
    constexpr std::string_view kUnits = "smhdw";
    constexpr std::array<int64_t, 5> kSeconds = {1, 60, 3600, 86400, 7 * 86400};
    const size_t unit = kUnits.find(rest[digits]);
    if (unit == std::string_view::npos || number > kMostSeconds / kSeconds[unit]) return bad;
    seconds += number * kSeconds[unit];
    if (seconds > kMostSeconds) return bad;
    rest.remove_prefix(digits + 1);
  }
  if (text.empty()) return bad;
  period.set_seconds(seconds);
  return period;
}

std::string FormatPeriod(const google::protobuf::Duration& period) {
  constexpr std::array<std::pair<int64_t, std::string_view>, 4> kUnits = {
      {{86400, "d"}, {3600, "h"}, {60, "m"}, {1, "s"}}};
  int64_t seconds = period.seconds();
  std::string text;
  for (const auto& [length, unit] : kUnits) {
    if (seconds / length == 0) continue;
    absl::StrAppend(&text, seconds / length, ToAbsl(unit));
    seconds %= length;
  }
  return text.empty() ? "0" : text;
}

}  // namespace voc::cli
