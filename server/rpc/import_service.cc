#include "server/rpc/import_service.h"

#include <string>
#include <vector>

#include "server/ingest/decide_note.h"
#include "server/rpc/caller.h"
#include "server/rpc/import_request.h"
#include "server/rpc/read_call.h"
#include "server/rpc/refused_stream.h"
#include "server/rpc/write_call.h"
#include "server/views/reader/stored_notes.h"
#include "storage/base/status_details.h"

namespace voc::rpc {
namespace {

// Answers with the import as it is then.
template <typename Response>
auto SayImport(Response* response) {
  return [response](const storage::v1::Note& note) { *response->mutable_import() = note.import(); };
}

v1::UndoImportResponse Say(const imports::Progress& progress, v1::UndoImportResponse response) {
  response.set_excluded(progress.excluded);
  response.set_restored(progress.restored);
  response.set_changed_since(progress.changed_since);
  return response;
}

v1::RedoImportResponse Say(const imports::Progress& progress, v1::RedoImportResponse response) {
  response.set_restored(progress.restored);
  return response;
}

// An undo or redo in the words of its call.
template <typename Response>
class UndoingStream final : public subscribe::Subscription<Response> {
 public:
  explicit UndoingStream(std::unique_ptr<imports::Undoing> undoing)
      : undoing_(std::move(undoing)) {}

  absl::StatusOr<subscribe::Step<Response>> Next() override {
    if (!begun_) undoing_->set_wake(this->wake());
    begun_ = true;
    absl::StatusOr<subscribe::Step<imports::Progress>> step = undoing_->Next();
    if (!step.ok()) return step.status();
    subscribe::Step<Response> said{.delay_ns = step->delay_ns, .last = step->last};
    for (imports::Progress& progress : step->messages) {
      Response response = Say(progress, Response());
      response.set_records(progress.records);
      response.set_records_done(progress.records_done);
      if (progress.import.has_value()) *response.mutable_import() = *std::move(progress.import);
      said.messages.push_back(std::move(response));
    }
    return said;
  }

  std::string cursor() const override { return undoing_->cursor(); }

 private:
  const std::unique_ptr<imports::Undoing> undoing_;
  bool begun_ = false;
};

}  // namespace

grpc::ServerUnaryReactor* ImportService::BeginImport(grpc::CallbackServerContext* context,
                                                     const v1::BeginImportRequest* request,
                                                     v1::BeginImportResponse* response) {
  absl::StatusOr<ingest::BeginImport> command = BeginImportOf(*request);
  if (!command.ok()) return Refuse(context, command.status());
  const absl::Status free = parts_.runs->Begin(command->import.import_id(), RunOf(*context));
  if (!free.ok()) return Refuse(context, free);
  return RunNote(context, parts_.submitter, {*std::move(command)}, request->ByteSizeLong(),
                 SayImport(response));
}

grpc::ServerUnaryReactor* ImportService::ReportImport(grpc::CallbackServerContext* context,
                                                      const v1::ReportImportRequest* request,
                                                      v1::ReportImportResponse* response) {
  absl::StatusOr<ingest::ReportImport> command = ReportImportOf(*request);
  if (!command.ok()) return Refuse(context, command.status());
  return RunNote(context, parts_.submitter, {*std::move(command)}, request->ByteSizeLong(),
                 SayImport(response));
}

grpc::ServerUnaryReactor* ImportService::ListImports(grpc::CallbackServerContext* context,
                                                     const v1::ListImportsRequest* request,
                                                     v1::ListImportsResponse* response) {
  return RunRead(context, parts_.reads, response, [this, request](Cancelled) {
    return views::ListImports(*request, *parts_.views->notes());
  });
}

grpc::ServerUnaryReactor* ImportService::LeaveOut(grpc::CallbackServerContext* context,
                                                  const v1::LeaveOutRequest* request,
                                                  v1::LeaveOutResponse* response) {
  absl::StatusOr<std::vector<ingest::Command>> commands = LeaveOutOf(*request);
  if (!commands.ok()) return Refuse(context, commands.status());
  const absl::Status running = ingest::CheckRunning(request->import_id(), *parts_.views->notes());
  if (!running.ok()) return Refuse(context, running);
  ingest::Work work;
  work.commands = *std::move(commands);
  work.bytes = request->ByteSizeLong();
  return RunWork(context, parts_.submitter, std::move(work), [response](Results results) {
    for (const ingest::CommandResult& result : results) {
      if (absl::IsNotFound(result.status)) {
        response->set_unknown(response->unknown() + 1);
      } else if (result.status.ok()) {
        response->set_excluded(response->excluded() + 1);
      } else {
        return result.status;
      }
    }
    return absl::OkStatus();
  });
}

grpc::ServerWriteReactor<v1::UndoImportResponse>* ImportService::UndoImport(
    grpc::CallbackServerContext* context, const v1::UndoImportRequest* request) {
  return Run<v1::UndoImportResponse>(context, request->import_id(), /*redo=*/false);
}

grpc::ServerWriteReactor<v1::RedoImportResponse>* ImportService::RedoImport(
    grpc::CallbackServerContext* context, const v1::RedoImportRequest* request) {
  return Run<v1::RedoImportResponse>(context, request->import_id(), /*redo=*/true);
}

template <typename Response>
grpc::ServerWriteReactor<Response>* ImportService::Run(grpc::CallbackServerContext* context,
                                                       const std::string& import_id, bool redo) {
  absl::Status valid = CheckUnrestricted(*context);
  if (valid.ok()) valid = CheckImportId(import_id);
  if (!valid.ok()) {
    return new RefusedStream<Response>(context, valid);
  }
  std::shared_ptr<void> running = BeginUndoing();
  if (running == nullptr) {
    // Also one whose caller is gone and that has not noticed yet: it soon will.
    return new RefusedStream<Response>(
        context, base::WithReason(absl::UnavailableError("another undo or redo is running"),
                                  "UNDO_RUNNING"));
  }
  return PumpedStream<Response>::Start(
      context, parts_.streams,
      std::make_unique<UndoingStream<Response>>(
          std::make_unique<imports::Undoing>(parts_.undo, import_id, redo, std::move(running))),
      {.heavy = true});
}

std::shared_ptr<void> ImportService::BeginUndoing() {
  absl::MutexLock lock(&undo_mutex_);
  if (!undoing_.expired()) return nullptr;
  std::shared_ptr<void> running = std::make_shared<char>();
  undoing_ = running;
  return running;
}

}  // namespace voc::rpc
