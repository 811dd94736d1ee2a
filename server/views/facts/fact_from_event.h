#ifndef VOC_SERVER_VIEWS_FACTS_FACT_FROM_EVENT_H_
#define VOC_SERVER_VIEWS_FACTS_FACT_FROM_EVENT_H_

#include <cstdint>

#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::views {

// The fact of a feedback as it stands after the event at `sequence`. Interns
// every string, so only the folding thread calls it.
Fact InternFact(const storage::v1::FeedbackEvent& event, uint64_t sequence,
                Dictionaries& dictionaries);

// As InternFact, for an event whose strings were interned before (it was folded,
// or is older than one that was). Any thread.
Fact FindFact(const storage::v1::FeedbackEvent& event, uint64_t sequence,
              const Dictionaries& dictionaries);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_FACTS_FACT_FROM_EVENT_H_
