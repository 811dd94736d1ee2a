#include "server/views/segment.h"

#include <optional>
#include <utility>

namespace voc::views {

Segment::Segment(int64_t expected) {
  ids.reserve(static_cast<size_t>(expected));
  rows_.reserve(static_cast<size_t>(expected));
  answers.Reserve(static_cast<size_t>(expected));
}

void Segment::Add(const ingest::FeedbackId& id, const KnownFeedback& known, const Fact& fact,
                  uint8_t alert_bits) {
  CountEvent(fact.event_sequence);
  const auto [row, inserted] = rows_.try_emplace(id, static_cast<uint32_t>(ids.size()));
  if (inserted) {
    ids.push_back({.id = id, .known = known});
  } else {
    ids[row->second].known = known;
  }
  if (const std::optional<AnswerKey> key = AnswerKeyOf(fact)) {
    answers.Add(*key, PastAnswerOf(fact, known.unverified));
  }
  if (chunks.empty() || chunks.back()->full()) {
    chunks.push_back(std::make_shared<FactBuffer>(kChunkRows));
  }
  chunks.back()->Append(fact);
  if (alert_bits != 0) alerts.push_back({.fact = fact, .bits = alert_bits});
}

void Segment::AddNote(store::Sequence sequence, std::vector<notes::Notes::Change> changes) {
  CountEvent(sequence);
  for (notes::Notes::Change& change : changes) notes[change.key] = std::move(change.note);
}

void Segment::CountEvent(store::Sequence sequence) {
  if (first_event == 0) first_event = sequence;
  last_event = sequence;
  ++events;
}

const KnownFeedback* Segment::Find(const ingest::FeedbackId& id) const {
  const auto row = rows_.find(id);
  return row == rows_.end() ? nullptr : &ids[row->second].known;
}

}  // namespace voc::views
