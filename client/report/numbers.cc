#include "client/report/numbers.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace voc::report {
namespace {

// UTF-8 of U+00A0.
constexpr const char* kNoBreakSpace = "\u00A0";

const char* Grouping(Language language) {
  switch (language) {
    case Language::kEnglish:
      return ",";
    case Language::kDanish:
      return ".";
    default:
      return kNoBreakSpace;
  }
}

// Groups the digits before the point and puts in the language's comma.
std::string Localise(Language language, const std::string& plain) {
  const size_t first = plain.front() == '-' ? 1 : 0;
  const size_t point = plain.find('.');
  const size_t end = point == std::string::npos ? plain.size() : point;
  std::string text = plain.substr(0, first);
  for (size_t i = first; i < end; ++i) {
    if (i > first && (end - i) % 3 == 0) text += Grouping(language);
    text += plain[i];
  }
  if (point != std::string::npos) {
    text += language == Language::kEnglish ? '.' : ',';
    text += plain.substr(point + 1);
  }
  return text;
}

}  // namespace

std::string NumberText(Language language, double value, int decimals) {
  std::string text = absl::StrFormat("%.*f", decimals, value);
  if (text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return Localise(language, text);
}

std::string SignedText(Language language, double value, int decimals) {
  std::string text = NumberText(language, value, decimals);
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  return zero || text.front() == '-' ? text : "+" + text;
}

std::string CountText(Language language, int64_t value) {
  return Localise(language, absl::StrFormat("%d", value));
}

std::string PText(Language language, double p) {
  if (p < 0.001) return absl::StrCat("<", NumberText(language, 0.001, 3));
  return NumberText(language, p, p < 0.095 ? 3 : 2);
}

int DecimalsOf(v1::TrendMetric metric) {
  return metric == v1::TREND_METRIC_CES || metric == v1::TREND_METRIC_RATING ? 2 : 0;
}

std::string IntervalText(Language language, const v1::TrendPoint& point, int decimals) {
  if (!point.has_ci_low() || !point.has_ci_high()) return "";
  return NumberText(language, point.ci_low(), decimals) + ".." +
         NumberText(language, point.ci_high(), decimals);
}

}  // namespace voc::report
