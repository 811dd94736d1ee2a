#include "client/cpp/retry.h"

#include <optional>
#include <random>

#include "absl/random/bit_gen_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/cpp/status.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace voc::client {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'000'000);
const absl::Status kDown = absl::UnavailableError("down");

class RetryTest : public ::testing::Test {
 protected:
  std::mt19937_64 random_{42};
};

TEST_F(RetryTest, BacksOffWithJitterUpToTheMaximum) {
  const RetryPolicy policy{.retry_for = absl::Hours(1)};
  RetryState retry(policy, random_);
  absl::Duration full = policy.initial_backoff;
  for (int i = 0; i < 20; ++i) {
    const auto wait = retry.OnFailure(kDown, kStart);
    ASSERT_TRUE(wait.has_value());
    EXPECT_GE(*wait, full / 2) << i;
    EXPECT_LE(*wait, full) << i;
    full = std::min(full * policy.multiplier, policy.max_backoff);
  }
  EXPECT_EQ(full, policy.max_backoff);
}

TEST_F(RetryTest, LastAttemptFallsOnTheEndOfTheBudget) {
  RetryState retry({.retry_for = absl::Seconds(10)}, random_);
  ASSERT_TRUE(retry.OnFailure(kDown, kStart).has_value());
  EXPECT_EQ(retry.OnFailure(kDown, kStart + absl::Milliseconds(9'999)), absl::Milliseconds(1));
  EXPECT_EQ(retry.OnFailure(kDown, kStart + absl::Seconds(10)), std::nullopt);
}

TEST_F(RetryTest, ProgressMakesTheBudgetWholeAgain) {
  RetryState retry({.retry_for = absl::Seconds(10)}, random_);
  ASSERT_TRUE(retry.OnFailure(kDown, kStart).has_value());
  retry.OnProgress();
  const auto wait = retry.OnFailure(kDown, kStart + absl::Minutes(5));
  ASSERT_TRUE(wait.has_value());
  EXPECT_LE(*wait, RetryPolicy().initial_backoff);
}

TEST_F(RetryTest, ZeroNeverRetries) {
  RetryState retry({.retry_for = absl::ZeroDuration()}, random_);
  EXPECT_EQ(retry.OnFailure(kDown, kStart), std::nullopt);
}

TEST_F(RetryTest, WhatIsNotTransientIsNotRetried) {
  RetryState retry({}, random_);
  EXPECT_EQ(retry.OnFailure(absl::InvalidArgumentError("no"), kStart), std::nullopt);
}

TEST_F(RetryTest, WaitsAsLongAsTheServerAsks) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(7);
  google::rpc::Status status;
  status.set_code(14);
  status.add_details()->PackFrom(info);
  RetryState retry({.retry_for = absl::Seconds(60)}, random_);
  EXPECT_EQ(retry.OnFailure(FromRpcStatus(status), kStart), absl::Seconds(7));
  EXPECT_EQ(retry.OnFailure(FromRpcStatus(status), kStart + absl::Seconds(58)), absl::Seconds(2));
}

}  // namespace
}  // namespace voc::client
