#ifndef VOC_SERVER_RESCORE_TALLY_H_
#define VOC_SERVER_RESCORE_TALLY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "storage/event_log.h"
#include "voc/storage/v1/record.pb.h"
#include "voc/v1/admin.pb.h"
#include "voc/v1/feedback.pb.h"

namespace voc::rescore {

// Groups that one list of a report names; those that move most come first, the rest
// is only counted.
inline constexpr size_t kMaxReportedGroups = 1000;

// Adds up what hearing texts anew moves: trends of sentiment, themes and alerts. Feedback
// that is excluded moves no trend. Grows with the sources, languages and themes there
// are. Not thread-safe.
class Tally {
 public:
  // A feedback with a text that stays as it is.
  void AddKept(const v1::Feedback& feedback);

  // One that `after`, the event at `sequence`, changes.
  void AddChanged(const v1::Feedback& before, const storage::v1::FeedbackEvent& after,
                  store::Sequence sequence);

  // Fills the parts of a report that are about trends, themes and alerts.
  void Write(v1::RescoreReport& report) const;

 private:
  // Feedback by label (v1::SentimentLabel).
  using Labels = std::array<int64_t, v1::SentimentLabel_ARRAYSIZE>;

  struct Trend {
    Labels before{};
    Labels after{};
    int64_t label_changes = 0;
  };
  using Trends = absl::flat_hash_map<std::string, Trend>;

  struct Theme {
    int64_t before = 0;
    int64_t added = 0;
    int64_t removed = 0;
  };

  struct Alerts {
    int64_t raised = 0;
    int64_t raised_backfill = 0;
    int64_t dismissed = 0;
  };

  void AddAlerts(const storage::v1::FeedbackEvent& after, store::Sequence sequence);
  static v1::RescoreReport::TrendShift ShiftOf(const std::string& group, const Trend& trend);
  static int64_t WriteTrends(
      const Trends& trends,
      google::protobuf::RepeatedPtrField<v1::RescoreReport::TrendShift>& shifts);

  Trend total_;
  Trends by_source_;
  Trends by_language_;
  absl::flat_hash_map<std::string, Theme> themes_;
  absl::flat_hash_map<std::string, Alerts> alerts_;  // by rule
};

}  // namespace voc::rescore

#endif  // VOC_SERVER_RESCORE_TALLY_H_
