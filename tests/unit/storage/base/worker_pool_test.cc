#include "storage/base/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <vector>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"

namespace voc::base {
namespace {

// Keeps one thread of a pool busy until released.
class Blocker {
 public:
  explicit Blocker(WorkerPool& pool) {
    WorkerPool::Task task = [this] {
      started_.Notify();
      released_.WaitForNotification();
    };
    EXPECT_TRUE(pool.TryRun(task));
    started_.WaitForNotification();
  }

  void Release() { released_.Notify(); }

 private:
  absl::Notification started_;
  absl::Notification released_;
};

TEST(WorkerPoolTest, RunsTasksInTheOrderTheyWereTaken) {
  std::vector<int> order;
  WorkerPool pool("test", 1, 100);
  Blocker blocker(pool);
  absl::BlockingCounter left(100);
  for (int i = 0; i < 100; ++i) {
    WorkerPool::Task task = [&order, &left, i] {
      order.push_back(i);
      left.DecrementCount();
    };
    ASSERT_TRUE(pool.TryRun(task));
  }
  blocker.Release();
  left.Wait();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[static_cast<size_t>(i)], i);
}

TEST(WorkerPoolTest, RefusesATaskBeyondTheLimitAndLeavesItUntouched) {
  WorkerPool pool("test", 1, 2);
  Blocker blocker(pool);
  std::atomic<int> runs{0};
  for (int i = 0; i < 2; ++i) {
    WorkerPool::Task task = [&runs] { ++runs; };
    ASSERT_TRUE(pool.TryRun(task));
  }
  WorkerPool::Task refused = [&runs] { runs += 10; };
  EXPECT_FALSE(pool.TryRun(refused));
  blocker.Release();
  pool.Shutdown();
  EXPECT_EQ(runs, 2);
  refused();
  EXPECT_EQ(runs, 12);
}

TEST(WorkerPoolTest, RunsOnAllItsThreadsAtOnce) {
  constexpr int kThreads = 3;
  WorkerPool pool("test", kThreads, kThreads);
  absl::BlockingCounter left(kThreads);
  auto* const barrier = new absl::Barrier(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    WorkerPool::Task task = [&left, barrier] {
      if (barrier->Block()) delete barrier;  // passed only if all run together
      left.DecrementCount();
    };
    ASSERT_TRUE(pool.TryRun(task));
  }
  left.Wait();
}

TEST(WorkerPoolTest, ShutdownRunsWhatWasTakenAndTakesNoMore) {
  WorkerPool pool("test", 2, 1000);
  std::atomic<int> runs{0};
  for (int i = 0; i < 1000; ++i) {
    WorkerPool::Task task = [&runs] { ++runs; };
    ASSERT_TRUE(pool.TryRun(task));
  }
  pool.Shutdown();
  EXPECT_EQ(runs, 1000);
  WorkerPool::Task late = [&runs] { ++runs; };
  EXPECT_FALSE(pool.TryRun(late));
  pool.Shutdown();
}

}  // namespace
}  // namespace voc::base
