// Any bytes as a model file: ReadModel refuses them or gives a model that can be
// used.
//
// The first byte says what is read: the bytes as they are, the bytes under a
// right checksum, without which nearly all of them would be turned away at once, or
// a small model or the shipped one with the bytes written over its numbers.
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "server/sentiment/features.h"
#include "server/sentiment/model.h"
#include "server/sentiment/model_file.h"
#include "server/sentiment/modifiers.h"
#include "server/sentiment/symbols.h"
#include "server/sentiment/weights.h"
#include "tests/fuzz/check.h"

namespace voc::sentiment {
namespace {

using fuzz::Check;

constexpr std::string_view kMagic = "VOCHEAR1";

void Stamp(std::string& file) {
  const uint64_t checksum = XXH3_64bits(file.data(), file.size());
  file.append(reinterpret_cast<const char*>(&checksum), sizeof checksum);
}

// Everything that reads the tables of a model.
void Use(const Model& model) {
  // Kept, since making them takes longer than all else.
  static WordMemory words;
  Symbols symbols;
  symbols.Append("Not a very good app, but I like it!! :-) 👍");
  symbols.Finish();
  Features features;
  Extract(symbols, model.modifiers, features);
  words.Clear();
  static_cast<void>(model.language.Guess(symbols.text.data(), features, words));
  for (size_t l = 0; l < kLanguages; ++l) {
    const SentimentModel& sentiment = model.sentiment[l];
    const double balance =
        sentiment.Balance(symbols.text.data(), features, 0.5F, static_cast<Language>(l), words);
    Check(std::isfinite(balance) && balance >= -1 && balance <= 1, "a balance is from -1 to 1");
    for (const double at : {-1.0, balance, 0.0, 1.0}) {
      const double score = sentiment.Score(at);
      Check(std::isfinite(score) && score >= -1 && score <= 1, "a score is from -1 to 1");
    }
  }
}

void Read(std::string_view bytes) {
  const absl::StatusOr<Model> model = ReadModel(bytes);
  if (!model.ok()) {
    Check(absl::IsDataLoss(model.status()), "what is no model is DATA_LOSS");
    return;
  }
  Use(*model);
}

// A file without its checksum, and where in it numbers stand that say how the
// rest is read: everything but the tables.
struct Base {
  std::string file;
  std::vector<size_t> header;
};

// The least file with everything in it.
Base SmallFile() {
  static constexpr std::array<int8_t, 2 * LanguageModel::kBucketBytes> kTable = {3, -3, 127, -127};
  ModelParts parts;
  parts.model.version = 1;
  parts.modifiers = {{HashListedWord("not"), kNegation}, {HashListedWord("very"), kStrong}};
  parts.model.language = {.bits = 1, .table = kTable.data(), .scale = 0.1F};
  for (size_t i = 0; i < kLanguages; ++i) {
    SentimentModel& sentiment = parts.model.sentiment[i];
    sentiment.bits = 1;
    sentiment.table = kTable.data();
    sentiment.scale = {0.1F, 0.1F};
    sentiment.knots = {-0.5F, -0.1F, 0, 0.1F};
    parts.lexicon[i] = {{HashListedWord("good"), 3}, {HashListedWord("bad"), -3}};
  }
  Base base{.file = WriteModel(parts)};
  base.file.resize(base.file.size() - sizeof(uint64_t));
  for (size_t i = 0; i < base.file.size(); ++i) base.header.push_back(i);
  return base;
}

// The shipped weights.
Base ShippedFile() {
  constexpr size_t kEntry = sizeof(uint32_t) + 1;
  Base base{.file = std::string(ShippedWeights())};
  base.file.resize(base.file.size() - sizeof(uint64_t));
  size_t at = 0;
  const auto take = [&](size_t size) {
    for (const size_t end = at + size; at < end; ++at) base.header.push_back(at);
  };
  const auto number_before = [&] {
    uint32_t number = 0;
    std::memcpy(&number, base.file.data() + at - sizeof number, sizeof number);
    return number;
  };
  take(kMagic.size() + 2 * sizeof(uint32_t));
  at += kEntry * number_before();
  take(sizeof(int32_t));
  const uint32_t language_bits = number_before();
  take(sizeof(float) * (1 + LanguageModel::kClasses));
  at += LanguageModel::kBucketBytes << language_bits;
  for (size_t i = 0; i < kLanguages; ++i) {
    take(sizeof(int32_t));
    const uint32_t bits = number_before();
    take(sizeof(SentimentModel::scale) + sizeof(SentimentModel::clue_weights) +
         sizeof(SentimentModel::knots) + sizeof(uint32_t));
    at += kEntry * number_before();
    at += SentimentModel::kOutputs << bits;
  }
  Check(at == base.file.size(), "the shipped weights are as the format says");
  return base;
}

// Writes the bytes over the header of a file: two of them say where, one how many,
// and so many follow.
void Mutate(const std::vector<size_t>& header, std::string_view bytes, std::string& file) {
  while (bytes.size() >= 4) {
    uint16_t where = 0;
    std::memcpy(&where, bytes.data(), sizeof where);
    const size_t size = std::min<size_t>(bytes[2] & 7, bytes.size() - 3);
    const size_t at = header[where % header.size()];
    std::memcpy(file.data() + at, bytes.data() + 3, std::min(size, file.size() - at));
    bytes.remove_prefix(3 + size);
  }
}

void ReadAs(std::string_view bytes) {
  static const Base kSmall = SmallFile();
  static const Base kShipped = ShippedFile();
  if (bytes.empty()) return;
  const auto how = static_cast<unsigned char>(bytes[0]);
  bytes.remove_prefix(1);
  // Strings of their own size, so that a read behind their end is seen.
  if (how < 0x20) {
    Read(std::string(bytes));
  } else if (how < 0x80) {
    std::string file(kMagic);
    file += bytes;
    Stamp(file);
    Read(file);
  } else {
    // The shipped ones seldom: they take as long as a thousand small ones.
    const Base& base = how == 0xFF ? kShipped : kSmall;
    static std::string file;  // kept: memory for megabytes is slow to come by
    file = base.file;
    Mutate(base.header, bytes, file);
    Stamp(file);
    Read(file);
  }
}

}  // namespace
}  // namespace voc::sentiment

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  voc::sentiment::ReadAs({reinterpret_cast<const char*>(data), size});
  return 0;
}
