#include "server/views/reader/page.h"

#include <algorithm>
#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "server/ingest/sha256.h"
#include "storage/base/big_endian.h"
#include "storage/base/status_details.h"

namespace voc::views {
namespace {

constexpr uint8_t kVersion = 1;
constexpr char kField[] = "page_token";

absl::Status Damaged() {
  return base::InvalidField(kField, "is not a token of this list, or is damaged",
                            "PAGE_TOKEN_DAMAGED");
}

// A token holds the position, then what it is good for.
std::string Seal(base::TokenKind kind, const PageArguments& arguments, std::string payload) {
  payload.append(arguments.begin(), arguments.end());
  return base::SealToken(kind, kVersion, payload);
}

// The position.
absl::StatusOr<std::string> Open(base::TokenKind kind, const PageArguments& arguments,
                                 std::string_view token) {
  std::optional<base::OpenedToken> opened = base::OpenToken(kind, token);
  if (!opened.has_value() || opened->version != kVersion ||
      opened->payload.size() < arguments.size()) {
    return Damaged();
  }
  std::string& payload = opened->payload;
  const size_t position_bytes = payload.size() - arguments.size();
  if (std::string_view(payload).substr(position_bytes) !=
      std::string(arguments.begin(), arguments.end())) {
    return base::InvalidField(kField, "was given for other arguments; they must stay the same",
                              "PAGE_TOKEN_MISMATCH");
  }
  payload.resize(position_bytes);
  return std::move(payload);
}

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
  return Seal(kind, arguments, std::move(payload));
}

absl::StatusOr<std::optional<PagePosition>> DecodePageToken(base::TokenKind kind,
                                                            const PageArguments& arguments,
                                                            std::string_view token) {
  if (token.empty()) return std::optional<PagePosition>();
  constexpr size_t kPositionBytes = 16;
  const absl::StatusOr<std::string> position = Open(kind, arguments, token);
  if (!position.ok()) return position.status();
  if (position->size() != kPositionBytes) return Damaged();
  return std::optional<PagePosition>(
      PagePosition{.first = base::LoadBigEndian64(*position),
                   .second = base::LoadBigEndian64(std::string_view(*position).substr(8))});
}

std::string EncodeTimedPageToken(base::TokenKind kind, const PageArguments& arguments,
                                 const TimedPosition& position) {
  std::string payload;
  base::AppendBigEndian64(payload, static_cast<uint64_t>(position.time_ns));
  payload.append(position.id);
  return Seal(kind, arguments, std::move(payload));
}

absl::StatusOr<std::optional<TimedPosition>> DecodeTimedPageToken(base::TokenKind kind,
                                                                  const PageArguments& arguments,
                                                                  std::string_view token) {
  if (token.empty()) return std::optional<TimedPosition>();
  const absl::StatusOr<std::string> position = Open(kind, arguments, token);
  if (!position.ok()) return position.status();
  if (position->size() < sizeof(uint64_t)) return Damaged();
  return std::optional<TimedPosition>(
      TimedPosition{.time_ns = static_cast<int64_t>(base::LoadBigEndian64(*position)),
                    .id = position->substr(sizeof(uint64_t))});
}

}  // namespace voc::views
