// How well the built-in themes hear what tests/data/themes says that texts are about.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/sentiment/model_annotator.h"
#include "server/sentiment/themes/theme_matcher.h"

namespace voc::sentiment {
namespace {

constexpr double kMinShare = 0.9;
constexpr size_t kMinTexts = 40;

using Themes = std::set<std::string>;

struct Example {
  Themes themes;
  std::string text;
};

std::vector<Example> Read(const std::string& language) {
  std::ifstream file(absl::StrCat(VOC_SOURCE_DIR, "/tests/data/themes/", language, ".tsv"));
  EXPECT_TRUE(file) << language;
  std::vector<Example> examples;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> cells = absl::StrSplit(line, '\t');
    EXPECT_EQ(cells.size(), 2u) << line;
    Example example;
    if (cells[0] != "-") example.themes = absl::StrSplit(cells[0], ',');
    example.text = cells.back();
    examples.push_back(std::move(example));
  }
  return examples;
}

struct Count {
  int right = 0;
  int missed = 0;
  int wrong = 0;

  double Precision() const { return right + wrong == 0 ? 1 : 1.0 * right / (right + wrong); }
  double Recall() const { return right + missed == 0 ? 1 : 1.0 * right / (right + missed); }
};

// Counts by theme, and says each text that is heard otherwise.
std::map<std::string, Count> Compare(const std::string& language,
                                     const std::string& given_language) {
  const ModelAnnotator annotator;
  std::map<std::string, Count> counts;
  for (const Example& example : Read(language)) {
    const std::vector<std::string> list =
        annotator.Annotate({.title = {}, .body = example.text, .given_language = given_language})
            .themes;
    EXPECT_TRUE(std::is_sorted(list.begin(), list.end()));
    const Themes heard(list.begin(), list.end());
    if (heard != example.themes) {
      std::printf("%s: heard %s, not %s: %s\n", language.c_str(), absl::StrJoin(heard, ",").c_str(),
                  absl::StrJoin(example.themes, ",").c_str(), example.text.c_str());
    }
    for (const std::string& theme : heard) {
      ++(example.themes.count(theme) > 0 ? counts[theme].right : counts[theme].wrong);
    }
    for (const std::string& theme : example.themes) counts[theme].missed += 1 - heard.count(theme);
  }
  return counts;
}

class ThemesQualityTest : public ::testing::TestWithParam<const char*> {};

TEST_P(ThemesQualityTest, EachThemeIsHeardWhereAReaderNamesIt) {
  EXPECT_GE(Read(GetParam()).size(), kMinTexts);
  const std::map<std::string, Count> counts = Compare(GetParam(), GetParam());
  EXPECT_EQ(counts.size(), 12u);
  for (const auto& [theme, count] : counts) {
    EXPECT_GE(count.Precision(), kMinShare) << theme;
    EXPECT_GE(count.Recall(), kMinShare) << theme;
  }
}

// Who sends feedback seldom says its language.
TEST_P(ThemesQualityTest, AlsoWhereTheLanguageIsGuessed) {
  for (const auto& [theme, count] : Compare(GetParam(), "")) {
    EXPECT_GE(count.Precision(), kMinShare) << theme;
    EXPECT_GE(count.Recall(), kMinShare) << theme;
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, ThemesQualityTest, ::testing::Values("en", "sv", "da", "no"),
                         [](const auto& language) { return std::string(language.param); });

}  // namespace
}  // namespace voc::sentiment
