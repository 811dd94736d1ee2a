#include "server/sentiment/train/xz_file.h"

#include <lzma.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace voc::sentiment::train {
namespace {

constexpr uint64_t kMemoryLimitBytes = 256ull * 1024 * 1024;
constexpr size_t kStepBytes = 1024 * 1024;

absl::StatusOr<std::string> Unpack(const std::string& packed, const std::string& path) {
  lzma_stream stream = LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&stream, kMemoryLimitBytes, 0) != LZMA_OK) {
    return absl::ResourceExhaustedError("no memory to unpack");
  }
  std::string out;
  stream.next_in = reinterpret_cast<const uint8_t*>(packed.data());
  stream.avail_in = packed.size();
  lzma_ret status = LZMA_OK;
  while (status == LZMA_OK) {
    const size_t size = out.size();
    out.resize(size + kStepBytes);
    stream.next_out = reinterpret_cast<uint8_t*>(out.data() + size);
    stream.avail_out = kStepBytes;
    status = lzma_code(&stream, LZMA_FINISH);
    out.resize(size + kStepBytes - stream.avail_out);
  }
  lzma_end(&stream);
  if (status != LZMA_STREAM_END) return absl::DataLossError(absl::StrCat(path, ": damaged"));
  return out;
}

}  // namespace

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!absl::EndsWith(path, ".xz")) return bytes;
  return Unpack(bytes, path);
}

}  // namespace voc::sentiment::train
