#include "server/sentiment/train/examples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/sentiment/modifiers.h"
#include "tests/unit/server/sentiment/train/files.h"

namespace voc::sentiment::train {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::Pair;

// A folder of public texts and one of our own, with the least in each file.
class ExamplesTest : public testing::Test {
 protected:
  ExamplesTest() {
    for (const char* name :
         {"en", "en_tweets_semeval", "sv", "da", "no", "no_norec_weights_only"}) {
      files_.Write(absl::StrCat("data/", name, ".tsv.xz"), Packed("pos\tfirst\nneu\tsecond\n"));
    }
    for (const char* tag : {"en", "sv", "da", "no"}) {
      Own(absl::StrCat(tag, "/phrases.tsv"), Phrases(tag));
      Own(absl::StrCat(tag, "/reviews.tsv"), "neg\tan awful review\npos\ta good review\n");
      Own(absl::StrCat(tag, "/lexicon.tsv"), "fine\t2\nawful\t-4\ntable\t0\n");
      Own(absl::StrCat(tag, "/modifiers.tsv"), "negation\tnot\nbut\tbut\n");
    }
    Own("emoji.tsv", "👍\t3\n");
    Own("other/phrases.tsv", "de\tdie App ist schlecht\n");
    for (const char* name : {"en_airline_tweets", "sv_reviews", "da_reviews", "da_news_social",
                             "no_review_sentences"}) {
      Own(absl::StrCat("dev/", name, ".tsv"), "neg\tfor development\n");
    }
    for (const char* tag : {"sv", "da", "no"}) {
      Own(absl::StrCat("dev/", tag, "_short.tsv"), absl::StrCat(tag, "\tkort\n"));
    }
  }

  // Enough of each tone that some are not kept for development.
  static std::string Phrases(std::string_view tag) {
    std::string phrases;
    for (const char* tone : {"neg", "pos", "neu"}) {
      for (int i = 0; i < 10; ++i) {
        absl::StrAppend(&phrases, tone, "\tpå ", std::string(tag), " ", tone, " ", i, "\n");
      }
    }
    return phrases;
  }

  void Own(std::string_view name, std::string_view text) {
    files_.Write("own/" + std::string(name), text);
  }
  void Public(std::string_view name, std::string_view text) {
    files_.Write("data/" + std::string(name) + ".tsv.xz", Packed(text));
  }

  absl::StatusOr<Corpus> Load() const {
    return LoadCorpus(files_.path("data"), files_.path("own"));
  }
  std::string Error() const { return std::string(Load().status().message()); }

