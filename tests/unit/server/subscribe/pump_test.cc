#include "server/subscribe/pump.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "storage/base/steady_clock.h"
#include "storage/testing/fake_clock.h"

namespace voc::subscribe {
namespace {

constexpr absl::Duration kDeadline = absl::Seconds(30);
constexpr base::TimeNs kHour = 3600 * base::kNsPerSecond;

// Counts its runs, and asks for the next as it is told to.
class Counter final : public Runner {
 public:
  explicit Counter(Next next, bool heavy = false) : next_(next), heavy_(heavy) {}

  Next Run() override {
    if (on_run) on_run();
    absl::MutexLock lock(&mutex_);
    ++runs_;
    return next_;
  }

  bool heavy() const override { return heavy_; }

  bool AwaitRuns(int runs) {
    absl::MutexLock lock(&mutex_);
    const auto reached = [this, runs]()
                             ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return runs_ >= runs; };
    return mutex_.AwaitWithTimeout(absl::Condition(&reached), kDeadline);
  }

  int runs() {
    absl::MutexLock lock(&mutex_);
    return runs_;
  }

  std::function<void()> on_run;  // set before it is scheduled

 private:
  const Next next_;
  const bool heavy_;
  absl::Mutex mutex_;
  int runs_ ABSL_GUARDED_BY(mutex_) = 0;
};

class PumpTest : public ::testing::Test {
 protected:
  Pump::Id Add(const std::shared_ptr<Runner>& runner) {
    const absl::StatusOr<Pump::Id> id = pump_.Add(runner);
    EXPECT_TRUE(id.ok()) << id.status();
    pump_.Schedule(*id);
    return *id;
  }

