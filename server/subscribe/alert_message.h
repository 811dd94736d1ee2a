#ifndef VOC_SERVER_SUBSCRIBE_ALERT_MESSAGE_H_
#define VOC_SERVER_SUBSCRIBE_ALERT_MESSAGE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/subscribe/cursor.h"
#include "server/subscribe/encoded_message.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::subscribe {

// How a subscriber is sent alerts: each in a message of its own, or as many as wait.
enum class AlertForm { kAlone, kInBatch };

// An event whose alerts are encoded.
struct EncodableEvent {
  const storage::v1::FeedbackEvent& event;
  // See views::CommittedEvent: what spares encoding the feedback anew. May be empty.
  std::string_view undecided;
};

// A WatchAlerts response with the alert that is the version of `mark` which `event`, at
// `sequence`, made.
EncodedMessage EncodeAlert(const EncodableEvent& event, const storage::v1::AlertMark& mark,
                           uint64_t sequence, std::string cursor);

// The same alert as one of a batch: a part of a message, without a cursor.
EncodedMessage EncodeBatched(const EncodableEvent& event, const storage::v1::AlertMark& mark,
                             uint64_t sequence);

// WatchAlerts responses with at most `max_batch` (1 or more) of these alerts each. `alerts` are of
// EncodeBatched and are not copied; `after` says of each where a subscriber stands that has taken
// it.
std::vector<EncodedMessage> InBatches(std::vector<EncodedMessage> alerts,
                                      const std::vector<Position>& after, size_t max_batch,
                                      const CursorCodec& cursors);

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_ALERT_MESSAGE_H_
