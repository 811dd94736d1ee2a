#ifndef VOC_STORAGE_ROCKSDB_STATUS_H_
#define VOC_STORAGE_ROCKSDB_STATUS_H_

#include <rocksdb/status.h>

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "storage/base/strings.h"

namespace voc::rocks {

// What RocksDB says, in the project's vocabulary; `doing` names the operation.
inline absl::Status ToStatus(const rocksdb::Status& status, std::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  const std::string message = absl::StrCat(base::ToAbsl(doing), ": ", status.ToString());
  if (status.IsNotFound()) return absl::NotFoundError(message);
  if (status.IsCorruption()) return absl::DataLossError(message);
  if (status.IsInvalidArgument()) return absl::InvalidArgumentError(message);
  if (status.IsNoSpace()) return absl::ResourceExhaustedError(message);
  if (status.IsBusy() || status.IsTryAgain()) return absl::UnavailableError(message);
  return absl::InternalError(message);
}

}  // namespace voc::rocks

#endif  // VOC_STORAGE_ROCKSDB_STATUS_H_
