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

  // Readers do not call these.
  void Apply(const CommittedGroup&) override {}
  absl::StatusOr<std::vector<Voice>> VoicesOfAccount(Ordinal, size_t) const override {
    return std::vector<Voice>();
  }
  absl::StatusOr<std::vector<Voice>> VoicesOfRespondent(Ordinal, size_t) const override {
    return std::vector<Voice>();
  }
  ViewsStats stats() const override { return {}; }
  absl::Status background_status() const override { return absl::OkStatus(); }

 private:
  const subscribe::EventFeed* const feed_;
};

}  // namespace voc::views

#endif  // VOC_TESTS_UNIT_SERVER_VIEWS_READER_FAKE_VIEWS_H_
