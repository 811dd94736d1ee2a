#ifndef VOC_SERVER_SENTIMENT_TRAIN_XZ_FILE_H_
#define VOC_SERVER_SENTIMENT_TRAIN_XZ_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace voc::sentiment::train {

// The whole of a file, unpacked if its name ends in ".xz". NOT_FOUND if it cannot
// be read, DATA_LOSS if it is damaged.
absl::StatusOr<std::string> ReadWhole(const std::string& path);

}  // namespace voc::sentiment::train

#endif  // VOC_SERVER_SENTIMENT_TRAIN_XZ_FILE_H_
