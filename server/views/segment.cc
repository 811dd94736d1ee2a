#include "server/views/segment.h"

namespace voc::views {

void Segment::Add(const ingest::FeedbackId& id, const KnownFeedback& known, const Fact& fact) {
  if (first_event == 0) first_event = fact.event_sequence;
  last_event = fact.event_sequence;
  ++events;
  ids[id] = known;
  if (fact.account != 0) accounts[fact.account].push_back(VoiceOf(fact));
  if (fact.respondent != 0) respondents[fact.respondent].push_back(VoiceOf(fact));
  if (chunks.empty() || chunks.back()->full()) {
    chunks.push_back(std::make_shared<FactBuffer>(kChunkRows));
  }
  chunks.back()->Append(fact);
}

}  // namespace voc::views
