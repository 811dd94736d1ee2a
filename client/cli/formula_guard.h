#ifndef VOC_CLIENT_CLI_FORMULA_GUARD_H_
#define VOC_CLIENT_CLI_FORMULA_GUARD_H_

#include <string>
#include <string_view>

namespace voc::cli {

// Spreadsheets run a cell of a CSV that begins like a formula, whoever wrote it. Such
// texts are written with an apostrophe in front, which spreadsheets take for "this is
// text". Only texts: a number, be it negative, stays a number.
//
// Whatever was guarded is told from what was not, since a text that has apostrophes
// before a formula already gets one more: UnguardFormula(GuardFormula(x)) is x for
// every x.

// Whether `text` would be run: it begins with = + - @, a tab or a line break, and is
// not a number.
bool LooksLikeFormula(std::string_view text);

// `text`, guarded if it or what follows its apostrophes looks like a formula.
std::string GuardFormula(std::string_view text);

// `text` without the apostrophe that GuardFormula put there, if it did.
std::string_view UnguardFormula(std::string_view text);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_FORMULA_GUARD_H_
