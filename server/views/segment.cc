#include "server/views/segment.h"

#include <optional>

namespace voc::views {

Segment::Segment(int64_t expected) {
  ids.reserve(static_cast<size_t>(expected));
  rows_.reserve(static_cast<size_t>(expected));
}

void Segment::Add(const ingest::FeedbackId& id, bool created, const KnownFeedback& known,
                  const Fact& fact, uint8_t alert_bits) {
  if (first_event == 0) first_event = fact.event_sequence;
  last_event = fact.event_sequence;
  ++events;
  const auto [row, inserted] = rows_.try_emplace(id, static_cast<uint32_t>(ids.size()));
  if (inserted) {
    ids.push_back({.id = id, .created = created, .known = known});
  } else {
    ids[row->second].known = known;
  }
  if (const std::optional<AnswerKey> key = AnswerKeyOf(fact)) {
    answers.Add(*key, PastAnswerOf(fact));
  }
  if (chunks.empty() || chunks.back()->full()) {
    chunks.push_back(std::make_shared<FactBuffer>(kChunkRows));
  }
  chunks.back()->Append(fact);
  if (alert_bits != 0) alerts.push_back({.fact = fact, .bits = alert_bits});
}

const KnownFeedback* Segment::Find(const ingest::FeedbackId& id) const {
  const auto row = rows_.find(id);
  return row == rows_.end() ? nullptr : &ids[row->second].known;
}

}  // namespace voc::views
