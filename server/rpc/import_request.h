#ifndef VOC_SERVER_RPC_IMPORT_REQUEST_H_
#define VOC_SERVER_RPC_IMPORT_REQUEST_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/ingest/command.h"
#include "voc/v1/import.pb.h"

namespace voc::rpc {

// What the requests of ImportService ask for. INVALID_ARGUMENT names every bad field.
// Pure.
absl::StatusOr<ingest::BeginImport> BeginImportOf(const v1::BeginImportRequest& request);
absl::StatusOr<ingest::ReportImport> ReportImportOf(const v1::ReportImportRequest& request);
// One command a key, in order.
absl::StatusOr<std::vector<ingest::Command>> LeaveOutOf(const v1::LeaveOutRequest& request);

// An import_id as a request must have it.
absl::Status CheckImportId(std::string_view import_id);

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_IMPORT_REQUEST_H_
