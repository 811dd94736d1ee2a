#ifndef VOC_SERVER_IMPORTS_IMPORT_RUNS_H_
#define VOC_SERVER_IMPORTS_IMPORT_RUNS_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "storage/base/clock.h"

namespace voc::imports {

// How long an import that was begun is its run's before that brings anything.
inline constexpr base::TimeNs kRunGrace = 10 * base::kNsPerSecond;
// Runs known at a time; beyond that new ones hold nothing.
inline constexpr size_t kMaxRuns = 10'000;

// Who brings which import just now, so that two who read the same file do not take one for the
// other's: a run, that is one client, holds the import that it begins, as long as it has a
// stream open for it. Nothing of this is stored: after a restart, or when its client is gone, an
// import is anybody's to go on with. Who says no run (an empty one) holds nothing and is
// never refused. Thread-safe.
class ImportRuns {
 public:
  // `steady` outlives this.
  explicit ImportRuns(const base::Clock* steady) : state_(std::make_shared<State>(steady)) {}

  // Says that the run begins the import, or goes on with it. FAILED_PRECONDITION (IMPORT_BUSY)
  // while another run holds it.
  absl::Status Begin(std::string_view import_id, std::string_view run);

  // The same for a stream of the run, which has the import as long as `*hold` is held. `*hold` is
  // null where there is nothing to hold. May outlive this.
  absl::Status Attach(std::string_view import_id, std::string_view run,
                      std::shared_ptr<void>* hold);

 private:
  struct Run {
    std::string run;
    int streams = 0;
    base::TimeNs until = 0;  // without streams
  };
  struct State {
    explicit State(const base::Clock* of) : steady(of) {}
    // FAILED_PRECONDITION while another run holds it, RESOURCE_EXHAUSTED beyond kMaxRuns.
    absl::Status Take(std::string_view import_id, std::string_view run, int streams);
    void Release(const std::string& import_id);

    const base::Clock* const steady;
    absl::Mutex mutex;
    absl::flat_hash_map<std::string, Run> runs ABSL_GUARDED_BY(mutex);  // by import_id
  };

  const std::shared_ptr<State> state_;
};

}  // namespace voc::imports

#endif  // VOC_SERVER_IMPORTS_IMPORT_RUNS_H_
