#include "server/discover/discover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/unit/server/discover/texts.h"
#include "tests/unit/server/views/query/fake_facts.h"
#include "tests/unit/server/views/query/times.h"

namespace voc::discover {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using views::At;
using views::StampAt;

constexpr char kNow[] = "2025-10-20T00:00:00Z";
constexpr char kBefore[] = "2025-09-20T00:00:00Z";

// NPS answers with comments, and the log that holds them.
class DiscoverTest : public ::testing::Test, public views::FeedbackReader {
 protected:
  DiscoverTest() {
    v1::Interval& interval = *request_.mutable_filter()->mutable_interval();
    *interval.mutable_start_time() = StampAt("2025-10-06T00:00:00Z");
    *interval.mutable_end_time() = StampAt("2025-11-06T00:00:00Z");
  }

  void Say(int count, std::string_view time, int score, const std::string& comment,
           const std::vector<std::string_view>& themes = {}) {
    for (; count > 0; --count) {
      const uint64_t event = feedback_.size() + 1;
      views::Fact fact;
      fact.kind = static_cast<uint8_t>(views::Kind::kNps);
      fact.scale = 11;
      fact.score = static_cast<uint8_t>(score);
      fact.flags = views::kScored | views::kHasText;
      fact.collected_at = At(time) + static_cast<base::TimeNs>(event);
      fact.event_sequence = fact.sequence = event;
      fact.account = dictionaries_.Intern(views::Dimension::kAccount, absl::StrCat("a", event));
      fact.language = dictionaries_.Intern(views::Dimension::kLanguage, "en");
      fact.theme_set = dictionaries_.Intern(views::Dimension::kThemeSet, views::PackList(themes));
      facts_.Add(fact);
      v1::Feedback& feedback = feedback_.emplace_back();
      feedback.set_feedback_id(absl::StrCat("f", event));
      feedback.mutable_response()->set_comment(comment);
    }
  }

