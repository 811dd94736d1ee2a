#ifndef VOC_SERVER_VIEWS_READER_PAGE_H_
#define VOC_SERVER_VIEWS_READER_PAGE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/message_lite.h"
#include "storage/base/sealed_token.h"

namespace voc::views {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;

// A page ends early rather than grow beyond this (by more than one item), so that
// it fits the 4 MiB that gRPC clients take by default.
inline constexpr size_t kMaxPageBytes = 3 * 1024 * 1024;

// What a page_size in a request stands for: 0 the default, above the maximum the
// maximum. INVALID_ARGUMENT if negative.
absl::StatusOr<int> PageSize(int32_t requested);

// Where a list goes on: two numbers whose meaning is the list's own.
struct PagePosition {
  uint64_t first = 0;
  uint64_t second = 0;

  friend bool operator==(const PagePosition&, const PagePosition&) = default;
};

// What a list was asked for, its page aside; a token is good for that only.
using PageArguments = std::array<uint8_t, 16>;
PageArguments HashArguments(const google::protobuf::MessageLite& request_without_page);

std::string EncodePageToken(base::TokenKind kind, const PageArguments& arguments,
                            PagePosition position);

// nullopt for "", the first page. INVALID_ARGUMENT for a token that is damaged
// (reason PAGE_TOKEN_DAMAGED) or of other arguments (PAGE_TOKEN_MISMATCH).
absl::StatusOr<std::optional<PagePosition>> DecodePageToken(base::TokenKind kind,
                                                            const PageArguments& arguments,
                                                            std::string_view token);

// The same for a list that is ordered by a time and then an id of at most 255 bytes.
struct TimedPosition {
  int64_t time_ns = 0;
  std::string id;

  friend bool operator==(const TimedPosition&, const TimedPosition&) = default;
};
std::string EncodeTimedPageToken(base::TokenKind kind, const PageArguments& arguments,
                                 const TimedPosition& position);
absl::StatusOr<std::optional<TimedPosition>> DecodeTimedPageToken(base::TokenKind kind,
                                                                  const PageArguments& arguments,
                                                                  std::string_view token);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_READER_PAGE_H_
