#ifndef VOC_SERVER_VIEWS_QUERY_ANSWERS_H_
#define VOC_SERVER_VIEWS_QUERY_ANSWERS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/cluster_entry.h"
#include "server/views/query/filter.h"
#include "server/views/query/grouper.h"
#include "server/views/query/scale_code.h"
#include "server/views/query/top_box_rules.h"
#include "server/views/query/trend_spec.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// Answers in columns, one entry for each answer and group it is in.
struct AnswerBatch {
  std::vector<base::TimeNs> time;
  std::vector<uint8_t> bin;  // see Sample
  std::vector<int32_t> value;
  std::vector<ScaleCode> scale;
  std::vector<GroupId> group;
  std::vector<uint8_t> is_first;  // 1 for the first of an answer's entries, else 0
  // Whose answer it is, 0 if nobody's; filled only by the latest modes.
  std::vector<uint64_t> entity;
  std::vector<uint64_t> sequence;
  std::vector<ClusterId> cluster;  // filled only where clusters are asked for

  size_t size() const { return bin.size(); }
};

// Reads what counts for a metric among what passes a filter: scored responses,
// mentions with a rating, feedback with text. One thread at a time.
class AnswerReader {
 public:
  // `rules`, which may be null, outlive it.
  AnswerReader(v1::TrendMetric metric, v1::RespondentMode mode, ClusterBy cluster_by,
               CompiledFilter filter, const TopBoxRules* rules = nullptr);

  // The first and one past the last time of an answer within `range`; nullopt if
  // there is none.
  absl::StatusOr<std::optional<TimeRange>> Extent(const FactSource& source, TimeRange range);

  // Calls `visit` with all answers within `range`, in no particular order.
  absl::Status Read(const FactSource& source, TimeRange range, Grouper& grouper,
                    absl::FunctionRef<absl::Status(const AnswerBatch&)> visit);

  // The answers within `range` of the block that `block` is at, for those who
  // need not look at each. Select says how many there are; until the next one,
  // selected() has a 1 for each row that is one and a 0 for the others, and
  // Gather returns them, without their times unless asked for.
  absl::StatusOr<size_t> Select(BlockReader& block, TimeRange range);
  const uint8_t* selected() const { return mask_.data(); }
  absl::StatusOr<const AnswerBatch*> Gather(BlockReader& block, bool with_times, Grouper& grouper);

 private:
  ColumnSet SampleColumns() const;
  void FillRows(size_t size, size_t selected);
  void FillSamples(const FactSpan& span);
  void FillEntities(const FactSpan& span);
  absl::Status FillClusters(BlockReader& block);
  void SplitByTheme(const FactSpan& span, Grouper& grouper);

  v1::TrendMetric metric_;
  v1::RespondentMode mode_;
  ClusterBy cluster_by_;
  CompiledFilter filter_;
  const TopBoxRules* rules_;  // null where there are none
  std::vector<uint8_t> mask_;
  size_t selected_ = 0;         // ones in mask_
  std::vector<uint32_t> rows_;  // of the block, those that are selected
  AnswerBatch batch_;
  AnswerBatch split_;
  std::vector<GroupId> groups_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_ANSWERS_H_
