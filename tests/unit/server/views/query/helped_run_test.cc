#include "server/views/query/helped_run.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace voc::views {
namespace {

constexpr absl::Duration kDeadline = absl::Seconds(30);

TEST(HelpedRun, HelpersWorkMeanwhileAndAreWaitedFor) {
  base::WorkerPool pool("test", 1, 8);
  absl::Notification helped;
  absl::Notification done;
  std::atomic<bool> ended = false;
  HelpedRun(&pool, 2, [&](size_t part) {
    if (part == 1) {
      helped.Notify();
      EXPECT_TRUE(done.WaitForNotificationWithTimeout(kDeadline));
      ended = true;
      return;
    }
    EXPECT_TRUE(helped.WaitForNotificationWithTimeout(kDeadline));
    done.Notify();
  });
  EXPECT_TRUE(ended);
}

TEST(HelpedRun, NobodyWaitsForHelpersThatAreBusy) {
  base::WorkerPool pool("test", 1, 8);
  absl::Notification free;
  base::WorkerPool::Task busy = [&] { free.WaitForNotification(); };
  ASSERT_TRUE(pool.TryRun(busy));
  std::atomic<int> parts = 0;
  HelpedRun(&pool, 4, [&](size_t) { ++parts; });
  EXPECT_EQ(parts, 1);
  free.Notify();
  pool.Shutdown();  // runs what was queued
  EXPECT_EQ(parts, 1);
}

TEST(HelpedRun, DoesWithoutHelpers) {
  int parts = 0;
  HelpedRun(nullptr, 2, [&](size_t part) { parts += part == 0 ? 1 : 100; });
  EXPECT_EQ(parts, 1);
}

}  // namespace
}  // namespace voc::views
