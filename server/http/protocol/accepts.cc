#include "server/http/protocol/accepts.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "storage/base/strings.h"

namespace voc::http {

bool TakesGzip(std::string_view list) {
  for (const absl::string_view item : absl::StrSplit(base::ToAbsl(list), ',')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(item, absl::MaxSplits(';', 1));
    if (absl::AsciiStrToLower(absl::StripAsciiWhitespace(parts.first)) != "gzip") continue;
    const std::pair<absl::string_view, absl::string_view> weight =
        absl::StrSplit(parts.second, absl::MaxSplits('=', 1));
    if (absl::AsciiStrToLower(absl::StripAsciiWhitespace(weight.first)) != "q") return true;
    double quality = 0;
    return absl::SimpleAtod(absl::StripAsciiWhitespace(weight.second), &quality) && quality > 0;
  }
  return false;
}

}  // namespace voc::http
