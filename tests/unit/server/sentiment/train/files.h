#ifndef VOC_TESTS_UNIT_SERVER_SENTIMENT_TRAIN_FILES_H_
#define VOC_TESTS_UNIT_SERVER_SENTIMENT_TRAIN_FILES_H_

#include <gtest/gtest.h>
#include <lzma.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "storage/testing/temp_dir.h"

namespace voc::sentiment::train {

// As `xz` packs it.
inline std::string Packed(std::string_view bytes) {
  std::string packed(lzma_stream_buffer_bound(bytes.size()), '\0');
  size_t size = 0;
  const lzma_ret result = lzma_easy_buffer_encode(
      6, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(),
      reinterpret_cast<uint8_t*>(packed.data()), &size, packed.size());
  EXPECT_EQ(result, LZMA_OK);
  packed.resize(size);
  return packed;
}

// Files that go away with the test.
class Files {
 public:
  std::string path(std::string_view name) const { return folder_.path() + "/" + std::string(name); }

  // Writes a file, and makes the folders it lies in. Returns its path.
  std::string Write(std::string_view name, std::string_view bytes) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }

 private:
  base::TempDir folder_;
};

}  // namespace voc::sentiment::train

#endif  // VOC_TESTS_UNIT_SERVER_SENTIMENT_TRAIN_FILES_H_
