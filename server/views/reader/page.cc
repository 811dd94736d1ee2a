#include "server/views/reader/page.h"

#include <algorithm>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "server/ingest/sha256.h"
#include "storage/base/big_endian.h"
#include "storage/base/status_details.h"

namespace voc::views {
namespace {

constexpr uint8_t kVersion = 1;
constexpr char kField[] = "page_token";

}  // namespace

absl::StatusOr<int> PageSize(int32_t requested) {
  if (requested < 0) return base::InvalidField("page_size", "must not be negative");
  return requested == 0 ? kDefaultPageSize : std::min(requested, kMaxPageSize);
}

PageArguments HashArguments(const google::protobuf::MessageLite& request_without_page) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);  // a map's order must not matter
    request_without_page.SerializeToCodedStream(&coded);
  }
  return ingest::Sha256First16(bytes);
}

std::string EncodePageToken(base::TokenKind kind, const PageArguments& arguments,
                            PagePosition position) {
  std::string payload;
  base::AppendBigEndian64(payload, position.first);
  base::AppendBigEndian64(payload, position.second);
  payload.append(arguments.begin(), arguments.end());
  return base::SealToken(kind, kVersion, payload);
}

absl::StatusOr<std::optional<PagePosition>> DecodePageToken(base::TokenKind kind,
                                                            const PageArguments& arguments,
                                                            std::string_view token) {
  if (token.empty()) return std::optional<PagePosition>();
  constexpr size_t kPositionBytes = 16;
  const std::optional<base::OpenedToken> opened = base::OpenToken(kind, token);
  if (!opened.has_value() || opened->version != kVersion ||
      opened->payload.size() != kPositionBytes + arguments.size()) {
    return base::InvalidField(kField, "is not a token of this list, or is damaged",
                              "PAGE_TOKEN_DAMAGED");
  }
  const std::string_view payload(opened->payload);
  const std::string expected(arguments.begin(), arguments.end());
  if (payload.substr(kPositionBytes) != expected) {
    return base::InvalidField(kField, "was given for other arguments; they must stay the same",
                              "PAGE_TOKEN_MISMATCH");
  }
  return std::optional<PagePosition>(PagePosition{
      .first = base::LoadBigEndian64(payload), .second = base::LoadBigEndian64(payload.substr(8))});
}

}  // namespace voc::views
