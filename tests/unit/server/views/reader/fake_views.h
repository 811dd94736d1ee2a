#ifndef VOC_TESTS_UNIT_SERVER_VIEWS_READER_FAKE_VIEWS_H_
#define VOC_TESTS_UNIT_SERVER_VIEWS_READER_FAKE_VIEWS_H_

#include <memory>
#include <optional>
#include <vector>

#include "server/views/views.h"
#include "tests/unit/server/subscribe/event_feed.h"

namespace voc::views {

// Views of what an EventFeed committed, as far as readers need them.
class FakeViews final : public Views {
 public:
  explicit FakeViews(const subscribe::EventFeed* feed) : feed_(feed) {}

  absl::StatusOr<std::optional<KnownFeedback>> Find(const ingest::FeedbackId& id) const override {
    for (const auto& [key, committed] : feed_->newest()) {
      if (committed.event->feedback().feedback_id() != id.ToHex()) continue;
      KnownFeedback known;
      known.event_sequence = committed.sequence;
      return std::optional<KnownFeedback>(known);
    }
    return std::optional<KnownFeedback>();
  }

  std::shared_ptr<const FactSource> Snapshot() const override { return feed_->Snapshot(); }
  const Dictionaries& dictionaries() const override { return feed_->dictionaries; }

  std::shared_ptr<const notes::Notes> notes() const override {
    return std::make_shared<const notes::Notes>();
  }

  // Readers do not call these.
  CommittedFacts Apply(const CommittedGroup& group) override {
    return CommittedFacts(group.size());
  }
  SeenIds& seen_ids() override { return seen_ids_; }
  SeenAnswers& seen_answers() override { return seen_answers_; }
  std::unique_ptr<PreviousAnswers> Answers() const override { return nullptr; }
  absl::StatusOr<store::Sequence> ScanAnswers(
      absl::FunctionRef<void(const AnswerKey&, const PastAnswer&)>) const override {
    return store::Sequence{0};
  }
  absl::StatusOr<AlertRows> AlertsAfter(store::Sequence) const override { return AlertRows(); }
  int64_t tail_events() const override { return 0; }
  ViewsStats stats() const override { return {}; }
  absl::Status background_status() const override { return absl::OkStatus(); }

 private:
  const subscribe::EventFeed* const feed_;
  SeenIds seen_ids_;
  SeenAnswers seen_answers_;
};

}  // namespace voc::views

#endif  // VOC_TESTS_UNIT_SERVER_VIEWS_READER_FAKE_VIEWS_H_
