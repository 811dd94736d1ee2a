#ifndef VOC_SERVER_ALERTS_ALERT_H_
#define VOC_SERVER_ALERTS_ALERT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/ingest/feedback_key.h"
#include "voc/storage/v1/record.pb.h"
#include "voc/v1/alert.pb.h"

namespace voc::alerts {

// What a public alert_id says: RULE_ID.FEEDBACK_ID.
struct AlertId {
  std::string rule_id;
  ingest::FeedbackId feedback_id;

  std::string ToString() const;
  friend bool operator==(const AlertId&, const AlertId&) = default;
};

// The reverse of AlertId::ToString; nullopt for any other text. Whether rule and
// feedback exist is not asked.
std::optional<AlertId> ParseAlertId(std::string_view text);

// Whether this version, which `event` made, is of old feedback: streamed only to who
// asks for that.
bool IsBackfill(const storage::v1::FeedbackEvent& event, const storage::v1::AlertMark& mark);

// One version of an alert as people and programs see it. `mark` is one that
// `event` made: `event` lies in the log at `sequence`, which is mark.sequence.
// The feedback is the event's.
v1::Alert BuildAlert(const storage::v1::FeedbackEvent& event, const storage::v1::AlertMark& mark,
                     uint64_t sequence);

// The same without the feedback, which is large to copy.
v1::Alert BuildAlertAlone(const storage::v1::FeedbackEvent& event,
                          const storage::v1::AlertMark& mark, uint64_t sequence);

}  // namespace voc::alerts

#endif  // VOC_SERVER_ALERTS_ALERT_H_
