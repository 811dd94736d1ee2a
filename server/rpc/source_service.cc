#include "server/rpc/source_service.h"

#include <array>
#include <cstring>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/asking/eligibility.h"
#include "server/asking/survey.h"
#include "server/auth/identity_token.h"
#include "server/auth/source_key.h"
#include "server/ingest/decide_source.h"
#include "server/ingest/limits.h"
#include "server/rpc/caller.h"
#include "server/rpc/read_call.h"
#include "server/rpc/source_request.h"
#include "server/rpc/write_call.h"
#include "server/views/last_asked.h"
#include "server/views/reader/stored_notes.h"
#include "storage/base/status_details.h"
#include "storage/base/time.h"

namespace voc::rpc {
namespace {

constexpr base::TimeNs kMinuteNs = 60 * base::kNsPerSecond;

// Answers with the source as it is then.
template <typename Response>
auto SaySource(Response* response) {
  return [response](const storage::v1::Note& note) {
    *response->mutable_source() = notes::WithoutSecrets(note.source());
  };
}

// The source of the caller's key, `key` or the one that the call carries, if the caller has one;
// `source_id`, if not empty, is the source they ask about. UNAUTHENTICATED without a key.
absl::StatusOr<notes::NotePtr> SourceOfCall(const Caller& caller, std::string_view key,
                                            std::string_view source_id, const notes::Notes& notes) {
  const std::string_view shown = caller.source_key.empty() ? key : caller.source_key;
  absl::StatusOr<notes::NotePtr> source = SourceOfKey(caller, shown, notes);
  if (source.ok() && !source_id.empty() && (*source)->source().source_id() != source_id) {
    return OutOfKeyScope();
  }
  return source;
}

base::TimeNs RoundUpToMinute(base::TimeNs time) {
  const base::TimeNs past = ((time % kMinuteNs) + kMinuteNs) % kMinuteNs;
  return past == 0 ? time : time + (kMinuteNs - past);
}

}  // namespace

grpc::ServerUnaryReactor* SourceService::CreateSource(grpc::CallbackServerContext* context,
                                                      const v1::CreateSourceRequest* request,
                                                      v1::CreateSourceResponse* response) {
  absl::StatusOr<ingest::CreateSource> command = CreateSourceOf(*request);
  if (!command.ok()) return Refuse(context, command.status());
  command->key = auth::NewSourceKey(parts_.random);
  return RunNote(context, parts_.submitter, {*std::move(command)}, request->ByteSizeLong(),
                 SaySource(response));
}

grpc::ServerUnaryReactor* SourceService::GetSource(grpc::CallbackServerContext* context,
                                                   const v1::GetSourceRequest* request,
                                                   v1::GetSourceResponse* response) {
  return RunRead(context, parts_.reads, response,
                 [this, request](Cancelled) -> absl::StatusOr<v1::GetSourceResponse> {
                   const notes::NotePtr source =
                       parts_.views->notes()->FindSource(request->source_id());
                   if (source == nullptr) return ingest::NoSuchSource(request->source_id());
                   v1::GetSourceResponse found;
                   *found.mutable_source() = notes::WithoutSecrets(source->source());
                   return found;
                 });
}

grpc::ServerUnaryReactor* SourceService::ListSources(grpc::CallbackServerContext* context,
                                                     const v1::ListSourcesRequest* request,
                                                     v1::ListSourcesResponse* response) {
  return RunRead(context, parts_.reads, response, [this, request](Cancelled) {
    return views::ListSources(*request, *parts_.views->notes());
  });
}

grpc::ServerUnaryReactor* SourceService::UpdateSource(grpc::CallbackServerContext* context,
                                                      const v1::UpdateSourceRequest* request,
                                                      v1::UpdateSourceResponse* response) {
  absl::StatusOr<ingest::UpdateSource> command = UpdateSourceOf(*request);
  if (!command.ok()) return Refuse(context, command.status());
  return RunNote(context, parts_.submitter, {*std::move(command)}, request->ByteSizeLong(),
                 SaySource(response));
}

grpc::ServerUnaryReactor* SourceService::CreateSourceKey(grpc::CallbackServerContext* context,
                                                         const v1::CreateSourceKeyRequest* request,
                                                         v1::CreateSourceKeyResponse* response) {
  absl::StatusOr<ingest::CreateSourceKey> command = CreateSourceKeyOf(*request);
  if (!command.ok()) return Refuse(context, command.status());
  command->key = auth::NewSourceKey(parts_.random);
  return RunNote(context, parts_.submitter, {*std::move(command)}, request->ByteSizeLong(),
                 SaySource(response));
}

grpc::ServerUnaryReactor* SourceService::RevokeSourceKey(grpc::CallbackServerContext* context,
                                                         const v1::RevokeSourceKeyRequest* request,
                                                         v1::RevokeSourceKeyResponse* response) {
  absl::StatusOr<ingest::RevokeSourceKey> command = RevokeSourceKeyOf(*request);
  if (!command.ok()) return Refuse(context, command.status());
  return RunNote(context, parts_.submitter, {*std::move(command)}, request->ByteSizeLong(),
                 SaySource(response));
}

grpc::ServerUnaryReactor* SourceService::GetSurvey(grpc::CallbackServerContext* context,
                                                   const v1::GetSurveyRequest* request,
                                                   v1::GetSurveyResponse* response) {
  const absl::StatusOr<notes::NotePtr> source = SourceOfCall(
      CallerOf(*context), request->source_key(), request->source_id(), *parts_.views->notes());
  if (!source.ok()) return FinishNow(context, source.status());
  if (request->source_id().empty()) {
    return FinishNow(context, base::InvalidField("source_id", "is required"));
  }
  if (request->languages_size() > asking::kMaxLanguages) {
    return FinishNow(context, base::InvalidField("languages", absl::StrCat("must hold at most ",
                                                                           asking::kMaxLanguages)));
  }
  if ((*source)->source().kind() == v1::SOURCE_KIND_REVIEW_SITE) {
    return FinishNow(
        context, base::WithReason(absl::FailedPreconditionError("a review site asks for nothing"),
                                  "SOURCE_IS_NO_SURVEY"));
  }
  *response = asking::SurveyOf((*source)->source(), request->languages());
  return FinishNow(context, absl::OkStatus());
}

grpc::ServerUnaryReactor* SourceService::CheckEligibility(
    grpc::CallbackServerContext* context, const v1::CheckEligibilityRequest* request,
    v1::CheckEligibilityResponse* response) {
  const Caller caller = CallerOf(*context);
  const std::shared_ptr<const notes::Notes> notes = parts_.views->notes();
  absl::StatusOr<notes::NotePtr> source;
  if (caller.restricted()) {
    source = SourceOfCall(caller, "", request->source_id(), *notes);
  } else if (request->source_id().empty()) {
    source = base::InvalidField("source_id", "is required");
  } else if (notes::NotePtr found = notes->FindSource(request->source_id()); found != nullptr) {
    source = std::move(found);
  } else {
    source = ingest::NoSuchSource(request->source_id());
  }
  if (!source.ok()) return FinishNow(context, source.status());
  return RunReadForKeyed(
      context, parts_.reads, response,
      [this, request, source = *std::move(source), restricted = caller.restricted()](Cancelled) {
        return Check(*request, source, restricted);
      });
}

absl::StatusOr<v1::CheckEligibilityResponse> SourceService::Check(
    const v1::CheckEligibilityRequest& request, notes::NotePtr note, bool restricted) const {
  const v1::Source& source = note->source();
  const base::TimeNs now = parts_.clock->Now();
  // Where tokens vouch for respondents, nobody finds out, or decides, about others by naming them.
  const bool vouched = source.token_keys_size() > 0;
  std::string respondent_id = restricted && vouched ? "" : request.respondent_id();
  if (!request.identity_token().empty()) {
    absl::StatusOr<auth::Identity> identity =
        auth::ReadIdentityToken(request.identity_token(), source, now);
    if (!identity.ok()) return identity.status();
    if (!request.respondent_id().empty() && request.respondent_id() != identity->respondent_id) {
      return base::InvalidField("respondent_id", "must be what the identity token says, or empty");
    }
    respondent_id = std::move(identity->respondent_id);
  }
  asking::Candidate candidate{.respondent_id = respondent_id};
  if (!respondent_id.empty()) {
    const absl::StatusOr<std::optional<base::TimeNs>> last =
        views::LastAsked(*parts_.views, {.source_id = source.source_id(),
                                         .respondent_id = respondent_id,
                                         .not_after = now + ingest::kMaxKeyedAheadNs,
                                         .vouched = vouched});
    if (!last.ok()) return last.status();
    candidate.last_asked = *last;
  }
  const asking::Verdict verdict = asking::MayAsk(source, candidate, now, [this] {
    std::array<uint8_t, sizeof(uint64_t)> bytes;
    parts_.random(bytes);
    uint64_t number = 0;
    std::memcpy(&number, bytes.data(), bytes.size());
    return number;
  });
  v1::CheckEligibilityResponse response;
  response.set_eligible(verdict.reason == v1::INELIGIBLE_REASON_UNSPECIFIED);
  response.set_reason(verdict.reason);
  if (verdict.next_time.has_value()) {
    // To the minute: a widget need not know when exactly somebody was asked.
    base::SetTimestamp(restricted ? RoundUpToMinute(*verdict.next_time) : *verdict.next_time,
                       *response.mutable_next_time());
  }
  return response;
}

}  // namespace voc::rpc
