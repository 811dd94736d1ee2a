#include "client/formats/json/surrogates.h"

#include <string>

#include "gtest/gtest.h"

namespace voc::formats::json {
namespace {

std::string Replace(std::string text) {
  ReplaceLoneSurrogates(&text);
  return text;
}

TEST(SurrogatesTest, HalvesAlone) {
  EXPECT_EQ(Replace(R"({"a":"Bra \ud83d"})"), R"({"a":"Bra \ufffd"})");
  EXPECT_EQ(Replace(R"("\uDE00!\uD83D")"), R"("\ufffd!\ufffd")");
  EXPECT_EQ(Replace(R"("\ud83d\ud83d\ude00\ude00")"), R"("\ufffd\ud83d\ude00\ufffd")");
  EXPECT_EQ(Replace(R"(\ud83d\n)"), R"(\ufffd\n)");
}

TEST(SurrogatesTest, AllElseStays) {
  for (const char* text :
       {R"("\ud83d\ude00")", R"("\uD83D\uDE00")", R"("\\ud83d")", R"("\u00e5\ud7ff\ue000")",
        R"("\ud83")", R"(\ud8)", "\\", "\\\\", "", R"(\udzzz)", "no escape"}) {
    EXPECT_EQ(Replace(text), text);
  }
  EXPECT_EQ(Replace(R"("\\\ud83d")"), R"("\\\ufffd")");
}

}  // namespace
}  // namespace voc::formats::json