  Files files_;
};

TEST_F(ExamplesTest, ReadsTextsListsAndSources) {
  const absl::StatusOr<Corpus> corpus = Load();
  ASSERT_TRUE(corpus.ok()) << corpus.status();
  const Example& first = corpus->examples.front();
  EXPECT_EQ(first.text, "first");
  EXPECT_EQ(first.source, "GoEmotions");
  EXPECT_EQ(first.language, Language::kEnglish);
  EXPECT_EQ(first.tone, Tone::kPositive);
  EXPECT_TRUE(first.with_neutral);
  EXPECT_THAT(corpus->lexicon[1],
              ElementsAre(Pair("fine", 2), Pair("awful", -4), Pair("table", 0)));
  EXPECT_THAT(corpus->emoji, ElementsAre(Pair("👍", 3)));
  EXPECT_THAT(corpus->modifiers, Contains(Pair("not", kNegation)));
  EXPECT_THAT(corpus->modifiers, Contains(Pair("but", kBut)));
  EXPECT_THAT(corpus->foreign, ElementsAre(Field(&ForeignText::text, "die App ist schlecht")));
  EXPECT_THAT(corpus->short_texts,
              ElementsAre(Pair("kort", Language::kSwedish), Pair("kort", Language::kDanish),
                          Pair("kort", Language::kNorwegian)));
}

TEST_F(ExamplesTest, AFileWithoutNeutralTextsSaysNothingOfThem) {
  const absl::StatusOr<Corpus> corpus = Load();
  ASSERT_TRUE(corpus.ok());
  for (const Example& example : corpus->examples) {
    if (example.source == "phrases sv") {
      EXPECT_TRUE(example.with_neutral);
    }
    if (example.source == "reviews sv") {
      EXPECT_FALSE(example.with_neutral);
    }
  }
}

TEST_F(ExamplesTest, OursAreNotLostAmongTheManyPublicTextsInEnglish) {
  const absl::StatusOr<Corpus> corpus = Load();
  ASSERT_TRUE(corpus.ok());
  for (const Example& example : corpus->examples) {
    if (example.source == "phrases en") {
      EXPECT_GT(example.weight, 1);
    }
    if (example.source == "phrases sv") {
      EXPECT_EQ(example.weight, 1);
    }
  }
}

TEST_F(ExamplesTest, ATenthAndAllOfDevIsKeptForDevelopment) {
  std::string many;
  for (int i = 0; i < 2000; ++i) absl::StrAppend(&many, "pos\ttext number ", i, "\n");
  Own("en/reviews.tsv", many);
  const absl::StatusOr<Corpus> corpus = Load();
  ASSERT_TRUE(corpus.ok());
  size_t kept = 0;
  for (const Example& example : corpus->examples) {
    kept += example.source == "reviews en" && example.development ? 1 : 0;
    if (example.source.rfind("dev/", 0) == 0) {
      EXPECT_TRUE(example.development);
    }
  }
  EXPECT_GT(kept, 150u);
  EXPECT_LT(kept, 250u);
}

TEST_F(ExamplesTest, ErrorsNameFileAndLine) {
  struct Case {
    const char* file;
    const char* text;
    const char* error;
  };
  for (const Case& bad :
       {Case{"en/phrases.tsv", "pos\tgood\nneg bad\n", "en/phrases.tsv:2: not two fields"},
        {"en/phrases.tsv", "pos\t\n", "en/phrases.tsv:1: not two fields"},
        {"sv/reviews.tsv", "pos\tbra\npos\tbra\nbad\tx\n", "sv/reviews.tsv:3: not neg, neu or pos"},
        {"da/lexicon.tsv", "god\t2\ngod\t5\n", "da/lexicon.tsv:2: not a valence from -4 to 4"},
        {"da/lexicon.tsv", "god\ttwo\n", "da/lexicon.tsv:1: not a valence from -4 to 4"},
        {"no/modifiers.tsv", "never\tikke\n",
         "no/modifiers.tsv:1: not negation, strong, weak or but"},
        {"emoji.tsv", "👍\n", "emoji.tsv:1: not two fields"},
        {"dev/sv_reviews.tsv", "maybe\tkanske\n", "dev/sv_reviews.tsv:1: not neg, neu or pos"}}) {
    SCOPED_TRACE(bad.error);
    const std::string path = files_.path("own/" + std::string(bad.file));
    const std::string before = absl::StrCat(path, ".before");
    std::filesystem::rename(path, before);
    Own(bad.file, bad.text);
    EXPECT_TRUE(absl::IsInvalidArgument(Load().status()));
    EXPECT_THAT(Error(), EndsWith(bad.error));
    EXPECT_EQ(Error().rfind(files_.path(""), 0), 0u);
    std::filesystem::rename(before, path);
  }
  Public("sv", "pos\tbra\nuseless\n");
  EXPECT_THAT(Error(), EndsWith("data/sv.tsv.xz:2: not two fields"));
}

TEST_F(ExamplesTest, LinesAreCountedAsAnEditorDoes) {
  Own("en/phrases.tsv", "pos\tgood\n\n\nbad\tx\n");
  EXPECT_THAT(Error(), EndsWith("en/phrases.tsv:4: not neg, neu or pos"));
}

TEST_F(ExamplesTest, AMissingOrDamagedFileIsNamed) {
  files_.Write("data/da.tsv.xz", "no xz");
  EXPECT_THAT(Error(), EndsWith("data/da.tsv.xz: damaged"));
  std::filesystem::remove(files_.path("data/da.tsv.xz"));
  EXPECT_THAT(Error(), EndsWith("data/da.tsv.xz: cannot be read"));
}

TEST_F(ExamplesTest, MadeExamplesAreTheSameEachTime) {
  absl::StatusOr<Corpus> one = Load();
  absl::StatusOr<Corpus> other = Load();
  ASSERT_TRUE(one.ok() && other.ok());
  AddMadeExamples(*one);
  AddMadeExamples(*other);
  ASSERT_EQ(one->examples.size(), other->examples.size());
  size_t composed = 0;
  size_t without_letters = 0;
  size_t listed = 0;
  for (size_t i = 0; i < one->examples.size(); ++i) {
    const Example& example = one->examples[i];
    ASSERT_EQ(example.text, other->examples[i].text);
    ASSERT_EQ(example.tone, other->examples[i].tone);
    composed += example.source == "composed" ? 1 : 0;
    listed += example.source == "lexicon" ? 1 : 0;
    if (example.source == "without letters") {
      ++without_letters;
      EXPECT_EQ(example.text.find("å"), std::string::npos) << example.text;
    }
  }
  EXPECT_GT(composed, 0u);
  EXPECT_GT(without_letters, 0u);
  EXPECT_EQ(listed, 3 * kLanguages);  // fine, awful, 👍; "table" says nothing
}

TEST_F(ExamplesTest, OfFilmReviewsPiecesAreMade) {
  constexpr size_t kFirstFilmReview = 62'392;
  std::string lines;
  for (size_t line = 1; line < kFirstFilmReview; ++line) absl::StrAppend(&lines, "pos\tline\n");
  // Ten of 130 words, the eleventh too short to be cut.
  for (int review = 0; review < 10; ++review) {
    absl::StrAppend(&lines, "neg\tr", review);
    for (int word = 1; word < 130; ++word) absl::StrAppend(&lines, " ", word);
    absl::StrAppend(&lines, "\n");
  }
  absl::StrAppend(&lines, "neg\tshort\n");
  Public("en", lines);
  absl::StatusOr<Corpus> corpus = Load();
  ASSERT_TRUE(corpus.ok());
  size_t reviews = 0;  // long ones that are learnt from
  for (const Example& example : corpus->examples) {
    reviews += !example.development && example.text.find(" 129") != std::string::npos ? 1 : 0;
  }
  ASSERT_GT(reviews, 0u);

  AddMadeExamples(*corpus);
  std::vector<Example> pieces;
  for (const Example& example : corpus->examples) {
    if (example.source == "pieces") pieces.push_back(example);
  }
  ASSERT_EQ(pieces.size(), 2 * reviews);
  EXPECT_TRUE(pieces[0].text.starts_with("r") && pieces[0].text.ends_with(" 59"));
  EXPECT_TRUE(pieces[1].text.starts_with("60 ") && pieces[1].text.ends_with(" 119"));
  for (const Example& piece : pieces) {
    EXPECT_EQ(piece.tone, Tone::kNegative);
    EXPECT_FALSE(piece.with_neutral);
    EXPECT_FLOAT_EQ(piece.weight, 2.5F);  // five for both
  }
}

TEST_F(ExamplesTest, OfALanguageWithoutPhrasesOfEachToneNoneArePutTogether) {
  Own("da/phrases.tsv", "neg\tdårlig\n");
  absl::StatusOr<Corpus> corpus = Load();
  ASSERT_TRUE(corpus.ok());
  AddMadeExamples(*corpus);
  size_t danish = 0;
  size_t others = 0;
  for (const Example& example : corpus->examples) {
    if (example.source != "composed") continue;
    ++(example.language == Language::kDanish ? danish : others);
  }
  EXPECT_EQ(danish, 0u);
  EXPECT_GT(others, 0u);
}

TEST(FoldOf, PartsTextsAboutAlike) {
  std::array<size_t, 4> folds{};
  for (int i = 0; i < 4000; ++i) ++folds[FoldOf(absl::StrCat("text ", i), folds.size())];
  for (const size_t texts : folds) {
    EXPECT_GT(texts, 850u);
    EXPECT_LT(texts, 1150u);
  }
}

}  // namespace
}  // namespace voc::sentiment::train
