#include "client/cli/formula_guard.h"

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

TEST(FormulaGuardTest, GuardsWhatASpreadsheetWouldRun) {
  for (const char* text :
       {"=cmd()", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-", "=", "--5"}) {
    EXPECT_EQ(GuardFormula(text), absl::StrCat("'", text));
  }
}

TEST(FormulaGuardTest, NumbersAndOtherTextsStayAsTheyAre) {
  for (const char* text :
       {"", "-5", "-5.25", "+3", "-1e9", "a=b", "'quoted'", "'s ochtends", "9"}) {
    EXPECT_EQ(GuardFormula(text), text);
    EXPECT_EQ(UnguardFormula(text), text);
  }
}

TEST(FormulaGuardTest, EveryTextComesBack) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  constexpr char kLetters[] = "''=+-@\t\r\n1.ea";
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t length = random() % 6; text.size() < length;) {
      text += kLetters[random() % (sizeof(kLetters) - 1)];
    }
    const std::string guarded = GuardFormula(text);
    EXPECT_FALSE(LooksLikeFormula(guarded));
    EXPECT_EQ(UnguardFormula(guarded), text);
  }
}

}  // namespace
}  // namespace voc::cli
