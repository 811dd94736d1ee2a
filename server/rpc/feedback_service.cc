#include "server/rpc/feedback_service.h"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/auth/identity_token.h"
#include "server/ingest/limits.h"
#include "server/rpc/annotate.h"
#include "server/rpc/caller.h"
#include "server/rpc/correction_request.h"
#include "server/rpc/errors.h"
#include "server/rpc/export_source.h"
#include "server/rpc/ingest_stream.h"
#include "server/rpc/read_call.h"
#include "server/rpc/wire.h"
#include "server/rpc/write_call.h"
#include "storage/base/status_details.h"

namespace voc::rpc {
namespace {

// Changes something about a feedback: one command, answered with it as it is then.
template <typename Response>
grpc::ServerUnaryReactor* RunChange(grpc::CallbackServerContext* context, Submitter* submitter,
                                    ingest::Command command, size_t bytes, Response* response) {
  ingest::Work work;
  work.commands.push_back(std::move(command));
  work.bytes = bytes;
  return RunWork(context, submitter, std::move(work), [response](Results results) {
    const ingest::CommandResult& result = results.front();
    if (result.status.ok()) *response->mutable_feedback() = result.event->feedback();
    return result.status;
  });
}

// A call with a source key.
struct KeyedCall {
  notes::NotePtr source;  // whose key it is; `write` refers to it
  ingest::KeyedWrite write;

