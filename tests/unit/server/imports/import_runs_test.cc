#include "server/imports/import_runs.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "storage/testing/fake_clock.h"

namespace voc::imports {
namespace {

class ImportRunsTest : public ::testing::Test {
 protected:
  bool Begin(const std::string& run) { return runs_.Begin("i", run).ok(); }
  // What is held, if it may be; null of a run that holds nothing.
  std::optional<std::shared_ptr<void>> Attach(const std::string& run) {
    std::shared_ptr<void> hold;
    const absl::Status attached = runs_.Attach("i", run, &hold);
    if (attached.ok()) return hold;
    EXPECT_EQ(attached.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(hold, nullptr);
    return std::nullopt;
  }

  base::FakeClock clock_{0};
  ImportRuns runs_{&clock_};
};

TEST_F(ImportRunsTest, WhoHasAStreamHoldsTheImport) {
  auto first = Attach("a");
  ASSERT_TRUE(first.has_value());
  auto second = Attach("a");
  clock_.Advance(10 * kRunGrace);
  EXPECT_TRUE(Begin("a"));
  EXPECT_FALSE(Begin("b"));
  EXPECT_FALSE(Attach("b").has_value());
  EXPECT_TRUE(runs_.Begin("another", "b").ok());
  first.reset();
  EXPECT_FALSE(Begin("b"));
  second.reset();
  EXPECT_TRUE(Begin("b"));
  EXPECT_FALSE(Attach("a").has_value());
}

TEST_F(ImportRunsTest, WhoBeganItHasAWhileToBringSomething) {
  EXPECT_TRUE(Begin("a"));
  EXPECT_FALSE(Begin("b"));
  clock_.Advance(kRunGrace);
  EXPECT_FALSE(Begin("b"));
  clock_.Advance(1);
  EXPECT_TRUE(Begin("b"));
  EXPECT_FALSE(Begin("a"));
}

TEST_F(ImportRunsTest, WhoSaysNoRunIsNeverRefusedAndHoldsNothing) {
  const auto nothing = Attach("");
  ASSERT_TRUE(nothing.has_value());
  EXPECT_EQ(*nothing, nullptr);
  EXPECT_TRUE(Begin("a"));
  const auto hold = Attach("a");
  EXPECT_TRUE(Begin(""));
  EXPECT_TRUE(Attach("").has_value());
  EXPECT_FALSE(Begin("b"));
}

TEST_F(ImportRunsTest, AHoldMayOutliveThem) {
  std::shared_ptr<void> hold;
  {
    ImportRuns gone(&clock_);
    ASSERT_TRUE(gone.Attach("i", "a", &hold).ok());
  }
  hold.reset();
}

TEST_F(ImportRunsTest, BeyondTheLimitNothingIsHeld) {
  for (size_t i = 0; i < kMaxRuns; ++i) {
    ASSERT_TRUE(runs_.Begin(absl::StrCat("i-", i), "a").ok());
  }
  EXPECT_TRUE(Begin("a"));
  EXPECT_TRUE(Begin("b"));
  const auto hold = Attach("a");
  ASSERT_TRUE(hold.has_value());
  EXPECT_EQ(*hold, nullptr);
  // Those that brought nothing make room.
  clock_.Advance(kRunGrace + 1);
  EXPECT_TRUE(Begin("a"));
  EXPECT_FALSE(Begin("b"));
}

}  // namespace
}  // namespace voc::imports
