#include "server/views/reader/stored_alerts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "server/alerts/alert.h"
#include "server/views/reader/stored_event.h"
#include "tests/unit/server/views/reader/fake_views.h"

namespace voc::views {
namespace {

bool Never() { return false; }

class StoredAlertsTest : public ::testing::Test {
 protected:
  // What a list should hold, found by looking at everything: by sequence
  // descending, then in the order of the rules.
  std::vector<v1::Alert> Expected(const v1::ListAlertsRequest& request) {
    std::vector<v1::Alert> alerts;
    for (const auto& [key, committed] : feed_.newest()) {
      for (const storage::v1::AlertMark& mark : committed.event->alerts()) {
        const auto event = ReadEvent(feed_.log, mark.sequence());
        EXPECT_TRUE(event.ok());
        for (const storage::v1::AlertMark& made : event->alerts()) {
          if (made.rule_id() != mark.rule_id()) continue;
          v1::Alert alert = alerts::BuildAlert(*event, made, mark.sequence());
          const bool state_passes =
              request.states().empty() ||
              std::count(request.states().begin(), request.states().end(), alert.state()) > 0;
          if (state_passes) alerts.push_back(std::move(alert));
        }
      }
    }
    std::stable_sort(alerts.begin(), alerts.end(), [](const v1::Alert& a, const v1::Alert& b) {
      return a.sequence() > b.sequence();
    });
    return alerts;
  }

  std::vector<v1::Alert> ListAll(v1::ListAlertsRequest request) {
    std::vector<v1::Alert> all;
    do {
      const absl::StatusOr<v1::ListAlertsResponse> page = stored_.List(request, Never);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      all.insert(all.end(), page->alerts().begin(), page->alerts().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  // Feedback of both kinds, corrected, excluded and restored at random, so that
  // alerts of one feedback differ in sequence.
  void CommitAtRandom(unsigned seed, int events) {
    std::mt19937 random(seed);
    for (int i = 0; i < events; ++i) {
      const std::string id = absl::StrCat(random() % 40);
      v1::Feedback feedback = random() % 2 == 0
                                  ? subscribe::Nps("n" + id, static_cast<int>(random() % 11))
                                  : subscribe::BadReview("r" + id);
      if (feedback.has_mention()) {
        feedback.mutable_mention()->set_rating(static_cast<double>(1 + random() % 5));
        if (random() % 2 == 0) feedback.mutable_sentiment()->set_score(0.4);
      }
      if (random() % 6 == 0) {
        feedback.mutable_exclusion()->set_kind(v1::EXCLUSION_KIND_SPAM);
        feedback.mutable_exclusion()->set_reason(absl::StrCat(i));
      }
      feed_.Commit(feedback);
    }
  }

  subscribe::EventFeed feed_;
  FakeViews views_{&feed_};
  StoredAlerts stored_{&views_, &feed_.log};
};

TEST_F(StoredAlertsTest, PagesOfAnySizeHoldEveryAlertOnceInOrder) {
  const char* given = std::getenv("VOC_TEST_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::atoi(given)) : 11;
  SCOPED_TRACE(absl::StrCat("VOC_TEST_SEED=", seed));
  CommitAtRandom(seed, 400);
  for (const int page_size : {1, 2, 5, 30, 1000}) {
    for (const auto& states :
         std::vector<std::vector<v1::AlertState>>{{},
                                                  {v1::ALERT_STATE_OPEN},
                                                  {v1::ALERT_STATE_DISMISSED},
                                                  {v1::ALERT_STATE_OPEN, v1::ALERT_STATE_DISMISSED},
                                                  {v1::ALERT_STATE_RESOLVED}}) {
      v1::ListAlertsRequest request;
      request.set_page_size(page_size);
      for (const v1::AlertState state : states) request.add_states(state);
      const std::vector<v1::Alert> listed = ListAll(request);
      const std::vector<v1::Alert> expected = Expected(request);
      ASSERT_EQ(listed.size(), expected.size()) << page_size;
      for (size_t i = 0; i < listed.size(); ++i) {
        EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(listed[i], expected[i]))
            << listed[i].alert_id() << " " << expected[i].alert_id();
      }
    }
  }
}

TEST_F(StoredAlertsTest, GetsAnAlertInItsNewestVersion) {
  feed_.Commit(subscribe::Nps("1", 3));
  feed_.Commit(subscribe::Nps("1", 2));
  feed_.Commit(subscribe::Nps("1", 9));
  const std::string id = "nps-detractor." + ingest::FeedbackIdOf(subscribe::Nps("1", 0)).ToHex();
  const absl::StatusOr<v1::Alert> alert = stored_.Get(id);
  ASSERT_TRUE(alert.ok()) << alert.status();
  EXPECT_EQ(alert->version(), 3u);
  EXPECT_EQ(alert->state(), v1::ALERT_STATE_DISMISSED);
  EXPECT_EQ(stored_.Get("").status().code(), absl::StatusCode::kInvalidArgument);
  for (const std::string& unknown : {std::string("x"), "review-low" + id.substr(id.find('.')),
                                     "nps-detractor." + std::string(32, '0')}) {
    EXPECT_EQ(stored_.Get(unknown).status().code(), absl::StatusCode::kNotFound) << unknown;
  }
}

TEST_F(StoredAlertsTest, TextContainsIsLookedForInTheFeedbackAsItIs) {
  v1::Feedback feedback = subscribe::Nps("1", 3);
  feedback.mutable_response()->set_comment("slow LOGIN");
  feed_.Commit(feedback);
  feed_.Commit(subscribe::Nps("2", 3));
  v1::ListAlertsRequest request;
  request.mutable_filter()->set_text_contains("login");
  EXPECT_EQ(ListAll(request).size(), 1u);
  feed_.Commit(subscribe::Nps("1", 3));
  EXPECT_EQ(ListAll(request).size(), 0u);
}

TEST_F(StoredAlertsTest, ListEndsWhenTheCallerIsGone) {
  feed_.Commit(subscribe::Nps("1", 3));
  EXPECT_EQ(stored_.List({}, [] { return true; }).status().code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace voc::views
