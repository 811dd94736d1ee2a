#ifndef VOC_SERVER_SENTIMENT_MODEL_FILE_H_
#define VOC_SERVER_SENTIMENT_MODEL_FILE_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/sentiment/model.h"

namespace voc::sentiment {

// A model before it is a file: the lists that its tables of words are made of,
// and the weights it points to. Little-endian; ends with an XXH3 of all before.
struct ModelParts {
  // Everything that is not a list; its tables point into the vectors below.
  Model model;
  std::vector<std::pair<uint32_t, uint8_t>> modifiers;  // word, bits of Modifier
  // By language: word, valence.
  std::array<std::vector<std::pair<uint32_t, int8_t>>, kLanguages> lexicon;
};

// At most Modifiers::kMaxWords modifiers and 20,000 words a lexicon; no weight
// beyond a million.
std::string WriteModel(const ModelParts& parts);

// The tables point into `bytes`, which outlives the model. DATA_LOSS if the
// bytes are damaged, cut off or of another format.
absl::StatusOr<Model> ReadModel(std::string_view bytes);

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_MODEL_FILE_H_
