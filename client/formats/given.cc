#include "client/formats/given.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/cpp/strings.h"
#include "client/formats/mapping.h"

namespace voc::formats {
namespace {

using Lines = std::vector<std::string>;

Lines::iterator FindLine(Lines& lines, std::string_view beginning) {
  return std::find_if(lines.begin(), lines.end(),
                      [&](const std::string& line) { return line.starts_with(beginning); });
}

// Where what is of whole records stands: with the key, that of a draft too.
Lines::iterator FindKey(Lines& lines) {
  const auto key = FindLine(lines, "submission_id ");
  return key != lines.end() ? key : FindLine(lines, "# submission_id ");
}

}  // namespace

std::string WithGiven(std::string_view map, const Given& given) {
  Lines lines = absl::StrSplit(client::ToAbsl(map), '\n');
  if (!given.source_id.empty()) {
    const std::string line = absl::StrCat("source_id = ", Quoted(given.source_id));
    // A column that names the source goes on doing so.
    const auto constant = FindLine(lines, "source_id = ");
    if (constant != lines.end()) {
      *constant = line;
    } else {
      lines.insert(FindKey(lines), line);
    }
  }
  if (!given.zone.empty() && FindLine(lines, "zone ") == lines.end()) {
    lines.insert(FindKey(lines), absl::StrCat("zone ", Quoted(given.zone)));
  }
  return absl::StrJoin(lines, "\n");
}

}  // namespace voc::formats
