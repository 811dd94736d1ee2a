#include "server/subscribe/cursor.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "storage/base/big_endian.h"
#include "storage/base/sealed_token.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::subscribe {
namespace {

constexpr uint8_t kVersion = 1;

}  // namespace

CursorCodec::CursorCodec(std::string_view store_id) : store_id_(store_id) {}

std::string CursorCodec::Encode(Position position) const {
  std::string payload;
  base::AppendBigEndian64(payload, position.sequence);
  base::AppendBigEndian32(payload, position.alerts);
  payload.append(store_id_);
  return base::SealToken(base::TokenKind::kCursor, kVersion, payload);
}

absl::StatusOr<Position> CursorCodec::Decode(std::string_view cursor,
                                             std::string_view field) const {
  constexpr size_t kPositionBytes = 12;
  const std::optional<base::OpenedToken> token = base::OpenToken(base::TokenKind::kCursor, cursor);
  if (!token.has_value() || token->version != kVersion || token->payload.size() < kPositionBytes) {
    return base::InvalidField(field, "is not a cursor of vocd, or is damaged", "CURSOR_DAMAGED");
  }
  const std::string_view payload(token->payload);
  if (payload.substr(kPositionBytes) != store_id_) {
    return base::InvalidField(field, "is a cursor of another store", "CURSOR_FOREIGN");
  }
  return Position{.sequence = base::LoadBigEndian64(payload),
                  .alerts = base::LoadBigEndian32(payload.substr(8))};
}

absl::Status CursorCodec::Check(Position position, store::Sequence oldest, store::Sequence newest,
                                std::string_view field) const {
  if (position.sequence > newest || (position.sequence == newest && position.alerts > 0)) {
    return base::InvalidField(field, "lies beyond the end of the log", "CURSOR_BEYOND_END");
  }
  const Position first = OldestPosition(oldest);
  if (position < first) {
    const std::string oldest_cursor = Encode(first);
    return base::WithReason(
        absl::OutOfRangeError(absl::StrCat(base::ToAbsl(field),
                                           " is older than what is kept; the oldest cursor is ",
                                           oldest_cursor)),
        "CURSOR_TOO_OLD", {{"oldest_cursor", oldest_cursor}});
  }
  return absl::OkStatus();
}

Position OldestPosition(store::Sequence oldest) {
  return Position{.sequence = oldest == 0 ? 0 : oldest - 1};
}

}  // namespace voc::subscribe
