#include "client/cli/time_zone.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cpp/strings.h"

namespace voc::cli {

absl::StatusOr<absl::TimeZone> LoadZone(std::string_view name) {
  absl::TimeZone zone;
  // Abseil takes an empty name for UTC, and a path for a file.
  if (name.empty() || name.front() == '/' || name.front() == ':' ||
      !absl::LoadTimeZone(client::ToAbsl(name), &zone)) {
    return absl::InvalidArgumentError(
        absl::StrCat("unknown time zone: ", client::ToAbsl(name), " (such as Europe/Stockholm)"));
  }
  return zone;
}

std::string ChooseZoneName(std::string_view tz_variable, std::string_view localtime_link,
                           std::string_view timezone_file) {
  if (!tz_variable.empty() && tz_variable.front() == ':') tz_variable.remove_prefix(1);
  constexpr std::string_view kFolder = "zoneinfo/";
  const size_t folder = localtime_link.find(kFolder);
  localtime_link.remove_prefix(folder == std::string_view::npos ? localtime_link.size()
                                                                : folder + kFolder.size());
  for (const std::string_view name : {tz_variable, localtime_link, timezone_file}) {
    if (!LoadZone(name).ok()) continue;
    // As Debian calls it where nobody chose; people call it as below.
    if (name == "Etc/UTC") break;
    return std::string(name);
  }
  return "UTC";
}

std::string LocalZoneName() {
  const char* variable = std::getenv("TZ");
  std::error_code error;
  const std::string link = std::filesystem::read_symlink("/etc/localtime", error).string();
  std::string file;
  std::ifstream stream("/etc/timezone");
  std::getline(stream, file);
  return ChooseZoneName(variable == nullptr ? "" : variable, link,
                        client::ToStd(absl::StripAsciiWhitespace(file)));
}

}  // namespace voc::cli
