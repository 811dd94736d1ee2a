#ifndef VOC_CLIENT_CLI_TIME_ZONE_H_
#define VOC_CLIENT_CLI_TIME_ZONE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace voc::cli {

// The zone of an IANA name. INVALID_ARGUMENT for an unknown one.
absl::StatusOr<absl::TimeZone> LoadZone(std::string_view name);

// The IANA name of the machine's zone: from TZ, else where /etc/localtime links
// to, else /etc/timezone; "UTC" where none of them names a known zone.
std::string LocalZoneName();

// What LocalZoneName decides from what it read; empty strings for what is not
// there.
std::string ChooseZoneName(std::string_view tz_variable, std::string_view localtime_link,
                           std::string_view timezone_file);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_TIME_ZONE_H_
