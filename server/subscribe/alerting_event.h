#ifndef VOC_SERVER_SUBSCRIBE_ALERTING_EVENT_H_
#define VOC_SERVER_SUBSCRIBE_ALERTING_EVENT_H_

#include <optional>
#include <string_view>
#include <vector>

#include "absl/base/call_once.h"
#include "server/subscribe/alert_message.h"
#include "server/subscribe/cursor.h"
#include "server/subscribe/encoded_message.h"
#include "server/views/committed.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact.h"
#include "storage/event_log.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::subscribe {

// The facts of one event.
struct EventFacts {
  views::Fact after;
  std::optional<views::Fact> before;  // absent for the first of a feedback
};

// Of an event whose fact is `fact`; that of the event it replaced (may be null) is looked up.
EventFacts FactsOf(const views::Fact& fact, const storage::v1::FeedbackEvent& event,
                   const storage::v1::FeedbackEvent* before,
                   const views::Dictionaries& dictionaries);

// Whether the event made a version of an alert. What it makes are the marks whose
// sequence is its own.
bool MakesAlert(store::Sequence sequence, const storage::v1::FeedbackEvent& event);

// An event that made versions of alerts, with what its subscribers share: its facts
// and the encoding of each version. Both are made by the first who asks, so that a
// thousand subscribers do not repeat them and what nobody takes is not made.
// Thread-safe; events and facts belong to somebody else and outlive it.
class AlertingEvent {
 public:
  // One just committed, whose fact that is.
  AlertingEvent(const views::CommittedEvent& committed, const views::Fact& fact);
  // One read from the log.
  AlertingEvent(store::Sequence sequence, const storage::v1::FeedbackEvent& event);

  store::Sequence sequence() const { return sequence_; }
  const storage::v1::FeedbackEvent& event() const { return *event_; }
  // Null for the first event of a feedback, and where the event was read from the log.
  const storage::v1::FeedbackEvent* before() const { return before_; }

  const EventFacts& Facts(const views::Dictionaries& dictionaries) const;

  // Where a subscriber stands that has taken the version of mark `mark` (index in
  // event().alerts()) and all before it.
  Position After(int mark) const;

  // The version of that mark, which this event made, in that form: see alert_message.h.
  EncodedMessage Message(int mark, AlertForm form, const CursorCodec& cursors) const;

 private:
  struct Encoding {
    absl::once_flag alone_once;
    absl::once_flag batched_once;
    EncodedMessage alone;
    EncodedMessage batched;
  };

  const store::Sequence sequence_;
  const storage::v1::FeedbackEvent* const event_;
  const storage::v1::FeedbackEvent* const before_ = nullptr;
  const std::string_view undecided_;         // see views::CommittedEvent
  const views::Fact* const fact_ = nullptr;  // null: to be looked up
  mutable absl::once_flag facts_once_;
  mutable EventFacts facts_;
  mutable std::vector<Encoding> encodings_;  // by mark
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_ALERTING_EVENT_H_