  const base::SteadyClock steady_;
  Pump pump_{2, &steady_};
};

TEST_F(PumpTest, RunsWhatIsScheduled) {
  const auto runner = std::make_shared<Counter>(Runner::Next{.delay_ns = kHour});
  const Pump::Id id = Add(runner);
  ASSERT_TRUE(runner->AwaitRuns(1));
  pump_.Schedule(id);
  EXPECT_TRUE(runner->AwaitRuns(2));
}

TEST_F(PumpTest, RunsAgainAtOnceWithoutDelayAndLetsOthersRun) {
  const auto eager = std::make_shared<Counter>(Runner::Next{.delay_ns = 0});
  const auto other = std::make_shared<Counter>(Runner::Next{.delay_ns = 0});
  Add(eager);
  Add(other);
  EXPECT_TRUE(eager->AwaitRuns(100));
  EXPECT_TRUE(other->AwaitRuns(100));
}

TEST_F(PumpTest, CommitRunsOnlyThoseWhoWaitForIt) {
  const auto waits = std::make_shared<Counter>(Runner::Next{.delay_ns = kHour, .on_commit = true});
  const auto idle = std::make_shared<Counter>(Runner::Next{.delay_ns = kHour});
  Add(waits);
  Add(idle);
  ASSERT_TRUE(waits->AwaitRuns(1));
  ASSERT_TRUE(idle->AwaitRuns(1));
  for (int i = 2; i < 50; ++i) {
    pump_.NotifyCommit();
    ASSERT_TRUE(waits->AwaitRuns(i));
  }
  EXPECT_EQ(idle->runs(), 1);
}

TEST_F(PumpTest, CommitDuringARunIsNotMissed) {
  const auto runner = std::make_shared<Counter>(Runner::Next{.delay_ns = kHour, .on_commit = true});
  std::atomic<bool> first{true};
  runner->on_run = [this, &first] {
    if (first.exchange(false)) pump_.NotifyCommit();
  };
  Add(runner);
  EXPECT_TRUE(runner->AwaitRuns(2));
}

TEST_F(PumpTest, ScheduleDuringARunIsNotMissed) {
  const auto runner = std::make_shared<Counter>(Runner::Next{.delay_ns = kHour});
  std::atomic<bool> first{true};
  const absl::StatusOr<Pump::Id> id = pump_.Add(runner);
  runner->on_run = [this, &first, &id] {
    if (first.exchange(false)) pump_.Schedule(*id);
  };
  pump_.Schedule(*id);
  EXPECT_TRUE(runner->AwaitRuns(2));
}

TEST_F(PumpTest, RunsWhenItsTimeHasCome) {
  const auto runner = std::make_shared<Counter>(Runner::Next{.delay_ns = 1'000'000});
  Add(runner);
  EXPECT_TRUE(runner->AwaitRuns(20));
}

TEST(PumpPauseTest, RoundsOfWakingKeepAPauseForEveryRunnerWoken) {
  base::FakeClock steady(0);
  Pump pump(2, &steady);
  const auto waits = std::make_shared<Counter>(Runner::Next{.delay_ns = kHour, .on_commit = true});
  const auto other = std::make_shared<Counter>(Runner::Next{.delay_ns = kHour});
  const absl::StatusOr<Pump::Id> waits_id = pump.Add(waits);
  const absl::StatusOr<Pump::Id> other_id = pump.Add(other);
  pump.Schedule(*waits_id);
  ASSERT_TRUE(waits->AwaitRuns(1));
  // A step of another shows that the threads looked at what is due.
  int others = 0;
  const auto look = [&] {
    pump.Schedule(*other_id);
    ASSERT_TRUE(other->AwaitRuns(++others));
  };
  look();
  pump.NotifyCommit();
  ASSERT_TRUE(waits->AwaitRuns(2));
  look();
  pump.NotifyCommit();
  look();
  look();
  EXPECT_EQ(waits->runs(), 2);
  steady.Advance(kCommitPauseNs);
  look();
  EXPECT_TRUE(waits->AwaitRuns(3));
}

TEST_F(PumpTest, DoneAndRemovedRunnersAreLetGo) {
  auto done = std::make_shared<Counter>(Runner::Next{.done = true});
  const std::weak_ptr<Counter> done_alive = done;
  Add(done);
  ASSERT_TRUE(done->AwaitRuns(1));
  auto removed = std::make_shared<Counter>(Runner::Next{.delay_ns = kHour});
  const Pump::Id id = Add(removed);
  ASSERT_TRUE(removed->AwaitRuns(1));
  pump_.Remove(id);
  pump_.Remove(id);
  pump_.Schedule(id);
  pump_.Shutdown();
  EXPECT_EQ(pump_.size(), 0u);
  EXPECT_EQ(done.use_count(), 1);
  EXPECT_EQ(removed.use_count(), 1);
}

TEST_F(PumpTest, HeavyStepsLeaveAThreadToTheOthers) {
  absl::Notification release;
  std::vector<std::shared_ptr<Counter>> heavy;
  for (int i = 0; i < 5; ++i) {
    heavy.push_back(std::make_shared<Counter>(Runner::Next{.done = true}, /*heavy=*/true));
    heavy.back()->on_run = [&release] { release.WaitForNotification(); };
    Add(heavy.back());
  }
  const auto light = std::make_shared<Counter>(Runner::Next{.delay_ns = kHour});
  Add(light);
  EXPECT_TRUE(light->AwaitRuns(1));
  for (const auto& runner : heavy) EXPECT_EQ(runner->runs(), 0);
  release.Notify();
  for (const auto& runner : heavy) EXPECT_TRUE(runner->AwaitRuns(1));
}

TEST_F(PumpTest, RefusesMoreThanItsLimitAndAllAfterShutdown) {
  const auto runner = std::make_shared<Counter>(Runner::Next{.delay_ns = kHour});
  for (size_t i = 0; i < kMaxSubscribers; ++i) ASSERT_TRUE(pump_.Add(runner).ok());
  EXPECT_EQ(pump_.Add(runner).status().code(), absl::StatusCode::kResourceExhausted);
  pump_.Shutdown();
  EXPECT_EQ(pump_.Add(runner).status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace voc::subscribe
