#ifndef VOC_CLIENT_FORMATS_VENDOR_TIME_H_
#define VOC_CLIENT_FORMATS_VENDOR_TIME_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "client/formats/mapping.h"

namespace voc::formats {

struct VendorTime {
  absl::Time time;
  // The text said its zone, or counts from the epoch.
  bool has_zone = false;
};

// Reads a time as vendors write it: YYYY-MM-DD (or YYYY/MM/DD), then nothing, or a
// blank or T and HH:MM[:SS[.fraction]][ AM|PM], then nothing or a zone: Z, UTC,
// GMT+5:30, -0800, +01:00, or one of the eight of the United States (EST...). With
// kMonthFirst and kDayFirst MM/DD/YYYY and DD/MM/YYYY (or with dots) are read too.
// kSeconds and kMillis count from 1970, and reach from 1990 to the end of 2199;
// a fraction may follow; kEpoch is whichever of the two reaches there. A time without zone is
// local to `zone`: the earlier of two, and the moment of change where the clock
// skipped it. Absent for anything else, impossible dates included.
std::optional<VendorTime> ParseVendorTime(std::string_view text, TimeShape shape,
                                          const absl::TimeZone& zone);

// What is wrong with a text that ParseVendorTime() does not take, for errors: `"x" is not
// a time such as 2025-03-01 14:05:00`, and which unit it is in if it counts in the other,
// or that the order of its month and its day has to be said.
std::string WhyNoTime(std::string_view text, TimeShape shape);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_VENDOR_TIME_H_
