#include "server/ingest/keyed_write.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "server/ingest/limits.h"
#include "server/ingest/normalize.h"
#include "storage/base/status_details.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

void CheckTime(const char* field, const google::protobuf::Timestamp& claimed, base::TimeNs now,
               std::vector<Violation>& out) {
  const base::TimeNs time = base::FromTimestamp(claimed);
  if (time < now - kMaxKeyedAgeNs || time > now + kMaxKeyedAheadNs) {
    out.push_back({field,
                   "must lie at most a day back and 10 minutes ahead of the server's clock "
                   "where it is sent with a source key"});
  }
}

// What is not said, the token says.
template <typename Message>
void CheckWho(const Message& message, const KeyedWrite& write, std::vector<Violation>& out) {
  if (!write.identity.has_value()) return;
  const auto check = [&](const char* field, const std::string& said, const std::string& vouched) {
    if (said.empty() || said == vouched) return;
    out.push_back({field, "must be what the identity token says, or empty"});
  };
  check("respondent_id", message.respondent_id(), write.identity->respondent_id);
  check("account_id", message.account_id(), write.identity->account_id);
}

}  // namespace

std::vector<Violation> CheckKeyed(const v1::Feedback& feedback, const KeyedWrite& write) {
  std::vector<Violation> out;
  const v1::Source& source = *write.source;
  if (feedback.has_mention()) {
    out.push_back({"mention", "must be absent: a source key takes answers alone"});
  } else if (feedback.has_response()) {
    const v1::SurveyResponse& response = feedback.response();
    if (response.metric() != source.metric()) {
      out.push_back(
          {"response.metric", source.metric() == v1::METRIC_UNSPECIFIED
                                  ? std::string("must be absent: the source is no survey")
                                  : absl::StrCat("must be ", v1::Metric_Name(source.metric()),
                                                 ", which the source asks for")});
    } else {
      const int points = response.scale_points() == 0 ? DefaultScalePoints(response.metric())
                                                      : response.scale_points();
      if (points != source.scale_points()) {
        out.push_back({"response.scale_points",
                       absl::StrCat("must be ", source.scale_points(), ", as the source has it")});
      }
      if (response.low_is_good() != source.low_is_good()) {
        out.push_back({"response.low_is_good",
                       absl::StrCat("must be ", source.low_is_good() ? "true" : "false",
                                    ", as the source has it")});
      }
    }
  }
  CheckWho(feedback, write, out);
  if (feedback.has_collected_at()) {
    CheckTime("collected_at", feedback.collected_at(), write.now, out);
  }
  return out;
}

std::vector<Violation> CheckKeyed(const v1::Display& display, const KeyedWrite& write) {
  std::vector<Violation> out;
  if (display.metric() != write.source->metric()) {
    out.push_back({"metric", "must be what the source asks for"});
  }
  CheckWho(display, write, out);
  if (display.has_displayed_at()) {
    CheckTime("displayed_at", display.displayed_at(), write.now, out);
  }
  return out;
}

void SetIdentity(const KeyedWrite& write, v1::Feedback& feedback) {
  if (!write.identity.has_value()) {
    feedback.set_identity(v1::IDENTITY_UNVERIFIED);
    return;
  }
  feedback.set_identity(v1::IDENTITY_VERIFIED);
  feedback.set_respondent_id(write.identity->respondent_id);
  feedback.set_account_id(write.identity->account_id);
}

absl::Status CheckReplaces(const v1::Feedback& stored, const v1::Feedback& written, bool changes) {
  const bool keyed = stored.identity() != v1::IDENTITY_UNSPECIFIED;
  const bool same_person = stored.respondent_id() == written.respondent_id() &&
                           stored.account_id() == written.account_id();
  const bool vouched = written.identity() == v1::IDENTITY_VERIFIED;
  if (keyed &&
      (stored.identity() != v1::IDENTITY_VERIFIED || (same_person && (vouched || !changes)))) {
    return absl::OkStatus();
  }
  const bool display = written.kind_case() == v1::Feedback::KIND_NOT_SET;
  return base::InvalidField(display ? "display_id" : "submission_id", "is taken by somebody else",
                            "SUBMISSION_TAKEN");
}

bool VouchesAnew(const v1::Feedback& stored, const v1::Feedback& written) {
  return stored.identity() == v1::IDENTITY_UNVERIFIED &&
         written.identity() == v1::IDENTITY_VERIFIED;
}

}  // namespace voc::ingest
