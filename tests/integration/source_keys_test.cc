// What may be written with a source key, and what it tells.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/base/time.h"
#include "storage/testing/fake_clock.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"

namespace voc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kSecret[] = "0123456789abcdef0123456789abcdef";
constexpr base::TimeNs kNow = 1'763'000'000 * base::kNsPerSecond;
constexpr base::TimeNs kMinute = 60 * base::kNsPerSecond;
constexpr base::TimeNs kHour = 60 * kMinute;
constexpr base::TimeNs kDay = 24 * kHour;

std::string Base64Url(std::string_view bytes) {
  return absl::WebSafeBase64Escape(absl::string_view(bytes.data(), bytes.size()));
}

// Signed as a host's backend would.
std::string Token(const std::string& subject, const std::string& account, base::TimeNs expires,
                  const std::string& audience = "app", const std::string& secret = kSecret) {
  const std::string head = Base64Url(R"({"alg":"HS256","typ":"JWT","kid":"k"})");
  const std::string account_claim =
      account.empty() ? "" : absl::StrCat(R"(,"account_id":")", account, "\"");
  const std::string body =
      Base64Url(absl::StrCat(R"({"sub":")", subject, "\"", account_claim, R"(,"aud":")", audience,
                             R"(","exp":)", expires / base::kNsPerSecond, "}"));
  const std::string text = absl::StrCat(head, ".", body);
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &length);
  return absl::StrCat(text, ".", Base64Url({reinterpret_cast<const char*>(mac), length}));
}

class SourceKeysTest : public ::testing::Test {
 protected:
  void SetUp() override { key_ = Create("app", /*tokens=*/true); }

  std::string Create(const std::string& source_id, bool tokens) {
    grpc::ClientContext context;
    v1::CreateSourceRequest request;
    v1::Source& source = *request.mutable_source();
    source.set_source_id(source_id);
    source.set_metric(v1::METRIC_NPS);
    if (tokens) {
      v1::TokenKey& key = *source.add_token_keys();
      key.set_key_id("k");
      key.set_algorithm(v1::TOKEN_ALGORITHM_HS256);
      key.set_key(kSecret);
    }
    v1::CreateSourceResponse response;
    EXPECT_TRUE(server_.sources().CreateSource(&context, request, &response).ok());
    return response.source().keys(0).key();
  }

  grpc::Status Submit(const v1::Feedback& feedback, v1::SubmitResult* result,
                      const std::string& token = "") {
    return SubmitWith(key_, feedback, result, token);
  }
  grpc::Status SubmitWith(const std::string& key, const v1::Feedback& feedback,
                          v1::SubmitResult* result, const std::string& token = "") {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", key));
    v1::SubmitRequest request;
    *request.mutable_feedback() = feedback;
    request.set_identity_token(token);
    v1::SubmitResponse response;
    const grpc::Status status = server_.feedback().Submit(&context, request, &response);
    *result = response.result();
    return status;
  }
  // Of a call that must succeed.
  v1::SubmitResult Keyed(const v1::Feedback& feedback, const std::string& token = "") {
    v1::SubmitResult result;
    const grpc::Status status = Submit(feedback, &result, token);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return result;
  }
  std::string Reason(const v1::SubmitResult& result) {
    for (const google::protobuf::Any& detail : result.error().details()) {
      google::rpc::ErrorInfo info;
      if (detail.UnpackTo(&info)) return info.reason();
    }
    return "";
  }

