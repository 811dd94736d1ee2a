#include "server/ingest/keyed_write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/ingest/limits.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr base::TimeNs kNow = 1'763'000'000 * base::kNsPerSecond;

class KeyedWriteTest : public ::testing::Test {
 protected:
  KeyedWriteTest() {
    source_.set_source_id("app");
    source_.set_metric(v1::METRIC_CES);
    source_.set_scale_points(7);
    source_.set_low_is_good(true);
    feedback_.mutable_response()->set_metric(v1::METRIC_CES);
    feedback_.mutable_response()->set_low_is_good(true);
  }

  template <typename Message>
  std::vector<std::string> Bad(const Message& message) {
    std::vector<std::string> fields;
    for (const Violation& violation : CheckKeyed(message, write_)) {
      fields.push_back(violation.field);
    }
    return fields;
  }

  v1::Source source_;
  v1::Feedback feedback_;
  KeyedWrite write_{.source = &source_, .now = kNow};
};

TEST_F(KeyedWriteTest, AnAnswerIsOnTheSourcesScale) {
  EXPECT_THAT(Bad(feedback_), IsEmpty());  // 0 is the default, 7
  feedback_.mutable_response()->set_scale_points(7);
  EXPECT_THAT(Bad(feedback_), IsEmpty());
  feedback_.mutable_response()->set_scale_points(5);
  feedback_.mutable_response()->set_low_is_good(false);
  EXPECT_THAT(Bad(feedback_), ElementsAre("response.scale_points", "response.low_is_good"));
  feedback_.mutable_response()->set_metric(v1::METRIC_NPS);
  EXPECT_THAT(Bad(feedback_), ElementsAre("response.metric"));
  feedback_.mutable_mention();
  EXPECT_THAT(Bad(feedback_), ElementsAre("mention"));
}

TEST_F(KeyedWriteTest, AReviewSiteTakesNoAnswers) {
  source_.Clear();
  source_.set_kind(v1::SOURCE_KIND_REVIEW_SITE);
  EXPECT_THAT(Bad(feedback_), ElementsAre("response.metric"));
}

TEST_F(KeyedWriteTest, TimesLieWithinADayBackAndTenMinutesAhead) {
  v1::Display display;
  display.set_metric(v1::METRIC_CES);
  EXPECT_THAT(Bad(display), IsEmpty());
  for (const auto& [time, good] :
       std::vector<std::pair<base::TimeNs, bool>>{{kNow - kMaxKeyedAgeNs - 1, false},
                                                  {kNow - kMaxKeyedAgeNs, true},
                                                  {kNow + kMaxKeyedAheadNs, true},
                                                  {kNow + kMaxKeyedAheadNs + 1, false}}) {
    base::SetTimestamp(time, *feedback_.mutable_collected_at());
    base::SetTimestamp(time, *display.mutable_displayed_at());
    EXPECT_EQ(Bad(feedback_).empty(), good);
    EXPECT_EQ(Bad(display).empty(), good);
    if (good) continue;
    EXPECT_THAT(Bad(feedback_), ElementsAre("collected_at"));
    EXPECT_THAT(Bad(display), ElementsAre("displayed_at"));
  }
  display.clear_displayed_at();
  display.set_metric(v1::METRIC_NPS);
  EXPECT_THAT(Bad(display), ElementsAre("metric"));
}

TEST_F(KeyedWriteTest, WhoIsSaidMustBeWhoTheTokenNames) {
  feedback_.set_respondent_id("ann");
  feedback_.set_account_id("acme");
  EXPECT_THAT(Bad(feedback_), IsEmpty());  // a claim
  SetIdentity(write_, feedback_);
  EXPECT_EQ(feedback_.identity(), v1::IDENTITY_UNVERIFIED);
  EXPECT_EQ(feedback_.respondent_id(), "ann");
  write_.identity = {.respondent_id = "ann", .account_id = "acme"};
  EXPECT_THAT(Bad(feedback_), IsEmpty());
  write_.identity = {.respondent_id = "Ann"};
  EXPECT_THAT(Bad(feedback_), UnorderedElementsAre("respondent_id", "account_id"));
  feedback_.clear_respondent_id();
  feedback_.clear_account_id();
  EXPECT_THAT(Bad(feedback_), IsEmpty());
  SetIdentity(write_, feedback_);
  EXPECT_EQ(feedback_.identity(), v1::IDENTITY_VERIFIED);
  EXPECT_EQ(feedback_.respondent_id(), "Ann");
  EXPECT_EQ(feedback_.account_id(), "");
}

v1::Feedback Of(v1::Identity identity, const std::string& respondent,
                const std::string& account = "") {
  v1::Feedback feedback;
  feedback.set_identity(identity);
  feedback.set_respondent_id(respondent);
  feedback.set_account_id(account);
  return feedback;
}

TEST(CheckReplacesTest, OnlyWhatAKeyBroughtIsReplacedAndNothingOfAnotherPerson) {
  constexpr auto kTrusted = v1::IDENTITY_UNSPECIFIED;
  constexpr auto kClaimed = v1::IDENTITY_UNVERIFIED;
  constexpr auto kVouched = v1::IDENTITY_VERIFIED;
  const auto free = [](const v1::Feedback& stored, const v1::Feedback& written) {
    return CheckReplaces(stored, written, /*changes=*/true).ok();
  };
  for (const auto written : {kClaimed, kVouched}) {
    EXPECT_FALSE(free(Of(kTrusted, "ann"), Of(written, "ann")));
    EXPECT_FALSE(free(Of(kTrusted, ""), Of(written, "")));
    // A claim holds nobody off.
    EXPECT_TRUE(free(Of(kClaimed, "ann"), Of(written, "bob")));
    // Nor is it enough to name who said what a token vouches for.
    EXPECT_EQ(free(Of(kVouched, "ann", "acme"), Of(written, "ann", "acme")), written == kVouched);
    EXPECT_TRUE(CheckReplaces(Of(kVouched, "ann", "acme"), Of(written, "ann", "acme"),
                              /*changes=*/false)
                    .ok());
    EXPECT_FALSE(free(Of(kVouched, "ann", "acme"), Of(written, "ann", "other")));
    EXPECT_FALSE(free(Of(kVouched, "ann"), Of(written, "bob")));
    EXPECT_FALSE(free(Of(kVouched, "ann"), Of(written, "")));
  }
  // Whatever it is, it is said in the same words.
  for (const bool changes : {false, true}) {
    EXPECT_EQ(CheckReplaces(Of(kTrusted, "x"), Of(kClaimed, "y"), changes),
              CheckReplaces(Of(kVouched, "x"), Of(kClaimed, "y"), !changes));
  }
}

TEST(VouchesAnewTest, ATokenIsNewsOverAClaimAlone) {
  EXPECT_TRUE(VouchesAnew(Of(v1::IDENTITY_UNVERIFIED, ""), Of(v1::IDENTITY_VERIFIED, "")));
  EXPECT_FALSE(VouchesAnew(Of(v1::IDENTITY_VERIFIED, ""), Of(v1::IDENTITY_VERIFIED, "")));
  EXPECT_FALSE(VouchesAnew(Of(v1::IDENTITY_VERIFIED, ""), Of(v1::IDENTITY_UNVERIFIED, "")));
  EXPECT_FALSE(VouchesAnew(Of(v1::IDENTITY_UNVERIFIED, ""), Of(v1::IDENTITY_UNVERIFIED, "")));
}

}  // namespace
}  // namespace voc::ingest
