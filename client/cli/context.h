#ifndef VOC_CLIENT_CLI_CONTEXT_H_
#define VOC_CLIENT_CLI_CONTEXT_H_

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cli/table.h"
#include "client/cpp/client.h"
#include "google/protobuf/message.h"

namespace voc::cli {

// What the process ends with.
enum ExitCode : int {
  kExitOk = 0,
  // The server refused, something was not found, or an item was rejected.
  kExitRefused = 1,
  kExitUsage = 2,
  // No server answered within --retry-for.
  kExitUnreachable = 3,
};

enum class OutputFormat { kTable, kJson, kCsv, kMarkdown, kHtml };

// Where a command reads and writes. Standard input is file descriptor `in`.
struct Io {
  int in = 0;
  std::ostream& out;
  std::ostream& err;
  bool err_is_terminal = false;
  bool in_is_terminal = false;
  // Columns of the terminal; what a table may take.
  int columns = 80;
  // What time it is.
  std::function<absl::Time()> now = absl::Now;
};

// The options every command takes.
struct GlobalOptions {
  std::string server = "127.0.0.1:50051";
  std::string key;
  std::string output = "table";
  std::string retry_for = "60s";
  std::string time_zone;
};

// What a command has at hand while it runs. Not thread-safe.
class Context {
 public:
  Context(const GlobalOptions& options, Io io);
  ~Context();

  // Checks the global options. Call before anything below.
  absl::Status Prepare();

  const GlobalOptions& options() const { return options_; }
  Io& io() { return io_; }
  OutputFormat format() const { return format_; }
  bool json() const { return format_ == OutputFormat::kJson; }
  // --tz, else the machine's.
  absl::TimeZone zone() const { return zone_; }
  // Its IANA name, as shown in headers and sent to the server.
  const std::string& zone_name() const { return zone_name_; }
  // Whether --tz was given.
  bool zone_given() const { return !options_.time_zone.empty(); }

  // Connects when first used.
  client::Client& client();

  // Prints `message` as one line of proto3 JSON.
  void PrintJson(const google::protobuf::Message& message);
  // Prints in the chosen format, which must not be JSON.
  void PrintReport(const Report& report);

  // Says on standard error what went wrong, and returns the exit code for it.
  int Usage(const absl::Status& status);
  int Fail(const absl::Status& status);
  // A message for people, on standard error.
  void Say(std::string_view text);

 private:
  const GlobalOptions options_;
  Io io_;
  OutputFormat format_ = OutputFormat::kTable;
  absl::Duration retry_for_;
  absl::TimeZone zone_;
  std::string zone_name_;
  std::unique_ptr<client::Client> client_;
};

// Proto3 JSON of `message` on one line: lowerCamelCase, int64 as strings,
// defaults left out.
std::string ToJson(const google::protobuf::Message& message);

// The exit code that `status`, an error of a call, stands for.
int ExitCodeOf(const absl::Status& status);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_CONTEXT_H_