  absl::Status Read(
      absl::Span<const uint64_t> events,
      absl::FunctionRef<absl::Status(size_t, const v1::Feedback&)> visit) const override {
    for (size_t i = 0; i < events.size(); ++i) {
      if (absl::Status status = visit(i, feedback_[events[i] - 1]); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  v1::DiscoverThemesResponse Discover(size_t max_texts = kMaxSampledTexts) {
    facts_.set_sequence(feedback_.size());
    const auto response =
        DiscoverThemes(request_, facts_, dictionaries_, *this, NotCancelled, max_texts);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(v1::DiscoverThemesResponse());
  }

  // An ordinary autumn, and a bad release.
  void SayMuch() {
    Say(100, kBefore, 9, "Great calendar");
    Say(100, kBefore, 7, "It does what it should");
    Say(80, kNow, 9, "Great calendar");
    Say(80, kNow, 7, "It does what it should");
    Say(30, kNow, 1, "The app crashes every morning", {"stability"});
    Say(5, kNow, 2, "The app crashed every morning", {"stability"});
    Say(30, kNow, 10, "Lovely dark mode");
    Say(5, kNow, 10, "Lovely dark mode", {"looks"});
  }

  views::Dictionaries dictionaries_;
  views::FakeFacts facts_;
  std::vector<v1::Feedback> feedback_;
  v1::DiscoverThemesRequest request_;
};

TEST_F(DiscoverTest, FindsWhatRoseTheWorstFirst) {
  SayMuch();
  const v1::DiscoverThemesResponse response = Discover();
  EXPECT_EQ(response.texts(), 230);
  EXPECT_EQ(response.texts_before(), 200);
  EXPECT_FALSE(response.sampled());
  EXPECT_EQ(response.phrase_count(), 2);
  ASSERT_THAT(response.phrases(), SizeIs(2));
  const v1::DiscoveredPhrase& crash = response.phrases(0);
  EXPECT_EQ(crash.phrase(), "app crashes");
  EXPECT_THAT(crash.languages(), ElementsAre("en"));
  EXPECT_EQ(crash.texts(), 35);
  EXPECT_EQ(crash.texts_before(), 0);
  EXPECT_EQ(crash.authors(), 35);
  EXPECT_NEAR(crash.share(), 100.0 * 35 / 230, 1e-9);
  EXPECT_TRUE(crash.has_share_before());
  EXPECT_FALSE(crash.has_ratio());
  EXPECT_LT(crash.q_value(), 1e-6);
  EXPECT_EQ(crash.net(), -100);
  EXPECT_NEAR(crash.net_without(), 100.0 * 115 / 195, 1e-9);
  EXPECT_EQ(crash.nps(), -100);
  // NPS of all minus NPS without: 34.78 - 58.97.
  EXPECT_NEAR(crash.nps_impact(), 100.0 * 80 / 230 - 100.0 * 115 / 195, 1e-9);
  EXPECT_LT(crash.nps_impact_low(), crash.nps_impact());
  EXPECT_GT(crash.nps_impact_high(), crash.nps_impact());
  EXPECT_THAT(crash.variants(), ::testing::Contains("crashes every morning"));
  ASSERT_THAT(crash.covered_by(), SizeIs(1));
  EXPECT_EQ(crash.covered_by(0).theme(), "stability");
  EXPECT_EQ(crash.covered_by(0).share(), 100);
  ASSERT_THAT(crash.examples(), SizeIs(2));
  EXPECT_THAT(crash.examples(0).quote(), HasSubstr("The app crash"));
  EXPECT_NE(crash.examples(0).feedback_id(), crash.examples(1).feedback_id());
  // What helps comes last, and a theme of few of its texts does not cover it.
  EXPECT_EQ(response.phrases(1).phrase(), "lovely dark mode");
  EXPECT_GT(response.phrases(1).net_change(), 0);
  EXPECT_THAT(response.phrases(1).covered_by(), SizeIs(0));
}

TEST_F(DiscoverTest, TheLimitKeepsTheWorst) {
  SayMuch();
  request_.set_limit(1);
  const v1::DiscoverThemesResponse response = Discover();
  ASSERT_THAT(response.phrases(), SizeIs(1));
  EXPECT_EQ(response.phrases(0).phrase(), "app crashes");
  EXPECT_EQ(response.phrase_count(), 2);
}

TEST_F(DiscoverTest, TheFilterSaysWhichTexts) {
  SayMuch();
  request_.mutable_filter()->set_min_score(3);
  EXPECT_THAT(Discover().phrases(), SizeIs(1));
  request_.mutable_filter()->clear_min_score();
  request_.mutable_filter()->set_text_contains("dark");
  const v1::DiscoverThemesResponse response = Discover();
  EXPECT_EQ(response.texts(), 35);
  EXPECT_EQ(response.texts_found(), 230);
}

TEST_F(DiscoverTest, TooManyTextsAreSampledAndThatIsSaid) {
  SayMuch();
  const v1::DiscoverThemesResponse one = Discover(150);
  EXPECT_TRUE(one.sampled());
  EXPECT_EQ(one.texts(), 150);
  EXPECT_EQ(one.texts_before(), 150);
  EXPECT_EQ(one.texts_found(), 230);
  EXPECT_EQ(one.phrases(0).phrase(), "app crashes");
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(one, Discover(150)));
}

TEST_F(DiscoverTest, NothingSaidNothingFound) {
  request_.mutable_filter()->clear_interval();
  const v1::DiscoverThemesResponse response = Discover();
  EXPECT_FALSE(response.has_interval());
  EXPECT_THAT(response.phrases(), SizeIs(0));
}

TEST_F(DiscoverTest, StopsWhenTold) {
  SayMuch();
  int asked = 0;
  for (int patience = 0;; ++patience) {
    asked = 0;
    const auto response =
        DiscoverThemes(request_, facts_, dictionaries_, *this, [&] { return ++asked > patience; });
    if (response.ok()) break;
    EXPECT_EQ(response.status().code(), absl::StatusCode::kCancelled);
    EXPECT_EQ(asked, patience + 1);  // at once
  }
  EXPECT_GT(asked, 4);  // in every stage
}

}  // namespace
}  // namespace voc::discover
