#ifndef VOC_CLIENT_CPP_EXPORT_H_
#define VOC_CLIENT_CPP_EXPORT_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cpp/client.h"
#include "voc/v1/feedback.pb.h"

namespace voc::client {

// Where the rows of an export go.
class ExportSink {
 public:
  virtual ~ExportSink() = default;
  // A new export begins; what came before is void. Called before every attempt.
  // An error ends the export.
  virtual absl::Status Restart() = 0;
  virtual absl::Status Row(const v1::Feedback& feedback) = 0;
};

// Exports what passes `filter` as of one moment, and returns how many rows. An
// export that breaks off, or whose row count does not come or does not agree,
// starts again from the beginning: going on where it broke would mix two
// moments, and lose or double what changed in between. DATA_LOSS when a whole
// stream ends with a wrong count.
absl::StatusOr<int64_t> Export(Client& client, const v1::Filter& filter, ExportSink& sink);

}  // namespace voc::client

#endif  // VOC_CLIENT_CPP_EXPORT_H_
