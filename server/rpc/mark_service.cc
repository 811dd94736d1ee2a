#include "server/rpc/mark_service.h"

#include <utility>

#include "server/rpc/mark_request.h"
#include "server/rpc/read_call.h"
#include "server/rpc/write_call.h"
#include "server/views/reader/stored_notes.h"
#include "storage/base/status_details.h"

namespace voc::rpc {

grpc::ServerUnaryReactor* MarkService::RecordMark(grpc::CallbackServerContext* context,
                                                  const v1::RecordMarkRequest* request,
                                                  v1::RecordMarkResponse* response) {
  absl::StatusOr<v1::Mark> mark = MarkOf(*request);
  if (!mark.ok()) return Refuse(context, mark.status());
  return RunNote(
      context, parts_.submitter, {ingest::RecordMark{*std::move(mark)}}, request->ByteSizeLong(),
      [response](const storage::v1::Note& note) { *response->mutable_mark() = note.mark(); });
}

grpc::ServerUnaryReactor* MarkService::ListMarks(grpc::CallbackServerContext* context,
                                                 const v1::ListMarksRequest* request,
                                                 v1::ListMarksResponse* response) {
  return RunRead(context, parts_.reads, response, [this, request](Cancelled) {
    return views::ListMarks(*request, *parts_.views->notes());
  });
}

grpc::ServerUnaryReactor* MarkService::DeleteMark(grpc::CallbackServerContext* context,
                                                  const v1::DeleteMarkRequest* request,
                                                  v1::DeleteMarkResponse*) {
  if (request->mark_id().empty()) {
    return Refuse(context, base::InvalidField("mark_id", "is required"));
  }
  return RunNote(context, parts_.submitter, {ingest::DeleteMark{request->mark_id()}},
                 request->ByteSizeLong(), [](const storage::v1::Note&) {});
}

}  // namespace voc::rpc
