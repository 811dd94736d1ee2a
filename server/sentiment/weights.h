#ifndef VOC_SERVER_SENTIMENT_WEIGHTS_H_
#define VOC_SERVER_SENTIMENT_WEIGHTS_H_

#include <memory>
#include <string_view>

#include "server/sentiment/model.h"

namespace voc::sentiment {

// The weights that are shipped, weights.bin, linked in (see model_file.h and
// train/README.md).
std::string_view ShippedWeights();

// The model of those weights. Read once.
std::shared_ptr<const Model> ShippedModel();

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_WEIGHTS_H_
