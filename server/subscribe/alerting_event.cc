#include "server/subscribe/alerting_event.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "server/views/facts/fact_from_event.h"

namespace voc::subscribe {

EventFacts FactsOf(const views::Fact& fact, const storage::v1::FeedbackEvent& event,
                   const storage::v1::FeedbackEvent* before,
                   const views::Dictionaries& dictionaries) {
  EventFacts facts{.after = fact, .before = std::nullopt};
  if (before != nullptr) {
    facts.before = views::FindFact(*before, event.previous_sequence(), dictionaries);
  }
  return facts;
}

bool MakesAlert(store::Sequence sequence, const storage::v1::FeedbackEvent& event) {
  return std::any_of(
      event.alerts().begin(), event.alerts().end(),
      [sequence](const storage::v1::AlertMark& mark) { return mark.sequence() == sequence; });
}

AlertingEvent::AlertingEvent(const views::CommittedEvent& committed, const views::Fact& fact)
    : sequence_(committed.sequence),
      event_(committed.event.get()),
      before_(committed.before.get()),
      undecided_(committed.undecided),
      fact_(&fact),
      encodings_(static_cast<size_t>(event_->alerts_size())) {}

AlertingEvent::AlertingEvent(store::Sequence sequence, const storage::v1::FeedbackEvent& event)
    : sequence_(sequence), event_(&event), encodings_(static_cast<size_t>(event.alerts_size())) {}

const EventFacts& AlertingEvent::Facts(const views::Dictionaries& dictionaries) const {
  absl::call_once(facts_once_, [&] {
    const views::Fact fact =
        fact_ != nullptr ? *fact_ : views::FindFact(*event_, sequence_, dictionaries);
    facts_ = FactsOf(fact, *event_, before_, dictionaries);
  });
  return facts_;
}

Position AlertingEvent::After(int mark) const {
  const bool last = mark + 1 == event_->alerts_size();
  if (last) return {.sequence = sequence_};
  return {.sequence = sequence_ - 1, .alerts = static_cast<uint32_t>(mark + 1)};
}

EncodedMessage AlertingEvent::Message(int mark, AlertForm form, const CursorCodec& cursors) const {
  Encoding& encoding = encodings_[static_cast<size_t>(mark)];
  const EncodableEvent logged = {.event = *event_, .undecided = undecided_};
  if (form == AlertForm::kInBatch) {
    absl::call_once(encoding.batched_once, [&] {
      encoding.batched = EncodeBatched(logged, event_->alerts(mark), sequence_);
    });
    return encoding.batched;
  }
  absl::call_once(encoding.alone_once, [&] {
    encoding.alone =
        EncodeAlert(logged, event_->alerts(mark), sequence_, cursors.Encode(After(mark)));
  });
  return encoding.alone;
}

}  // namespace voc::subscribe
