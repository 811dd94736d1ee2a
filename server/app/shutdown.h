#ifndef VOC_SERVER_APP_SHUTDOWN_H_
#define VOC_SERVER_APP_SHUTDOWN_H_

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

namespace voc::app {

// Waits until the process should end: SIGTERM, SIGINT, or a failure from within; or
// until its parts should be made anew. Made in main before any other thread, so that every thread
// inherits the blocked signals. Thread-safe.
class Shutdown {
 public:
  Shutdown();
  ~Shutdown();
  Shutdown(const Shutdown&) = delete;
  Shutdown& operator=(const Shutdown&) = delete;

  // The process cannot go on. The first cause counts.
  void Fail(absl::Status cause);

  // The process is to go on with parts made anew.
  void StartOver();

  // Whether the process is to end. True for good.
  bool ending() const;

  enum class Next { kEnd, kStartOver };

  // What to do next: to end, however often it is asked, goes before to start over,
  // which is told once. An error is the cause of the failure that ends the process.
  absl::StatusOr<Next> Wait();

 private:
  void AwaitSignal();
  bool Told() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return ending_ || starting_over_; }

  mutable absl::Mutex mutex_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  bool starting_over_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status cause_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace voc::app

#endif  // VOC_SERVER_APP_SHUTDOWN_H_
