#ifndef VOC_SERVER_VIEWS_ANSWER_RUNS_H_
#define VOC_SERVER_VIEWS_ANSWER_RUNS_H_

#include <cstdint>
#include <optional>
#include <span>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/views/answer_page.h"
#include "server/views/past_answer.h"
#include "server/views/run_filter.h"
#include "storage/base/clock.h"
#include "storage/event_log.h"
#include "storage/view_store.h"

namespace voc::views {

// The answers in installed runs. A filter in memory knows in which runs a respondent
// answered, and on which days, so that as a rule one page is read to find the answer
// before another, in however many runs there are some. One thread adds, any may ask.
class AnswerRuns {
 public:
  explicit AnswerRuns(const store::ViewStore* store) : store_(store) {}

  // Runs are added from the oldest to the newest, once installed. `keys`: as EncodeAnswerMarks
  // takes them.
  void AddRun(store::Sequence run, std::span<const RunKey> keys) { days_.AddRun(run, keys); }
  // Forgets all runs. Only while nobody else uses this.
  void Clear() { days_.Clear(); }

  // The newest answer among those collected at `not_after` or before that `counts`. Reads the
  // disk.
  absl::StatusOr<std::optional<PastAnswer>> Newest(
      const AnswerKey& key, base::TimeNs not_after,
      absl::FunctionRef<bool(const PastAnswer&)> counts) const;

  // Visits every answer of the runs up to `last`, oldest run first. DATA_LOSS for one that
  // Newest does not find.
  absl::Status Scan(store::Sequence last,
                    absl::FunctionRef<void(const AnswerKey&, const PastAnswer&)> visit) const;

 private:
  // Visits the answers of the entry that `page` of a run stands at, as Scan does.
  absl::Status VisitEntry(store::Sequence run, const AnswerPage& page,
                          absl::FunctionRef<void(const AnswerKey&, const PastAnswer&)> visit) const;

  const store::ViewStore* const store_;
  RunFilter<uint32_t> days_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_ANSWER_RUNS_H_
