#ifndef VOC_CLIENT_CLI_SPOOL_H_
#define VOC_CLIENT_CLI_SPOOL_H_

#include <cstddef>
#include <cstdio>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cpp/export.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {

// Holds an export until it is whole: nothing of a broken one is ever seen, and
// the header of a CSV can name every property. A nameless temporary file, in
// TMPDIR or /tmp. Not thread-safe.
class Spool final : public client::ExportSink {
 public:
  // What the system says where no file can be made.
  static absl::StatusOr<std::unique_ptr<Spool>> Make();
  ~Spool() override;
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  absl::Status Restart() override;
  absl::Status Row(const v1::Feedback& feedback) override;

  // Every property key of the rows, up to one more than kMaxCsvColumns.
  const std::set<std::string>& property_keys() const { return property_keys_; }

  // In which order rows are handed out.
  enum class Order { kAsTaken, kReversed };

  // Hands out the rows; stops at the first error and returns it.
  absl::Status ForEach(Order order, const std::function<absl::Status(const v1::Feedback&)>& row);

 private:
  explicit Spool(std::FILE* file) : file_(file) {}

  std::FILE* const file_;
  std::set<std::string> property_keys_;
  std::string buffer_;
  size_t bytes_ = 0;
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_SPOOL_H_
