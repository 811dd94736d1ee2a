#ifndef VOC_SERVER_VIEWS_FACTS_FACT_FROM_EVENT_H_
#define VOC_SERVER_VIEWS_FACTS_FACT_FROM_EVENT_H_

#include <cstdint>

#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::views {

// Of the strings of a feedback that differ most from one to the next: what their places
// in the dictionaries are known by, made once to fetch them ahead and look them up.
struct FactHashes {
  uint64_t account = 0;
  uint64_t respondent = 0;
};
FactHashes HashesOf(const storage::v1::FeedbackEvent& event);

// The fact of a feedback as it stands after the event at `sequence`. Interns
// every string, so only the folding thread calls it. `hashes`: HashesOf(event).
Fact InternFact(const storage::v1::FeedbackEvent& event, uint64_t sequence,
                const FactHashes& hashes, Dictionaries& dictionaries);

// As InternFact, for an event whose strings were interned before (it was folded,
// or is older than one that was). Any thread.
Fact FindFact(const storage::v1::FeedbackEvent& event, uint64_t sequence,
              const Dictionaries& dictionaries);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_FACTS_FACT_FROM_EVENT_H_
