#include "server/http/protocol/gzip.h"

#include <zlib.h>

#include <algorithm>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "storage/base/status_details.h"

namespace voc::http {
namespace {

constexpr int kGzipWindow = 15 + 16;  // the largest window; +16: gzip's header, not zlib's
constexpr int kLevel = 4;             // three quarters of the gain for a third of the time
constexpr int kMemory = 8;
constexpr size_t kFirstBytes = 4096;

// zlib does not change what it reads.
Bytef* Bytes(std::string_view bytes) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

absl::Status NotGzip() {
  return base::WithReason(absl::InvalidArgumentError("the message is not valid gzip"),
                          "INVALID_COMPRESSION");
}

}  // namespace

std::string Gzip(std::string_view bytes) {
  z_stream stream{};
  std::string compressed;
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) {
    return compressed;
  }
  compressed.resize(deflateBound(&stream, bytes.size()));
  stream.next_in = Bytes(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = Bytes(compressed);
  stream.avail_out = static_cast<uInt>(compressed.size());
  deflate(&stream, Z_FINISH);
  compressed.resize(compressed.size() - stream.avail_out);
  deflateEnd(&stream);
  return compressed;
}

absl::StatusOr<std::string> Gunzip(std::string_view bytes, size_t max_bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return absl::InternalError("out of memory");
  const absl::Cleanup end = [&stream] { inflateEnd(&stream); };
  stream.next_in = Bytes(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string plain;
  for (int result = Z_OK; result != Z_STREAM_END;) {
    const size_t made = plain.size();
    // One more than is allowed, to tell the largest message from one that is too large.
    plain.resize(std::min(max_bytes + 1, std::max(kFirstBytes, made * 2)));
    stream.next_out = Bytes(plain) + made;
    stream.avail_out = static_cast<uInt>(plain.size() - made);
    result = inflate(&stream, Z_NO_FLUSH);
    plain.resize(plain.size() - stream.avail_out);
    if (plain.size() > max_bytes) {
      return base::WithReason(absl::ResourceExhaustedError(
                                  absl::StrCat("the message is larger than ", max_bytes, " bytes")),
                              "MESSAGE_TOO_LARGE");
    }
    if (result != Z_OK && result != Z_STREAM_END) return NotGzip();
    if (result == Z_OK && stream.avail_in == 0 && stream.avail_out > 0) return NotGzip();
  }
  if (stream.avail_in > 0) return NotGzip();
  return plain;
}

}  // namespace voc::http
