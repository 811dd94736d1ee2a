#ifndef VOC_SERVER_VIEWS_VIEWS_H_
#define VOC_SERVER_VIEWS_VIEWS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/ingest/feedback_key.h"
#include "server/notes/notes.h"
#include "server/views/alert_runs.h"
#include "server/views/committed.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/known_feedback.h"
#include "server/views/past_answer.h"
#include "server/views/seen_answers.h"
#include "server/views/seen_ids.h"
#include "storage/event_log.h"
#include "storage/view_store.h"

namespace voc::views {

struct ViewsOptions {
  // Events in the tail's newest segment before it is sealed and built into runs.
  int64_t segment_events = 64 * 1024;
  // Whether to give up replaying the log; never where empty. Asked again and again
  // by the thread that opens the views.
  std::function<bool()> stop_asked;
};

// Hard limit of events in the tail; the committer takes nothing new beyond it.
inline constexpr int64_t kMaxTailEvents = 512 * 1024;

struct ViewsStats {
  store::Sequence covered_sequence = 0;  // up to here on disk
  store::Sequence applied_sequence = 0;  // up to here reflected
  int64_t tail_events = 0;
  int64_t feedback = 0;  // excluded ones among them
  int64_t excluded = 0;
};

// Every view of the log: the id index, the index of answers, the facts, the notes. The newest
// events are held in memory (the tail); a background thread turns older ones into sorted runs and
// fact blocks in the view store. Thread-safe, except that one thread at a time calls Apply.
class Views {
 public:
  // Loads what the store holds and replays the rest of the log. A store that is
  // damaged, of another format or ahead of the log is dropped and rebuilt from
  // the log. Log and store must outlive the views. CANCELLED when told to stop: the
  // next Open goes on from what is on disk by then.
  static absl::StatusOr<std::unique_ptr<Views>> Open(store::EventLog* log, store::ViewStore* store,
                                                     const ViewsOptions& options);
  virtual ~Views() = default;

  // Folds committed events in. When it returns, every read reflects them. Returns the fact of
  // each; that of an event about no feedback is empty.
  virtual CommittedFacts Apply(const CommittedGroup& group) = 0;

  // nullopt for an id that was never stored. May read the disk.
  virtual absl::StatusOr<std::optional<KnownFeedback>> Find(const ingest::FeedbackId& id) const = 0;

  // Every id in the log when the views were opened. Then the deciding thread's own,
  // which adds the ids that it lets into the log: most new ids need no Find.
  virtual SeenIds& seen_ids() = 0;
  // The same for answers, and Answers().
  virtual SeenAnswers& seen_answers() = 0;

  // All facts as of now. Holds memory while it lives; may be used by any thread.
  virtual std::shared_ptr<const FactSource> Snapshot() const = 0;

  // Finds earlier answers of respondents, as of now. May be used by any thread, and
  // for a short time: it holds on to the tail. The views must outlive it.
  virtual std::unique_ptr<PreviousAnswers> Answers() const = 0;

  // Visits every answer that stands, in any order. Returns the newest event that
  // they reflect. Reads the disk.
  virtual absl::StatusOr<store::Sequence> ScanAnswers(
      absl::FunctionRef<void(const AnswerKey&, const PastAnswer&)> visit) const = 0;

  // The events after `after` that made versions of alerts, oldest first, for readers
  // of the log who are after alerts only: as many as one block holds, or none and how
  // far there are none. May read the disk.
  virtual absl::StatusOr<AlertRows> AlertsAfter(store::Sequence after) const = 0;

  // Marks, imports and sources, as of now. Immutable; may be used by any thread.
  virtual std::shared_ptr<const notes::Notes> notes() const = 0;

  virtual const Dictionaries& dictionaries() const = 0;
  virtual ViewsStats stats() const = 0;
  // Of stats(), without waiting for anything.
  virtual int64_t tail_events() const = 0;

  // What the background builder ran into, if anything; views stay right, the
  // tail grows until the committer refuses.
  virtual absl::Status background_status() const = 0;
};

// Whether the views in `store` reflect events that `log` does not hold: the log
// lost its end, so sequences will be given out a second time. Asked before Open,
// which then rebuilds the views.
absl::StatusOr<bool> ReachBeyondLog(const store::ViewStore& store, const store::EventLog& log);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_VIEWS_H_
