#include "client/cli/formula_guard.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "client/cli/numbers.h"

namespace voc::cli {
namespace {

std::string_view AfterApostrophes(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
  return text;
}

}  // namespace

bool LooksLikeFormula(std::string_view text) {
  if (text.empty()) return false;
  if (std::string_view("=+-@\t\r\n").find(text.front()) == std::string_view::npos) return false;
  // ParseNumber knows no plus.
  const std::string_view number = text.front() == '+' ? text.substr(1) : text;
  return !ParseNumber<double>(number).has_value();
}

std::string GuardFormula(std::string_view text) {
  return LooksLikeFormula(AfterApostrophes(text)) ? "'" + std::string(text) : std::string(text);
}

std::string_view UnguardFormula(std::string_view text) {
  if (text.starts_with('\'') && LooksLikeFormula(AfterApostrophes(text))) text.remove_prefix(1);
  return text;
}

}  // namespace voc::cli
