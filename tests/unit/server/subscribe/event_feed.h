#ifndef VOC_TESTS_UNIT_SERVER_SUBSCRIBE_EVENT_FEED_H_
#define VOC_TESTS_UNIT_SERVER_SUBSCRIBE_EVENT_FEED_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/subscribe/cursor.h"
#include "server/subscribe/hub.h"
#include "server/views/alert_runs.h"
#include "server/views/committed.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact.h"
#include "server/views/facts/fact_source.h"
#include "storage/testing/fake_clock.h"
#include "storage/testing/memory_log.h"
#include "voc/v1/feedback.pb.h"

namespace voc::subscribe {

inline constexpr size_t kAlertsAtOnce = 100;
inline constexpr base::TimeNs kFeedStart = 1'760'000'000 * base::kNsPerSecond;

// An NPS response.
v1::Feedback Nps(std::string_view submission_id, int score, std::string_view account = "");

// A review that two rules match.
v1::Feedback BadReview(std::string_view submission_id);

// Stands in for committer and views: logs events, folds them, tells the hub. Every
// event is a second later than the one before.
class EventFeed {
 public:
  explicit EventFeed(Hub::Limits limits = {});

  // Commits a new state of a feedback (known by its submission_id); what has an
  // exclusion is excluded. Returns the sequence.
  store::Sequence Commit(const v1::Feedback& feedback, bool backfill = false);

  // As Commit, for many in one group.
  void CommitGroup(const std::vector<v1::Feedback>& feedback);

  // The newest event of every feedback, by submission_id.
  const std::map<std::string, views::CommittedEvent>& newest() const { return newest_; }

  // As Views::AlertsAfter, `kAlertsAtOnce` at a time.
  absl::StatusOr<views::AlertRows> AlertsAfter(store::Sequence after) const;

  // All facts now.
  std::shared_ptr<const views::FactSource> Snapshot() const;

  store::MemoryLog log;
  views::Dictionaries dictionaries;
  Hub hub;
  base::FakeClock clock{kFeedStart};
  base::FakeClock steady{0};
  CursorCodec cursors{"00112233445566778899aabbccddeeff"};

 private:
  // Adds the event's fact to `facts`.
  views::CommittedEvent Append(const v1::Feedback& feedback, bool backfill,
                               views::CommittedFacts& facts);

  std::map<std::string, views::CommittedEvent> newest_;  // by submission_id
  std::vector<views::AlertRow> alerts_;
};

}  // namespace voc::subscribe

#endif  // VOC_TESTS_UNIT_SERVER_SUBSCRIBE_EVENT_FEED_H_
