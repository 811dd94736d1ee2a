#include "tests/unit/server/subscribe/event_feed.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <utility>

#include "server/alerts/lifecycle.h"
#include "server/ingest/feedback_key.h"
#include "server/ingest/log_record.h"
#include "server/views/facts/fact_from_event.h"
#include "storage/base/time.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::subscribe {
namespace {

class Facts final : public views::FactSource {
 public:
  Facts(const std::map<std::string, views::CommittedEvent>& newest,
        const views::Dictionaries& dictionaries, store::Sequence sequence)
      : rows_(newest.size() + 1), sequence_(sequence) {
    for (const auto& [id, committed] : newest) {
      rows_.Append(views::FindFact(*committed.event, committed.sequence, dictionaries));
    }
  }

  size_t block_count() const override { return 1; }

  std::unique_ptr<views::BlockReader> NewReader() const override {
    return std::make_unique<Reader>(rows_);
  }

  uint64_t sequence() const override { return sequence_; }

 private:
  class Reader final : public views::BlockReader {
   public:
    explicit Reader(const views::FactBuffer& rows) : rows_(&rows) {}

    void Open(size_t) override { span_ = rows_->Span(rows_->size()); }
    absl::Status Load(views::ColumnSet) override { return absl::OkStatus(); }

   private:
    const views::FactBuffer* rows_;
  };

  views::FactBuffer rows_;
  const store::Sequence sequence_;
};

}  // namespace

v1::Feedback Nps(std::string_view submission_id, int score, std::string_view account) {
  v1::Feedback feedback;
  feedback.set_source_id("app");
  feedback.set_submission_id(std::string(submission_id));
  feedback.set_account_id(std::string(account));
  feedback.mutable_response()->set_metric(v1::METRIC_NPS);
  feedback.mutable_response()->set_scale_points(11);
  feedback.mutable_response()->set_score(score);
  base::SetTimestamp(kFeedStart, *feedback.mutable_collected_at());
  return feedback;
}

v1::Feedback BadReview(std::string_view submission_id) {
  v1::Feedback feedback;
  feedback.set_source_id("reviews");
  feedback.set_submission_id(std::string(submission_id));
  feedback.mutable_mention()->set_rating(1);
  feedback.mutable_mention()->set_rating_max(5);
  feedback.mutable_mention()->set_body("Terrible");
  feedback.mutable_sentiment()->set_score(-0.9);
  feedback.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_NEGATIVE);
  base::SetTimestamp(kFeedStart, *feedback.mutable_collected_at());
  return feedback;
}

EventFeed::EventFeed(Hub::Limits limits) : hub(0, limits) {}

views::CommittedEvent EventFeed::Append(const v1::Feedback& feedback, bool backfill,
                                        views::CommittedFacts& facts) {
  const auto known = newest_.find(feedback.submission_id());
  const views::CommittedEvent* before = known == newest_.end() ? nullptr : &known->second;
  clock.Advance(base::kNsPerSecond);
  auto event = std::make_shared<storage::v1::FeedbackEvent>();
  views::CommittedEvent committed;
  committed.sequence = log.newest() + 1;
  *event->mutable_feedback() = feedback;
  event->mutable_feedback()->set_feedback_id(ingest::FeedbackIdOf(feedback).ToHex());
  event->mutable_feedback()->set_sequence(committed.sequence);
  event->set_time_ns(clock.Now());
  event->set_backfill(backfill);
  event->set_change(before == nullptr ? storage::v1::CHANGE_CREATED : storage::v1::CHANGE_UPDATED);
  if (feedback.has_exclusion()) event->set_change(storage::v1::CHANGE_EXCLUDED);
  if (before != nullptr) {
    event->set_previous_sequence(before->sequence);
    committed.before = before->event;
  }
  const auto no_score = [](const v1::Feedback&) -> absl::StatusOr<std::optional<int32_t>> {
    return std::optional<int32_t>();
  };
  const absl::Status advanced =
      alerts::AdvanceMarks(committed.before.get(), committed.sequence, no_score, *event);
  EXPECT_TRUE(advanced.ok()) << advanced;
  committed.id = ingest::FeedbackIdOf(feedback);
  const views::Fact fact =
      views::InternFact(*event, committed.sequence, views::HashesOf(*event), dictionaries);
  facts.push_back(fact);
  const uint8_t bits = views::AlertBits(*event, committed.sequence);
  if (bits != 0) alerts_.push_back({.fact = fact, .bits = bits});
  committed.event = event;
  std::string record;
  ingest::AppendRecord(*event, record);
  const std::string_view payload = record;
  const absl::Status appended = log.Append(committed.sequence, std::span(&payload, 1));
  EXPECT_TRUE(appended.ok()) << appended;
  newest_[feedback.submission_id()] = committed;
  return committed;
}

store::Sequence EventFeed::Commit(const v1::Feedback& feedback, bool backfill) {
  views::CommittedFacts facts;
  const views::CommittedEvent committed = Append(feedback, backfill, facts);
  hub.OnCommit(std::make_shared<const views::CommittedGroup>(1, committed),
               std::make_shared<const views::CommittedFacts>(std::move(facts)));
  return committed.sequence;
}

void EventFeed::CommitGroup(const std::vector<v1::Feedback>& feedback) {
  views::CommittedGroup group;
  views::CommittedFacts facts;
  for (const v1::Feedback& one : feedback) group.push_back(Append(one, false, facts));
  hub.OnCommit(std::make_shared<const views::CommittedGroup>(std::move(group)),
               std::make_shared<const views::CommittedFacts>(std::move(facts)));
}

absl::StatusOr<views::AlertRows> EventFeed::AlertsAfter(store::Sequence after) const {
  views::AlertRows found{.reached = log.newest()};
  for (const views::AlertRow& row : alerts_) {
    if (row.fact.event_sequence <= after) continue;
    found.rows.push_back(row);
    if (found.rows.size() < kAlertsAtOnce) continue;
    found.reached = row.fact.event_sequence;
    break;
  }
  return found;
}

std::shared_ptr<const views::FactSource> EventFeed::Snapshot() const {
  return std::make_shared<Facts>(newest_, dictionaries, log.newest());
}

}  // namespace voc::subscribe
