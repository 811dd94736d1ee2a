#include "server/discover/corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/server/discover/texts.h"

namespace voc::discover {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> PhrasesOf(std::string_view text, std::string_view language = "en") {
  Texts texts;
  texts.Add(1, text, true, Opinion::kNone, language);
  return texts.Phrases();
}

TEST(Corpus, PhrasesBeginAndEndWithContentWithinAClause) {
  EXPECT_THAT(PhrasesOf("The app crashes, terrible."),
              ElementsAre("app", "app crashes", "crashes", "terrible"));
  EXPECT_THAT(
      PhrasesOf("Sync lost bookings"),
      ElementsAre("sync", "sync lost", "sync lost bookings", "lost", "lost bookings", "bookings"));
  EXPECT_THAT(PhrasesOf("paper on desk"), ElementsAre("paper", "paper on desk", "desk"));
  EXPECT_THAT(PhrasesOf("it is on the"), IsEmpty());
}

TEST(Corpus, NegationsBeginPhrasesButAreNone) {
  EXPECT_THAT(PhrasesOf("It doesn't sync"), ElementsAre("doesn't sync", "sync"));
  EXPECT_THAT(PhrasesOf("not"), IsEmpty());
}

TEST(Corpus, VersionsAreWordsAndNumbersAreNone) {
  EXPECT_THAT(PhrasesOf("Since 5.0.1 crashes"), ElementsAre("5.0.1", "5.0.1 crashes", "crashes"));
  EXPECT_THAT(PhrasesOf("waited 30 days. 3 calls"),
              ElementsAre("waited", "waited 30 days", "days", "calls"));
  EXPECT_THAT(PhrasesOf("Version 5. 0 problems"), ElementsAre("version", "problems"));
}

TEST(Corpus, InflectionsAreOnePhraseInOneLanguageAndAcross) {
  Texts texts;
  texts.Add(1, "Crashes daily", true);
  texts.Add(1, "crashed daily", true);
  texts.Add(1, "5.0 problem", true, Opinion::kNone, "sv");
  texts.Add(1, "5.0 problems", true, Opinion::kNone, "en-GB");
  std::map<PhraseKey, std::set<std::string>> spellings;
  for (const Document& document : texts.corpus().documents()) {
    texts.corpus().ForEachPhrase(
        document, [&](const PhraseAt& at) { spellings[at.key].insert(texts.corpus().Words(at)); });
  }
  std::set<std::set<std::string>> values;
  for (const auto& [key, words] : spellings) values.insert(words);
  EXPECT_TRUE(values.contains({"crashes daily", "crashed daily"}));
  EXPECT_TRUE(values.contains({"5.0 problem", "5.0 problems"}));
  EXPECT_THAT(texts.corpus().languages(), ElementsAre("en", "sv"));
}

TEST(Corpus, LongTextsAndWordsAreCut) {
  std::string text;
  for (size_t i = 0; i < kMaxTextWords + 50; ++i) absl::StrAppend(&text, "w", i, "x ");
  Texts texts;
  texts.Add(1, text, true);
  EXPECT_EQ(texts.corpus().documents()[0].token_count, kMaxTextWords);
  EXPECT_THAT(PhrasesOf(absl::StrCat("before ", std::string(kMaxWordBytes + 1, 'x'), " cash")),
              ElementsAre("cash"));
}

TEST(Corpus, ManyLanguagesShareTheLastPlace) {
  Texts texts;
  for (int i = 0; i < 40; ++i) {
    texts.Add(1, "hello world", true, Opinion::kNone, absl::StrCat("x", i));
  }
  EXPECT_LE(texts.corpus().languages().size(), kMaxLanguages);
  for (const Document& document : texts.corpus().documents()) {
    EXPECT_LT(document.language, texts.corpus().languages().size());
  }
}

TEST(Corpus, BytesThatAreNoUtf8DoNoHarm) {
  EXPECT_THAT(PhrasesOf("\xff\xfe crash \xc3"), ::testing::Contains("crash"));
}

TEST(ForEachWord, TellsClausesApart) {
  std::vector<std::string> words;
  ForEachWord("one 5.0, two", [&](std::string_view word) { words.emplace_back(word); });
  EXPECT_THAT(words, ElementsAre("one", "5.0", "", "two"));
}

}  // namespace
}  // namespace voc::discover