  bool IsOf(std::string_view source_id) const { return source->source().source_id() == source_id; }
};

// nullopt for a caller who may do everything. An error for one who may not write, or whose token
// does not hold.
absl::StatusOr<std::optional<KeyedCall>> KeyedCallOf(const grpc::CallbackServerContext& context,
                                                     std::string_view identity_token,
                                                     const FeedbackService::Parts& parts) {
  const Caller caller = CallerOf(context);
  if (!caller.restricted()) return std::nullopt;
  absl::StatusOr<notes::NotePtr> source =
      SourceOfKey(caller, caller.source_key, *parts.views->notes());
  if (!source.ok()) return source.status();
  KeyedCall call{.source = *std::move(source)};
  call.write = {.source = &call.source->source(), .now = parts.clock->Now()};
  if (!identity_token.empty()) {
    absl::StatusOr<auth::Identity> identity =
        auth::ReadIdentityToken(identity_token, call.source->source(), call.write.now);
    if (!identity.ok()) return identity.status();
    call.write.identity = *std::move(identity);
  }
  return call;
}

// Whoever has a source key learns nothing of what else was written.
void WriteResult(ingest::CommandResult& result, bool restricted, v1::SubmitResult& out) {
  ingest::WriteResult(result, out);
  if (restricted) out.clear_sequence();
}

absl::Status CheckExclude(const v1::ExcludeFeedbackRequest& request) {
  std::vector<base::Violation> violations;
  if (request.feedback_id().empty()) violations.push_back({"feedback_id", "is required"});
  if (request.kind() == v1::EXCLUSION_KIND_UNSPECIFIED ||
      request.kind() == v1::EXCLUSION_KIND_IMPORT || !v1::ExclusionKind_IsValid(request.kind())) {
    violations.push_back({"kind", "must be TEST, INTERNAL, SPAM, DUPLICATE or MANUAL"});
  }
  if (request.reason().empty()) violations.push_back({"reason", "is required"});
  if (request.reason().size() > ingest::kMaxTextBytes) {
    violations.push_back(
        {"reason", absl::StrCat("must be at most ", ingest::kMaxTextBytes, " bytes")});
  }
  if (violations.empty()) return absl::OkStatus();
  return base::InvalidRequest(violations);
}

}  // namespace

grpc::ServerUnaryReactor* FeedbackService::Submit(grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer* bytes,
                                                  grpc::ByteBuffer* response) {
  const absl::StatusOr<Decoded<v1::SubmitRequest>> request = Decode<v1::SubmitRequest>(*bytes);
  if (!request.ok()) return FinishNow(context, request.status());
  v1::Feedback* const feedback = request->message->mutable_feedback();
  const absl::StatusOr<std::optional<KeyedCall>> keyed =
      KeyedCallOf(*context, request->message->identity_token(), parts_);
  if (!keyed.ok()) return FinishNow(context, keyed.status());
  const bool restricted = keyed->has_value();
  if (restricted && !(*keyed)->IsOf(feedback->source_id())) {
    return FinishNow(context, OutOfKeyScope());
  }
  ingest::Work work;
  work.bytes = request->bytes;
  work.commands.push_back(
      parts_.submitter->Prepare(feedback, request->arena, restricted ? &(*keyed)->write : nullptr));
  return RunWorkForKeyed(context, parts_.submitter, std::move(work),
                         [response, restricted](Results results) {
                           v1::SubmitResponse message;
                           WriteResult(results.front(), restricted, *message.mutable_result());
                           *response = Encode(message);
                           return absl::OkStatus();
                         });
}

grpc::ServerUnaryReactor* FeedbackService::BatchSubmit(grpc::CallbackServerContext* context,
                                                       const grpc::ByteBuffer* bytes,
                                                       grpc::ByteBuffer* response) {
  if (const absl::Status allowed = CheckUnrestricted(*context); !allowed.ok()) {
    return Refuse(context, allowed);
  }
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  // The request stays until the call is answered.
  parts_.submitter->RunPreparation([this, reactor, bytes, response] {
    const absl::Status queued = QueueBatch(reactor, *bytes, response);
    if (!queued.ok()) reactor->Finish(ToGrpc(queued));
  });
  return reactor;
}

absl::Status FeedbackService::QueueBatch(grpc::ServerUnaryReactor* reactor,
                                         const grpc::ByteBuffer& bytes,
                                         grpc::ByteBuffer* response) {
  if (absl::Status fits = CheckItems(bytes, "feedback", ingest::kMaxBatchItems); !fits.ok()) {
    return fits;
  }
  const absl::StatusOr<Decoded<v1::BatchSubmitRequest>> request =
      Decode<v1::BatchSubmitRequest>(bytes);
  if (!request.ok()) return request.status();
  ingest::Work work = parts_.submitter->PrepareAll(*request->message->mutable_feedback(),
                                                   request->arena, request->bytes);
  return QueueWork(reactor, parts_.submitter, std::move(work), [response](Results results) {
    google::protobuf::Arena arena;
    auto* const message = google::protobuf::Arena::CreateMessage<v1::BatchSubmitResponse>(&arena);
    message->mutable_results()->Reserve(static_cast<int>(results.size()));
    for (ingest::CommandResult& result : results) {
      ingest::WriteResult(result, *message->add_results());
    }
    *response = Encode(*message);
    return absl::OkStatus();
  });
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* FeedbackService::Ingest(
    grpc::CallbackServerContext* context) {
  return IngestStream::Start(context, parts_.submitter, parts_.streams.live, parts_.runs);
}

grpc::ServerUnaryReactor* FeedbackService::RecordDisplay(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer* bytes,
                                                         grpc::ByteBuffer* response) {
  const bool restricted = CallerOf(*context).restricted();
  const int max = restricted ? ingest::kMaxKeyedDisplays : ingest::kMaxBatchItems;
  if (const absl::Status fits = CheckItems(*bytes, "displays", max); !fits.ok()) {
    return FinishNow(context, fits);
  }
  const absl::StatusOr<Decoded<v1::RecordDisplayRequest>> request =
      Decode<v1::RecordDisplayRequest>(*bytes);
  if (!request.ok()) return FinishNow(context, request.status());
  const absl::StatusOr<std::optional<KeyedCall>> keyed =
      KeyedCallOf(*context, request->message->identity_token(), parts_);
  if (!keyed.ok()) return FinishNow(context, keyed.status());
  for (const v1::Display& display : request->message->displays()) {
    if (restricted && !(*keyed)->IsOf(display.source_id())) {
      return FinishNow(context, OutOfKeyScope());
    }
  }
  ingest::Work work =
      parts_.submitter->PrepareDisplays(request->message->displays(), request->arena,
                                        request->bytes, restricted ? &(*keyed)->write : nullptr);
  return RunWorkForKeyed(context, parts_.submitter, std::move(work),
                         [response, restricted](Results results) {
                           v1::RecordDisplayResponse message;
                           for (ingest::CommandResult& result : results) {
                             WriteResult(result, restricted, *message.add_results());
                           }
                           *response = Encode(message);
                           return absl::OkStatus();
                         });
}

grpc::ServerUnaryReactor* FeedbackService::GetFeedback(grpc::CallbackServerContext* context,
                                                       const v1::GetFeedbackRequest* request,
                                                       v1::GetFeedbackResponse* response) {
  return RunRead(context, parts_.reads, response,
                 [this, request](Cancelled) -> absl::StatusOr<v1::GetFeedbackResponse> {
                   absl::StatusOr<v1::Feedback> feedback =
                       parts_.stored->Get(request->feedback_id());
                   if (!feedback.ok()) return feedback.status();
                   v1::GetFeedbackResponse found;
                   *found.mutable_feedback() = *std::move(feedback);
                   return found;
                 });
}

grpc::ServerUnaryReactor* FeedbackService::ListFeedback(grpc::CallbackServerContext* context,
                                                        const v1::ListFeedbackRequest* request,
                                                        v1::ListFeedbackResponse* response) {
  return RunRead(context, parts_.reads, response, [this, request](Cancelled cancelled) {
    return parts_.stored->List(*request, cancelled);
  });
}

grpc::ServerWriteReactor<v1::ExportFeedbackResponse>* FeedbackService::ExportFeedback(
    grpc::CallbackServerContext* context, const v1::ExportFeedbackRequest* request) {
  // A shutdown lets it run on until the deadline: it cannot be resumed.
  return PumpedStream<v1::ExportFeedbackResponse>::Start(
      context, parts_.streams, std::make_unique<ExportSource>(parts_.stored, *request),
      {.heavy = true, .drains = false});
}

grpc::ServerUnaryReactor* FeedbackService::ExcludeFeedback(
    grpc::CallbackServerContext* context, const v1::ExcludeFeedbackRequest* request,
    v1::ExcludeFeedbackResponse* response) {
  const absl::Status valid = CheckExclude(*request);
  if (!valid.ok()) return Refuse(context, valid);
  const absl::StatusOr<ingest::FeedbackId> id = ingest::FeedbackId::FromHex(request->feedback_id());
  if (!id.ok()) return Refuse(context, views::FeedbackNotFound(request->feedback_id()));
  return RunChange(
      context, parts_.submitter,
      ingest::ExcludeCommand{.id = *id, .kind = request->kind(), .reason = request->reason()},
      request->ByteSizeLong(), response);
}

grpc::ServerUnaryReactor* FeedbackService::RestoreFeedback(
    grpc::CallbackServerContext* context, const v1::RestoreFeedbackRequest* request,
    v1::RestoreFeedbackResponse* response) {
  if (request->feedback_id().empty()) {
    return Refuse(context, base::InvalidField("feedback_id", "is required"));
  }
  const absl::StatusOr<ingest::FeedbackId> id = ingest::FeedbackId::FromHex(request->feedback_id());
  if (!id.ok()) return Refuse(context, views::FeedbackNotFound(request->feedback_id()));
  return RunChange(context, parts_.submitter, ingest::RestoreCommand{.id = *id},
                   request->ByteSizeLong(), response);
}

grpc::ServerUnaryReactor* FeedbackService::CorrectFeedback(
    grpc::CallbackServerContext* context, const v1::CorrectFeedbackRequest* request,
    v1::CorrectFeedbackResponse* response) {
  absl::StatusOr<v1::Correction> correction = CorrectionOf(*request);
  if (!correction.ok()) return Refuse(context, correction.status());
  const absl::StatusOr<ingest::FeedbackId> id = ingest::FeedbackId::FromHex(request->feedback_id());
  if (!id.ok()) return Refuse(context, views::FeedbackNotFound(request->feedback_id()));
  return RunChange(context, parts_.submitter,
                   ingest::CorrectCommand{.id = *id, .correction = *std::move(correction)},
                   request->ByteSizeLong(), response);
}

grpc::ServerUnaryReactor* FeedbackService::WithdrawCorrection(
    grpc::CallbackServerContext* context, const v1::WithdrawCorrectionRequest* request,
    v1::WithdrawCorrectionResponse* response) {
  if (request->feedback_id().empty()) {
    return Refuse(context, base::InvalidField("feedback_id", "is required"));
  }
  const absl::StatusOr<ingest::FeedbackId> id = ingest::FeedbackId::FromHex(request->feedback_id());
  if (!id.ok()) return Refuse(context, views::FeedbackNotFound(request->feedback_id()));
  return RunChange(context, parts_.submitter, ingest::WithdrawCommand{.id = *id},
                   request->ByteSizeLong(), response);
}

grpc::ServerUnaryReactor* FeedbackService::Annotate(grpc::CallbackServerContext* context,
                                                    const v1::AnnotateRequest* request,
                                                    v1::AnnotateResponse* response) {
  return RunRead(context, parts_.reads, response, [this, request](Cancelled cancelled) {
    return AnnotateTexts(*request, *parts_.annotator, cancelled);
  });
}

}  // namespace voc::rpc
