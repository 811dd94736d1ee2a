#ifndef VOC_SERVER_VIEWS_COMMITTED_H_
#define VOC_SERVER_VIEWS_COMMITTED_H_

#include <memory>
#include <string_view>
#include <vector>

#include "server/ingest/feedback_key.h"
#include "server/views/facts/fact.h"
#include "storage/event_log.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::views {

// One event that is in the log, with what it replaced.
struct CommittedEvent {
  store::Sequence sequence = 0;
  ingest::FeedbackId id;  // of an event about no feedback: zeros
  std::shared_ptr<const storage::v1::FeedbackEvent> event;
  // The event at event->previous_sequence(); null for the first of a feedback.
  std::shared_ptr<const storage::v1::FeedbackEvent> before;
  // EncodeUndecided of the event's feedback (server/ingest/encode_undecided.h), on the arena that
  // the event keeps; empty where it was not encoded.
  std::string_view undecided;
};

// Events of one commit, ascending and without gaps. Immutable once shared.
using CommittedGroup = std::vector<CommittedEvent>;

// The fact of each event of a group, as Views::Apply made them.
using CommittedFacts = std::vector<Fact>;

// Hears of every commit, in order, on the committer's thread, after the views
// reflect it. Must return at once: anything slower than a queue push belongs on
// another thread.
class CommitListener {
 public:
  virtual ~CommitListener() = default;
  virtual void OnCommit(const std::shared_ptr<const CommittedGroup>& group,
                        const std::shared_ptr<const CommittedFacts>& facts) = 0;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_COMMITTED_H_
