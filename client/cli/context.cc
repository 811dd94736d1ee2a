#include "client/cli/context.h"

#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cli/table.h"
#include "client/cli/time_zone.h"
#include "client/cpp/client.h"
#include "client/cpp/status.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"

namespace voc::cli {
namespace {

absl::StatusOr<OutputFormat> ParseFormat(std::string_view name) {
  if (name == "table") return OutputFormat::kTable;
  if (name == "json") return OutputFormat::kJson;
  if (name == "csv") return OutputFormat::kCsv;
  if (name == "md") return OutputFormat::kMarkdown;
  if (name == "html") return OutputFormat::kHtml;
  return absl::InvalidArgumentError("--output: table, json, csv, md or html");
}

// "60s", "2m", "0", or plain seconds.
absl::StatusOr<absl::Duration> ParseRetryFor(const std::string& text) {
  absl::Duration duration;
  double seconds = 0;
  if (absl::SimpleAtod(text, &seconds))
    duration = absl::Seconds(seconds);
  else if (!absl::ParseDuration(text, &duration))
    duration = -absl::InfiniteDuration();
  if (duration < absl::ZeroDuration() || duration > absl::Hours(24 * 365)) {
    return absl::InvalidArgumentError("--retry-for: a duration such as 60s, 5m or 0");
  }
  return duration;
}

}  // namespace

std::string ToJson(const google::protobuf::Message& message) {
  std::string json;
  // Fails for messages that hold a broken Any or an impossible time alone; what
  // could be written then says so.
  const auto status = google::protobuf::util::MessageToJsonString(message, &json);
  return status.ok() ? json : absl::StrCat("{\"error\":\"", status.ToString(), "\"}");
}

int ExitCodeOf(const absl::Status& status) {
  const bool unreachable =
      client::IsTransient(status) || status.code() == absl::StatusCode::kDeadlineExceeded;
  return unreachable ? kExitUnreachable : kExitRefused;
}

Context::Context(const GlobalOptions& options, Io io) : options_(options), io_(io) {}

Context::~Context() = default;

absl::Status Context::Prepare() {
  const auto format = ParseFormat(options_.output);
  if (!format.ok()) return format.status();
  format_ = *format;
  const auto retry_for = ParseRetryFor(options_.retry_for);
  if (!retry_for.ok()) return retry_for.status();
  retry_for_ = *retry_for;
  zone_name_ = zone_given() ? options_.time_zone : LocalZoneName();
  const auto zone = LoadZone(zone_name_);
  if (!zone.ok()) return zone.status();
  zone_ = *zone;
  return absl::OkStatus();
}

client::Client& Context::client() {
  if (client_ == nullptr) {
    client::ClientOptions options;
    options.server = options_.server;
    options.key = options_.key;
    options.retry.retry_for = retry_for_;
    if (io_.err_is_terminal) {
      options.on_retry = [this](const absl::Status& status, absl::Duration) {
        Say(absl::StrCat("voc: ", options_.server, ": ", client::Describe(status),
                         "; trying again"));
      };
    }
    client_ = std::make_unique<client::Client>(std::move(options));
  }
  return *client_;
}

void Context::PrintJson(const google::protobuf::Message& message) {
  // Flushed, since streams are read line by line.
  io_.out << ToJson(message) << '\n' << std::flush;
}

void Context::PrintReport(const Report& report) {
  switch (format_) {
    case OutputFormat::kCsv:
      io_.out << RenderCsv(report);
      break;
    case OutputFormat::kMarkdown:
      io_.out << RenderMarkdown(report);
      break;
    case OutputFormat::kHtml:
      io_.out << RenderHtml(report);
      break;
    case OutputFormat::kTable:
    case OutputFormat::kJson:
      io_.out << RenderText(report, io_.columns);
      break;
  }
}

int Context::Usage(const absl::Status& status) {
  Say(absl::StrCat("voc: ", client::Describe(status)));
  return kExitUsage;
}

int Context::Fail(const absl::Status& status) {
  const int code = ExitCodeOf(status);
  const std::string reason = client::ReasonOf(status);
  Say(absl::StrCat("voc: ", code == kExitUnreachable ? options_.server + ": " : "",
                   client::Describe(status), reason.empty() ? "" : " [" + reason + "]"));
  return code;
}

void Context::Say(std::string_view text) { io_.err << text << '\n' << std::flush; }

}  // namespace voc::cli
