#include "server/sentiment/model_file.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace voc::sentiment {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::string_view kMagic = "VOCHEAR1";
constexpr int kMaxBits = 24;
// A word of a list and what is said of it.
constexpr size_t kEntryBytes = sizeof(uint32_t) + 1;
// Words of a language's lexicon: a table of them is filled in a moment even where
// all fall into one place.
constexpr size_t kMaxLexiconWords = 20'000;
// No weight is greater; sums of them stay far from the infinite.
constexpr float kMaxWeight = 1e6F;

uint64_t Checksum(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

// Takes values off the front of a file; once it runs out, ok() is false and
// everything is zero.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <typename Value>
  Value Take() {
    Value value{};
    const std::string_view from = TakeBytes(sizeof value);
    if (ok_) from.copy(reinterpret_cast<char*>(&value), sizeof value);
    return value;
  }

  std::string_view TakeBytes(size_t size) {
    ok_ = ok_ && size <= bytes_.size();
    if (!ok_) return {};
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  int TakeBits() {
    const auto bits = Take<int32_t>();
    ok_ = ok_ && bits > 0 && bits <= kMaxBits;
    return ok_ ? bits : 1;
  }

  // A weight, or a number like it.
  void TakeWeight(float& into) {
    const auto weight = Take<float>();
    ok_ = ok_ && std::abs(weight) <= kMaxWeight;  // not so for NaN
    into = ok_ ? weight : 0;
  }

  template <typename Weight, size_t kSize>
  void TakeWeight(std::array<Weight, kSize>& into) {
    for (Weight& weight : into) TakeWeight(weight);
  }

  // How many entries of a list follow: no more than there are bytes for, so that
  // room can be made for them.
  uint32_t TakeCount(size_t most) {
    const auto count = Take<uint32_t>();
    ok_ = ok_ && count <= most && count <= left() / kEntryBytes;
    return ok_ ? count : 0;
  }

  // A table of so many bytes for each of 2^bits buckets.
  const int8_t* TakeTable(int bits, size_t bucket_bytes) {
    return reinterpret_cast<const int8_t*>(TakeBytes(bucket_bytes << bits).data());
  }

  // For what was taken and makes no sense.
  void Refuse() { ok_ = false; }

  bool ok() const { return ok_; }
  size_t left() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

template <typename Value>
void Put(const Value& value, std::string& out) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void PutTable(const int8_t* table, int bits, size_t bucket_bytes, std::string& out) {
  out.append(reinterpret_cast<const char*>(table), bucket_bytes << bits);
}

LanguageModel TakeLanguage(Reader& reader) {
  LanguageModel model;
  model.bits = reader.TakeBits();
  reader.TakeWeight(model.scale);
  reader.TakeWeight(model.bias);
  model.table = reader.TakeTable(model.bits, LanguageModel::kBucketBytes);
  return model;
}

// Whether a score can be read off between them: see SentimentModel::knots.
bool AreKnots(const std::array<float, 4>& knots) {
  return -1 < knots.front() && knots.back() < 1 &&
         std::adjacent_find(knots.begin(), knots.end(), std::greater_equal<>()) == knots.end();
}

SentimentModel TakeSentiment(Reader& reader) {
  SentimentModel model;
  model.bits = reader.TakeBits();
  reader.TakeWeight(model.scale);
  reader.TakeWeight(model.clue_weights);
  reader.TakeWeight(model.knots);
  if (!AreKnots(model.knots)) reader.Refuse();
  const uint32_t words = reader.TakeCount(kMaxLexiconWords);
  model.lexicon = Lexicon(words);
  for (uint32_t i = 0; i < words; ++i) {
    const auto word = reader.Take<uint32_t>();
    model.lexicon.Add(word, reader.Take<int8_t>());
  }
  model.table = reader.TakeTable(model.bits, SentimentModel::kOutputs);
  return model;
}

}  // namespace

std::string WriteModel(const ModelParts& parts) {
  std::string out(kMagic);
  Put(parts.model.version, out);
  Put(static_cast<uint32_t>(parts.modifiers.size()), out);
  for (const auto& [word, modifiers] : parts.modifiers) {
    Put(word, out);
    Put(modifiers, out);
  }
  const LanguageModel& language = parts.model.language;
  Put(language.bits, out);
  Put(language.scale, out);
  Put(language.bias, out);
  PutTable(language.table, language.bits, LanguageModel::kBucketBytes, out);
  for (size_t i = 0; i < kLanguages; ++i) {
    const SentimentModel& sentiment = parts.model.sentiment[i];
    Put(sentiment.bits, out);
    Put(sentiment.scale, out);
    Put(sentiment.clue_weights, out);
    Put(sentiment.knots, out);
    Put(static_cast<uint32_t>(parts.lexicon[i].size()), out);
    for (const auto& [word, valence] : parts.lexicon[i]) {
      Put(word, out);
      Put(valence, out);
    }
    PutTable(sentiment.table, sentiment.bits, SentimentModel::kOutputs, out);
  }
  Put(Checksum(out), out);
  return out;
}

absl::StatusOr<Model> ReadModel(std::string_view bytes) {
  if (bytes.substr(0, kMagic.size()) != kMagic) {
    return absl::DataLossError("the weights are of another format");
  }
  if (bytes.size() < kMagic.size() + sizeof(uint64_t)) {
    return absl::DataLossError("the weights are cut off");
  }
  const std::string_view checked = bytes.substr(0, bytes.size() - sizeof(uint64_t));
  if (Reader(bytes.substr(checked.size())).Take<uint64_t>() != Checksum(checked)) {
    return absl::DataLossError("the weights are damaged");
  }
  Reader reader(checked.substr(kMagic.size()));
  Model model;
  model.version = reader.Take<uint32_t>();
  const uint32_t modifiers = reader.TakeCount(Modifiers::kMaxWords);
  for (uint32_t i = 0; i < modifiers; ++i) {
    const auto word = reader.Take<uint32_t>();
    model.modifiers.Add(word, reader.Take<uint8_t>());
  }
  model.language = TakeLanguage(reader);
  for (SentimentModel& sentiment : model.sentiment) sentiment = TakeSentiment(reader);
  if (!reader.ok() || reader.left() != 0) {
    return absl::DataLossError("the weights are not as they say");
  }
  return model;
}

}  // namespace voc::sentiment
