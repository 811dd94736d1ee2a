#ifndef VOC_CLIENT_CLI_DISPLAY_SENDER_H_
#define VOC_CLIENT_CLI_DISPLAY_SENDER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/byte_source.h"
#include "client/cli/display_csv.h"
#include "client/cli/import_summary.h"
#include "client/cli/table.h"
#include "client/cpp/client.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {

// Displays of one request, and the bytes of it aimed at.
inline constexpr int kMaxDisplayItems = 1000;
inline constexpr size_t kMaxDisplayBytes = 1024 * 1024;

// Reads files of displays and records what they hold, a request at a time. What was recorded
// before is UNCHANGED, so the same file can be sent again. For one thread.
class DisplaySender {
 public:
  // Without a client nothing is sent: records are read and counted alone.
  DisplaySender(client::Client* client, DisplayOptions options)
      : client_(client), options_(std::move(options)) {}

  // Reads one file to its end. INVALID_ARGUMENT for a header that cannot be read; else an error
  // of the source, which ends this file alone, or of the server: see server_status().
  absl::Status ReadFile(const std::string& name, ByteSource& source);

  // OK until the server has failed for good.
  const absl::Status& server_status() const { return server_status_; }

  const ImportSummary& summary() const { return summary_; }
  int64_t records_read() const { return records_read_; }
  bool saw_time_without_zone() const { return saw_time_without_zone_; }

 private:
  absl::Status Send(const std::string& file);

  client::Client* const client_;
  const DisplayOptions options_;
  v1::RecordDisplayRequest request_;
  size_t request_bytes_ = 0;
  std::vector<int64_t> lines_;  // of what stands in the request
  ImportSummary summary_;
  int64_t records_read_ = 0;
  bool saw_time_without_zone_ = false;
  absl::Status server_status_;
};

// {"created", "unchanged", "rejected", "rejections"} on one line, as of an import.
std::string DisplaysToJson(const ImportSummary& summary);

Report DisplaysReport(const ImportSummary& summary);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_DISPLAY_SENDER_H_
