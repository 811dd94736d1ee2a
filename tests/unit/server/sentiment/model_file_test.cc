#include "server/sentiment/model_file.h"

#include <gtest/gtest.h>
#include <xxhash.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "tests/unit/server/sentiment/cut_text.h"
#include "tests/unit/server/sentiment/small_model.h"

namespace voc::sentiment {
namespace {

constexpr size_t kMagicBytes = 8;
constexpr size_t kChecksumBytes = sizeof(uint64_t);
// Where numbers of a SmallModel lie in its file.
constexpr size_t kModifiersAt = kMagicBytes + sizeof(uint32_t);
constexpr size_t kLanguageAt = kModifiersAt + sizeof(uint32_t) + 2 * 5;
constexpr size_t kSentimentAt =
    kLanguageAt + 2 * sizeof(float) + sizeof(LanguageModel::bias) + 2 * LanguageModel::kBucketBytes;
constexpr size_t kKnotsAt = kSentimentAt + sizeof(int32_t) + sizeof(SentimentModel::scale) +
                            sizeof(SentimentModel::clue_weights);
constexpr size_t kWordsAt = kKnotsAt + sizeof(SentimentModel::knots);

std::string SmallFile() { return WriteModel(SmallModel().parts); }

// The file with the value at `at`, and with the checksum that it then has.
template <typename Value>
std::string With(std::string file, size_t at, Value value) {
  std::memcpy(file.data() + at, &value, sizeof value);
  const uint64_t checksum = XXH3_64bits(file.data(), file.size() - kChecksumBytes);
  std::memcpy(file.data() + file.size() - kChecksumBytes, &checksum, kChecksumBytes);
  return file;
}

// A string of its own size, so that the sanitizers see a read behind its end.
absl::Status StatusOf(std::string_view bytes) { return ReadModel(std::string(bytes)).status(); }

struct Heard {
  std::optional<Language> language;
  std::array<double, kLanguages> scores;
  friend bool operator==(const Heard&, const Heard&) = default;
};

// All that a model has to say of a text.
Heard Hear(const Model& model, std::string_view utf8) {
  const CutText cut = Cut(utf8, model.modifiers);
  WordMemory words;
  Heard heard{.language = model.language.Guess(cut.text(), cut.features, words)};
  for (size_t l = 0; l < kLanguages; ++l) {
    heard.scores[l] = model.sentiment[l].Score(model.sentiment[l].Balance(
        cut.text(), cut.features, 0.5F, static_cast<Language>(l), words));
  }
  return heard;
}

TEST(ModelFile, WhatIsWrittenIsRead) {
  const SmallModel small;
  const Model& written = small.parts.model;
  const std::string file = WriteModel(small.parts);
  const absl::StatusOr<Model> read = ReadModel(file);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->version, written.version);
  EXPECT_EQ(read->modifiers.Find(HashListedWord("not")), kNegation);
  EXPECT_EQ(read->language.bits, written.language.bits);
  EXPECT_EQ(read->language.scale, written.language.scale);
  EXPECT_EQ(read->language.bias, written.language.bias);
  for (size_t l = 0; l < kLanguages; ++l) {
    EXPECT_EQ(read->sentiment[l].scale, written.sentiment[l].scale);
    EXPECT_EQ(read->sentiment[l].clue_weights, written.sentiment[l].clue_weights);
    EXPECT_EQ(read->sentiment[l].knots, written.sentiment[l].knots);
    EXPECT_EQ(read->sentiment[l].lexicon.Find(HashListedWord("bad")), -4);
  }
  for (const char* text : {"Not a very good app, but bad!", "👍", "", "Räksmörgås"}) {
    EXPECT_EQ(Hear(*read, text), Hear(written, text)) << text;
  }
}

TEST(ModelFile, TablesPointIntoTheFile) {
  const std::string file = SmallFile();
  const absl::StatusOr<Model> read = ReadModel(file);
  ASSERT_TRUE(read.ok());
  const auto within = [&](const int8_t* table) {
    const auto* at = reinterpret_cast<const char*>(table);
    return at > file.data() && at < file.data() + file.size();
  };
  EXPECT_TRUE(within(read->language.table));
  for (const SentimentModel& sentiment : read->sentiment) EXPECT_TRUE(within(sentiment.table));
}

TEST(ModelFile, TheSameModelIsTheSameBytes) { EXPECT_EQ(SmallFile(), SmallFile()); }

TEST(ModelFile, EveryTruncationIsDataLoss) {
  const std::string file = SmallFile();
  for (size_t size = 0; size < file.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(StatusOf(file.substr(0, size)))) << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(StatusOf(file + '\0')));
}

