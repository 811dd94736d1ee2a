#ifndef VOC_SERVER_INGEST_COMMITTER_H_
#define VOC_SERVER_INGEST_COMMITTER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "server/ingest/command.h"
#include "server/ingest/commit_meter.h"
#include "server/views/committed.h"
#include "server/views/views.h"
#include "storage/base/clock.h"
#include "storage/event_log.h"

namespace voc::ingest {

// Limits of what waits to be committed.
inline constexpr int64_t kMaxQueuedFeedback = 64 * 1024;
inline constexpr size_t kMaxQueuedBytes = 64 * 1024 * 1024;

// Decides and appends. What waits is decided into a group, in order of arrival; the
// group is appended to the log in one synced write, folded into the views, and handed to
// the listeners, while the next one is decided and the one before it is answered. Thread-safe.
class Committer {
 public:
  struct Dependencies {
    store::EventLog* log = nullptr;
    views::Views* views = nullptr;
    const base::Clock* clock = nullptr;
    std::vector<views::CommitListener*> listeners;
    // Hears of every group; null: nobody counts. Then `steady` is not needed either.
    CommitMeter* meter = nullptr;
    const base::Clock* steady = nullptr;  // for how long writes take
    // Called once, on a thread of the committer's, when an append failed: its outcome
    // is unknown, and the process should end so that a restart can learn it.
    absl::AnyInvocable<void(const absl::Status&)> on_failure;
  };

  // Starts its threads. The dependencies must outlive the committer.
  static std::unique_ptr<Committer> Start(Dependencies dependencies);
  virtual ~Committer() = default;

  // Queues work; never blocks. UNAVAILABLE when the queue is full, draining or
  // failed (then `done` is not called).
  virtual absl::Status Enqueue(Work work) = 0;

  // Refuses new work, commits and answers what is queued, ends the threads. Idempotent.
  virtual void Drain() = 0;

  // Feedback waiting.
  virtual int64_t queued() const = 0;
};

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_COMMITTER_H_
