#include "client/formats/day_order.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cpp/strings.h"
#include "client/formats/mapping.h"
#include "client/formats/mapping_words.h"
#include "client/formats/vendor_time.h"

namespace voc::formats {
namespace {

bool Reads(std::string_view text, TimeShape shape) {
  return ParseVendorTime(text, shape, absl::UTCTimeZone()).has_value();
}

// What the answers of some columns tell.
struct Told {
  bool month_first = false;
  bool day_first = false;

  void See(const SurveyColumn& column) {
    for (const std::string& sample : column.samples) {
      const bool month = Reads(sample, TimeShape::kMonthFirst);
      const bool day = Reads(sample, TimeShape::kDayFirst);
      month_first |= month && !day;
      day_first |= day && !month;
    }
  }
};

// " month-first", " day-first", or nothing.
std::string_view StepOf(std::string_view line, const std::vector<SurveyColumn>& columns) {
  const auto words = SplitWords(line);
  if (!words.ok() || words->size() < 4 || !(*words)[1].Is("<-") || !words->back().Is("time")) {
    return "";
  }
  Told told;
  // Its names stand between bars.
  for (size_t i = 2; i == 2 || (i < words->size() && (*words)[i - 1].Is("|")); i += 2) {
    const std::string name = NormalName((*words)[i].text);
    for (const SurveyColumn& column : columns) {
      if (NormalName(column.name) == name) told.See(column);
    }
  }
  if (told.month_first == told.day_first) return "";
  return told.month_first ? " month-first" : " day-first";
}

}  // namespace

std::string WithDayOrder(std::string_view map, const std::vector<SurveyColumn>& columns) {
  std::string text;
  while (!map.empty()) {
    const size_t end = map.find('\n');
    const std::string_view line = map.substr(0, end);
    const std::string_view trimmed =
        client::ToStd(absl::StripTrailingAsciiWhitespace(client::ToAbsl(line)));
    // Behind a comment a step would be one.
    const std::string_view step =
        trimmed.ends_with("time") ? StepOf(trimmed, columns) : std::string_view();
    absl::StrAppend(&text, client::ToAbsl(step.empty() ? line : trimmed), client::ToAbsl(step),
                    end == std::string_view::npos ? "" : "\n");
    map.remove_prefix(end == std::string_view::npos ? map.size() : end + 1);
  }
  return text;
}

}  // namespace voc::formats
