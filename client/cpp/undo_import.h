#ifndef VOC_CLIENT_CPP_UNDO_IMPORT_H_
#define VOC_CLIENT_CPP_UNDO_IMPORT_H_

#include <functional>

#include "absl/status/statusor.h"
#include "client/cpp/client.h"
#include "voc/v1/import.pb.h"

namespace voc::client {

// Takes an import out of the numbers and returns the final counts. Calls `on_progress`
// now and then, on the calling thread. A call that breaks off is made again, as long as
// the retry policy allows without any progress: the server goes on where it was.
absl::StatusOr<v1::UndoImportResponse> UndoImport(
    Client& client, const v1::UndoImportRequest& request,
    const std::function<void(const v1::UndoImportResponse&)>& on_progress);

// Puts it back. The counts are those of the last call, if one broke off.
absl::StatusOr<v1::RedoImportResponse> RedoImport(
    Client& client, const v1::RedoImportRequest& request,
    const std::function<void(const v1::RedoImportResponse&)>& on_progress);

}  // namespace voc::client

#endif  // VOC_CLIENT_CPP_UNDO_IMPORT_H_
