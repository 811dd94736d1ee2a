#include "server/sentiment/themes/word_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace voc::sentiment {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = PatternWord::Kind;

std::set<uint32_t> Found(const WordIndex& index, std::string_view word) {
  std::set<uint32_t> found;
  std::string text(1, Symbols::kGap);
  text.append(word).append(Symbols::kPadding, Symbols::kGap);
  const Spelling spelling{
      .hash = HashFoldedWord(word), .begin = 1, .length = static_cast<uint32_t>(word.size())};
  index.Find(text.data(), spelling, [&](uint32_t entry) { found.insert(entry); });
  return found;
}

TEST(WordIndex, EachKindMatchesWhereItMay) {
  WordIndex index;
  index.Add(Kind::kExact, "faktura", 0);
  index.Add(Kind::kPrefix, "faktur", 1);
  index.Add(Kind::kSuffix, "faktura", 2);
  index.Add(Kind::kInfix, "aktu", 3);
  index.Add(Kind::kExact, "i", 4);
  EXPECT_THAT(Found(index, "faktura"), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(Found(index, "fakturan"), ElementsAre(1, 3));
  EXPECT_THAT(Found(index, "elfaktura"), ElementsAre(2, 3));
  EXPECT_THAT(Found(index, "elfakturan"), ElementsAre(3));
  EXPECT_THAT(Found(index, "aktu"), ElementsAre(3));
  EXPECT_THAT(Found(index, "i"), ElementsAre(4));
  for (const char* other : {"fakta", "fakt", "akt", "", "in", "ii", "ii\xFF"}) {
    EXPECT_THAT(Found(index, other), IsEmpty()) << other;
  }
}

TEST(WordIndex, AgreesWithAPlainComparison) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  const auto word = [&](size_t shortest) {
    std::string text(shortest + random() % 5, '\0');
    for (char& c : text) c = "abc\xE5\xFF"[random() % 5];
    return text;
  };
  WordIndex index;
  std::set<std::pair<Kind, std::string>> patterns;
  std::vector<std::pair<Kind, std::string>> entries;
  for (int i = 0; i < 200; ++i) {
    const Kind kind = static_cast<Kind>(random() % 4);
    const size_t shortest = kind == Kind::kExact ? 1 : kind == Kind::kInfix ? 4 : 3;
    if (auto [added, is_new] = patterns.emplace(kind, word(shortest)); is_new) {
      index.Add(added->first, added->second, static_cast<uint32_t>(entries.size()));
      entries.push_back(*added);
    }
  }
  for (int i = 0; i < 3000; ++i) {
    const std::string text = word(1) + word(0);
    std::set<uint32_t> expected;
    for (uint32_t entry = 0; entry < entries.size(); ++entry) {
      const auto& [kind, pattern] = entries[entry];
      const bool matches = kind == Kind::kExact    ? text == pattern
                           : kind == Kind::kPrefix ? text.starts_with(pattern)
                           : kind == Kind::kSuffix ? text.ends_with(pattern)
                                                   : text.find(pattern) != std::string::npos;
      if (matches) expected.insert(entry);
    }
    ASSERT_EQ(Found(index, text), expected) << text;
  }
}

}  // namespace
}  // namespace voc::sentiment
