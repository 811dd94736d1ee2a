#include "server/sentiment/model_file.h"

#include <xxhash.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace voc::sentiment {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::string_view kMagic = "VOCHEAR1";
constexpr int kMaxBits = 24;

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
    if (ok_) std::memcpy(&value, from.data(), sizeof value);
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

  // A table of so many bytes for each of 2^bits buckets.
  const int8_t* TakeTable(int bits, size_t bucket_bytes) {
    return reinterpret_cast<const int8_t*>(TakeBytes(bucket_bytes << bits).data());
  }

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
  model.scale = reader.Take<float>();
  model.bias = reader.Take<decltype(model.bias)>();
  model.table = reader.TakeTable(model.bits, LanguageModel::kBucketBytes);
  return model;
}

SentimentModel TakeSentiment(Reader& reader) {
  SentimentModel model;
  model.bits = reader.TakeBits();
  model.scale = reader.Take<decltype(model.scale)>();
  model.clue_weights = reader.Take<decltype(model.clue_weights)>();
  model.knots = reader.Take<decltype(model.knots)>();
  const auto words = reader.Take<uint32_t>();
  if (reader.ok() && words <= reader.left()) model.lexicon = Lexicon(words);
  for (uint32_t i = 0; i < words && reader.ok(); ++i) {
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
  const auto modifiers = reader.Take<uint32_t>();
  for (uint32_t i = 0; i < modifiers && reader.ok(); ++i) {
    const auto word = reader.Take<uint32_t>();
    model.modifiers.Add(word, reader.Take<uint8_t>());
  }
  model.language = TakeLanguage(reader);
  for (SentimentModel& sentiment : model.sentiment) sentiment = TakeSentiment(reader);
  if (!reader.ok() || reader.left() != 0) {
    return absl::DataLossError("the weights have another size than they say");
  }
  return model;
}

}  // namespace voc::sentiment
