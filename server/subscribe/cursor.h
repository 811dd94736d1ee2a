#ifndef VOC_SERVER_SUBSCRIBE_CURSOR_H_
#define VOC_SERVER_SUBSCRIBE_CURSOR_H_

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/event_log.h"

namespace voc::subscribe {

// How far a subscriber has come: every event up to `sequence` is behind it, and
// of the event after that its first `alerts` alert marks (one feedback can match
// several rules).
struct Position {
  store::Sequence sequence = 0;
  uint32_t alerts = 0;

  friend auto operator<=>(const Position&, const Position&) = default;
};

// Turns positions of one store into the opaque cursors that clients keep, and
// back. Immutable, thread-safe.
class CursorCodec {
 public:
  // `store_id`: 32 hexadecimal digits.
  explicit CursorCodec(std::string_view store_id);

  std::string Encode(Position position) const;

  // INVALID_ARGUMENT, as a violation of `field`, for a cursor that is damaged
  // (reason CURSOR_DAMAGED) or of another store (CURSOR_FOREIGN).
  absl::StatusOr<Position> Decode(std::string_view cursor, std::string_view field) const;

  // Whether a subscriber can go on from `position` in a log that holds
  // [oldest, newest]. INVALID_ARGUMENT (CURSOR_BEYOND_END) as a violation of
  // `field` if it lies beyond the end, OUT_OF_RANGE (CURSOR_TOO_OLD) with the
  // oldest cursor in the metadata if events after it are no longer kept.
  absl::Status Check(Position position, store::Sequence oldest, store::Sequence newest,
                     std::string_view field) const;

 private:
  std::string store_id_;
};

// The position before everything that a log from `oldest` (0: empty) keeps.
Position OldestPosition(store::Sequence oldest);

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_CURSOR_H_