  v1::CheckEligibilityResponse Eligibility(const v1::CheckEligibilityRequest& request,
                                           const std::string& key = "") {
    grpc::ClientContext context;
    if (!key.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", key));
    v1::CheckEligibilityResponse response;
    const grpc::Status status = server_.sources().CheckEligibility(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  base::FakeClock clock_{kNow};
  base::TempDir folder_;
  RunningServer server_{folder_.path(), RunningOptions{.clock = &clock_}};
  std::string key_;
};

TEST_F(SourceKeysTest, AKeyWritesToItsSourceAlone) {
  v1::SubmitResult result;
  const v1::Feedback feedback = Nps("1", 9);
  const grpc::Status unknown =
      SubmitWith("vks_00000000000000000000000000000000", feedback, &result);
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(ErrorInfoOf(unknown).reason(), "SOURCE_KEY_UNKNOWN");
  const std::string other = Create("other", /*tokens=*/false);
  const grpc::Status stolen = SubmitWith(other, feedback, &result);
  EXPECT_EQ(stolen.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(ErrorInfoOf(stolen).reason(), "KEY_SCOPE");
  ASSERT_TRUE(Submit(feedback, &result).ok());
  EXPECT_EQ(result.outcome(), v1::OUTCOME_CREATED);
  EXPECT_EQ(result.sequence(), 0u);
  EXPECT_EQ(server_.Get(result.feedback_id()).identity(), v1::IDENTITY_UNVERIFIED);
}

TEST_F(SourceKeysTest, OnlyWhatTheSourceAsksForIsTaken) {
  v1::Feedback feedback = Nps("1", 5);
  feedback.mutable_response()->set_metric(v1::METRIC_CSAT);
  EXPECT_THAT(BadFieldsOf(Keyed(feedback).error()), ElementsAre("response.metric"));
  feedback.mutable_mention()->set_body("great");
  EXPECT_THAT(BadFieldsOf(Keyed(feedback).error()), ElementsAre("mention"));
  for (const auto& [time, field] :
       std::vector<std::pair<base::TimeNs, std::string>>{{kNow - kDay - kMinute, "collected_at"},
                                                         {kNow - kDay + kMinute, ""},
                                                         {kNow + 9 * kMinute, ""},
                                                         {kNow + 11 * kMinute, "collected_at"}}) {
    feedback = Nps(absl::StrCat("t", time), 5);
    base::SetTimestamp(time, *feedback.mutable_collected_at());
    const v1::SubmitResult result = Keyed(feedback);
    if (field.empty()) {
      EXPECT_EQ(result.outcome(), v1::OUTCOME_CREATED) << time;
    } else {
      EXPECT_THAT(BadFieldsOf(result.error()), ElementsAre(field)) << time;
    }
  }
}

TEST_F(SourceKeysTest, ATokenVouchesForWhoAnswers) {
  const v1::SubmitResult result = Keyed(Nps("1", 9), Token("ann", "acme", kNow + kHour));
  ASSERT_EQ(result.outcome(), v1::OUTCOME_CREATED);
  const v1::Feedback stored = server_.Get(result.feedback_id());
  EXPECT_EQ(stored.identity(), v1::IDENTITY_VERIFIED);
  EXPECT_EQ(stored.respondent_id(), "ann");
  EXPECT_EQ(stored.account_id(), "acme");
  // What the page says besides must be the same.
  v1::Feedback forged = Nps("2", 9, "other-account");
  forged.set_respondent_id("bob");
  EXPECT_THAT(BadFieldsOf(Keyed(forged, Token("ann", "acme", kNow + kHour)).error()),
              UnorderedElementsAre("respondent_id", "account_id"));
  // A token without an account vouches for none.
  EXPECT_THAT(BadFieldsOf(Keyed(Nps("3", 9, "acme"), Token("ann", "", kNow + kHour)).error()),
              ElementsAre("account_id"));
}

TEST_F(SourceKeysTest, ATokenThatDoesNotHoldFailsTheCall) {
  v1::SubmitResult result;
  for (const std::string& token :
       {Token("ann", "", kNow + kHour, "other"),
        Token("ann", "", kNow + kHour, "app", "another secret of 32 bytes......"),
        std::string("a.b.c"), std::string("nonsense")}) {
    const grpc::Status status = Submit(Nps("1", 9), &result, token);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << token;
    EXPECT_EQ(ErrorInfoOf(status).reason(), "TOKEN_INVALID") << token;
  }
  const grpc::Status late = Submit(Nps("1", 9), &result, Token("ann", "", kNow - 2 * kMinute));
  EXPECT_EQ(ErrorInfoOf(late).reason(), "TOKEN_EXPIRED");
  EXPECT_TRUE(Submit(Nps("1", 9), &result, Token("ann", "", kNow - kMinute / 2)).ok());
}

TEST_F(SourceKeysTest, ARepeatWithATokenMakesItVerified) {
  v1::Feedback feedback = Nps("1", 9, "acme");
  feedback.set_respondent_id("ann");
  const v1::SubmitResult first = Keyed(feedback);
  ASSERT_EQ(first.outcome(), v1::OUTCOME_CREATED);
  EXPECT_EQ(Keyed(feedback).outcome(), v1::OUTCOME_UNCHANGED);
  const std::string token = Token("ann", "acme", kNow + kHour);
  EXPECT_EQ(Keyed(feedback, token).outcome(), v1::OUTCOME_UPDATED);
  EXPECT_EQ(server_.Get(first.feedback_id()).identity(), v1::IDENTITY_VERIFIED);
  EXPECT_EQ(Keyed(feedback, token).outcome(), v1::OUTCOME_UNCHANGED);
  // A late repeat by the page alone is known, and other words need a token again.
  EXPECT_EQ(Keyed(feedback).outcome(), v1::OUTCOME_UNCHANGED);
  EXPECT_EQ(server_.Get(first.feedback_id()).identity(), v1::IDENTITY_VERIFIED);
  feedback.mutable_response()->set_comment("more");
  EXPECT_EQ(Reason(Keyed(feedback)), "SUBMISSION_TAKEN");
  EXPECT_EQ(Keyed(feedback, token).outcome(), v1::OUTCOME_UPDATED);
  EXPECT_EQ(server_.Get(first.feedback_id()).identity(), v1::IDENTITY_VERIFIED);
}

TEST_F(SourceKeysTest, NobodyElsesFeedbackIsChangedOrTold) {
  // Written by a trusted caller: the same content and another are told alike.
  ASSERT_EQ(server_.Submit(Nps("trusted", 9)).outcome(), v1::OUTCOME_CREATED);
  const v1::SubmitResult same = Keyed(Nps("trusted", 9));
  const v1::SubmitResult other = Keyed(Nps("trusted", 0));
  EXPECT_EQ(same.outcome(), other.outcome());
  EXPECT_EQ(same.error().message(), other.error().message());
  EXPECT_EQ(Reason(same), Reason(other));
  EXPECT_EQ(same.ByteSizeLong(), other.ByteSizeLong());
  EXPECT_EQ(same.outcome(), v1::OUTCOME_REJECTED);
  EXPECT_EQ(Reason(same), "SUBMISSION_TAKEN");
  EXPECT_EQ(same.feedback_id(), "");
  // A token opens it no more than a key does.
  EXPECT_EQ(Reason(Keyed(Nps("trusted", 9), Token("ann", "", kNow + kHour))), "SUBMISSION_TAKEN");
  // What a token vouches for is of that respondent.
  const v1::SubmitResult hers = Keyed(Nps("hers", 9), Token("ann", "", kNow + kHour));
  v1::Feedback forged = Nps("hers", 0);
  EXPECT_EQ(Reason(Keyed(forged)), "SUBMISSION_TAKEN");
  forged.set_respondent_id("bob");
  EXPECT_EQ(Reason(Keyed(forged)), "SUBMISSION_TAKEN");
  EXPECT_EQ(Reason(Keyed(Nps("hers", 0), Token("bob", "", kNow + kHour))), "SUBMISSION_TAKEN");
  EXPECT_EQ(server_.Get(hers.feedback_id()).response().score(), 9);
  // A trusted caller may replace what was written with a key; its word then stands.
  const v1::SubmitResult mine = Keyed(Nps("page", 3));
  EXPECT_EQ(server_.Submit(Nps("page", 3)).outcome(), v1::OUTCOME_UNCHANGED);
  EXPECT_EQ(server_.Submit(Nps("page", 4)).outcome(), v1::OUTCOME_UPDATED);
  EXPECT_EQ(server_.Get(mine.feedback_id()).identity(), v1::IDENTITY_UNSPECIFIED);
  EXPECT_EQ(Reason(Keyed(Nps("page", 4))), "SUBMISSION_TAKEN");
  EXPECT_THAT(server_.Verify(), IsEmpty());
}

TEST_F(SourceKeysTest, NobodySaysThemselvesThatTheyAreVerified) {
  v1::Feedback feedback = Nps("1", 9);
  feedback.set_identity(v1::IDENTITY_VERIFIED);
  EXPECT_EQ(server_.Get(Keyed(feedback).feedback_id()).identity(), v1::IDENTITY_UNVERIFIED);
  feedback.set_submission_id("2");
  EXPECT_EQ(server_.Get(server_.Submit(feedback).feedback_id()).identity(),
            v1::IDENTITY_UNSPECIFIED);
}

TEST_F(SourceKeysTest, DisplaysAreHeldToTheSame) {
  const auto record = [&](int count, const std::string& source, v1::Metric metric,
                          v1::RecordDisplayResponse* response) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", key_));
    v1::RecordDisplayRequest request;
    for (int i = 0; i < count; ++i) {
      v1::Display& display = *request.add_displays();
      display.set_source_id(source);
      display.set_display_id(absl::StrCat(i));
      display.set_metric(metric);
    }
    return server_.feedback().RecordDisplay(&context, request, response);
  };
  v1::RecordDisplayResponse response;
  EXPECT_EQ(ErrorInfoOf(record(11, "app", v1::METRIC_NPS, &response)).reason(), "TOO_MANY_ITEMS");
  EXPECT_EQ(ErrorInfoOf(record(1, "other", v1::METRIC_NPS, &response)).reason(), "KEY_SCOPE");
  ASSERT_TRUE(record(1, "app", v1::METRIC_CES, &response).ok());
  EXPECT_THAT(BadFieldsOf(response.results(0).error()), ElementsAre("metric"));
  for (const v1::Outcome expected : {v1::OUTCOME_CREATED, v1::OUTCOME_UNCHANGED}) {
    response.Clear();
    ASSERT_TRUE(record(10, "app", v1::METRIC_NPS, &response).ok());
    for (const v1::SubmitResult& result : response.results()) {
      EXPECT_EQ(result.outcome(), expected);
      EXPECT_EQ(result.sequence(), 0u);
    }
  }
  EXPECT_EQ(Keyed(Nps("0", 9)).outcome(), v1::OUTCOME_CREATED);
  // They count in the rate as any others.
  grpc::ClientContext context;
  v1::QueryTrendRequest query;
  query.set_metric(v1::TREND_METRIC_NPS);
  query.set_granularity(v1::GRANULARITY_TOTAL);
  v1::QueryTrendResponse trend;
  ASSERT_TRUE(server_.trends().QueryTrend(&context, query, &trend).ok());
  EXPECT_EQ(trend.total().displays(), 10);
  EXPECT_EQ(trend.total().responses(), 1);
  EXPECT_THAT(server_.Verify(), IsEmpty());
}

TEST_F(SourceKeysTest, ASurveyIsShownToWhoHasAKey) {
  v1::GetSurveyRequest request;
  request.set_source_id("app");
  {
    grpc::ClientContext context;
    v1::GetSurveyResponse response;
    EXPECT_EQ(server_.sources().GetSurvey(&context, request, &response).error_code(),
              grpc::StatusCode::UNAUTHENTICATED);
  }
  request.set_source_key(key_);
  grpc::ClientContext context;
  v1::GetSurveyResponse response;
  ASSERT_TRUE(server_.sources().GetSurvey(&context, request, &response).ok());
  EXPECT_EQ(response.metric(), v1::METRIC_NPS);
  EXPECT_EQ(response.scale_points(), 11);
  grpc::ClientContext again;
  request.set_source_id("other");
  EXPECT_EQ(ErrorInfoOf(server_.sources().GetSurvey(&again, request, &response)).reason(),
            "KEY_SCOPE");
}

TEST_F(SourceKeysTest, WhoWasAskedIsLeftAlone) {
  v1::CheckEligibilityRequest request;
  request.set_source_id("app");
  request.set_respondent_id("ann");
  EXPECT_TRUE(Eligibility(request).eligible());
  Keyed(Nps("1", 9), Token("ann", "", kNow + kHour));
  const v1::CheckEligibilityResponse quiet = Eligibility(request);
  EXPECT_FALSE(quiet.eligible());
  EXPECT_EQ(quiet.reason(), v1::INELIGIBLE_REASON_QUIET_PERIOD);
  EXPECT_EQ(base::FromTimestamp(quiet.next_time()), kNow + 90 * kDay);
  // With a key, who is meant is said by a token alone, and times by the minute.
  EXPECT_TRUE(Eligibility(request, key_).eligible());
  request.set_identity_token(Token("ann", "", kNow + kHour));
  const v1::CheckEligibilityResponse keyed = Eligibility(request, key_);
  EXPECT_FALSE(keyed.eligible());
  EXPECT_EQ(base::FromTimestamp(keyed.next_time()) % kMinute, 0);
  EXPECT_GE(base::FromTimestamp(keyed.next_time()), kNow + 90 * kDay);
  clock_.Advance(90 * kDay);
  request.clear_identity_token();
  EXPECT_TRUE(Eligibility(request).eligible());
}

TEST_F(SourceKeysTest, WhereTokensVouchClaimsDoNotCount) {
  v1::Feedback claim = Nps("1", 9);
  claim.set_respondent_id("ann");
  Keyed(claim);
  v1::CheckEligibilityRequest request;
  request.set_source_id("app");
  request.set_respondent_id("ann");
  EXPECT_TRUE(Eligibility(request).eligible());
  // Without tokens there is nothing better than claims.
  const std::string key = Create("open", /*tokens=*/false);
  claim.set_source_id("open");
  v1::SubmitResult result;
  ASSERT_TRUE(SubmitWith(key, claim, &result).ok());
  request.set_source_id("open");
  EXPECT_FALSE(Eligibility(request, key).eligible());
}

}  // namespace
}  // namespace voc