TEST(ModelFile, EveryFlippedBitIsDataLoss) {
  std::string file = SmallFile();
  for (size_t bit = 0; bit < 8 * file.size(); ++bit) {
    const char before = file[bit / 8];
    file[bit / 8] = static_cast<char>(before ^ 1 << bit % 8);
    EXPECT_TRUE(absl::IsDataLoss(StatusOf(file))) << "bit " << bit;
    file[bit / 8] = before;
  }
}

TEST(ModelFile, EveryFlippedBitUnderARightChecksumIsDataLossOrAModel) {
  const std::string file = SmallFile();
  size_t models = 0;
  for (size_t bit = 0; bit < 8 * (file.size() - kChecksumBytes); ++bit) {
    const std::string flipped =
        With(file, bit / 8, static_cast<char>(file[bit / 8] ^ 1 << bit % 8));
    const absl::StatusOr<Model> model = ReadModel(flipped);
    if (!model.ok()) {
      EXPECT_TRUE(absl::IsDataLoss(model.status())) << "bit " << bit;
      continue;
    }
    ++models;
    for (const double score : Hear(*model, "Not a very good app!").scores) {
      EXPECT_LE(std::abs(score), 1) << "bit " << bit;  // nor NaN
    }
  }
  EXPECT_GT(models, 0u);
}

TEST(ModelFile, AListLongerThanTheFileIsDataLoss) {
  const std::string file = SmallFile();
  for (const uint32_t count : {3u, 1000u, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
    EXPECT_TRUE(absl::IsDataLoss(StatusOf(With(file, kModifiersAt, count)))) << count;
    EXPECT_TRUE(absl::IsDataLoss(StatusOf(With(file, kWordsAt, count)))) << count;
  }
}

// Damage that the checksum does not see must not keep a start waiting: words that
// fall into one place of their table cost the square of their number.
TEST(ModelFile, ALexiconThatIsTooLongIsDataLoss) {
  SmallModel small;
  auto& lexicon = small.parts.lexicon[0];
  lexicon.clear();
  for (uint32_t word = 1; word <= 20'000; ++word) lexicon.emplace_back(word, 1);
  EXPECT_TRUE(StatusOf(WriteModel(small.parts)).ok());
  lexicon.emplace_back(0xFFFFFFFF, 1);
  EXPECT_TRUE(absl::IsDataLoss(StatusOf(WriteModel(small.parts))));
}

TEST(ModelFile, TablesOfAnImpossibleSizeAreDataLoss) {
  const std::string file = SmallFile();
  for (const int32_t bits : {-1, 0, 2, 24, 25, 31, 32, 64, 0x7FFFFFFF}) {
    EXPECT_TRUE(absl::IsDataLoss(StatusOf(With(file, kLanguageAt, bits)))) << bits;
    EXPECT_TRUE(absl::IsDataLoss(StatusOf(With(file, kSentimentAt, bits)))) << bits;
  }
}

TEST(ModelFile, WeightsThatAreNoNumbersAreDataLoss) {
  const std::string file = SmallFile();
  for (const float weight :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -1e30F}) {
    EXPECT_TRUE(absl::IsDataLoss(StatusOf(With(file, kLanguageAt + 4, weight)))) << weight;
    for (size_t at = kSentimentAt + 4; at < kWordsAt; at += sizeof weight) {
      EXPECT_TRUE(absl::IsDataLoss(StatusOf(With(file, at, weight)))) << weight << " at " << at;
    }
  }
}

TEST(ModelFile, KnotsThatDoNotIncreaseAreDataLoss) {
  const std::string file = SmallFile();
  using Knots = decltype(SentimentModel::knots);
  EXPECT_TRUE(StatusOf(With(file, kKnotsAt, Knots{-0.9F, 0.1F, 0.2F, 0.9F})).ok());
  for (const Knots& knots : {Knots{-0.5F, -0.6F, 0, 0.1F},
                             {-0.5F, -0.1F, -0.1F, 0.1F},
                             {-0.5F, -0.1F, 0.2F, 0.1F},
                             {-1, -0.1F, 0, 0.1F},
                             {-0.5F, -0.1F, 0, 1},
                             {-2, -0.1F, 0, 0.1F}}) {
    EXPECT_TRUE(absl::IsDataLoss(StatusOf(With(file, kKnotsAt, knots))));
  }
}

}  // namespace
}  // namespace voc::sentiment
