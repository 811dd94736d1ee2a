#ifndef VOC_SERVER_APP_SHUTDOWN_H_
#define VOC_SERVER_APP_SHUTDOWN_H_

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace voc::app {

// Waits until the process should end: SIGTERM, SIGINT, or a failure from within.
// Made in main before any other thread, so that every thread inherits the blocked
// signals. Thread-safe.
class Shutdown {
 public:
  Shutdown();
  ~Shutdown();
  Shutdown(const Shutdown&) = delete;
  Shutdown& operator=(const Shutdown&) = delete;

  // The process cannot go on. The first cause counts.
  void Fail(absl::Status cause);

  // OK after a signal, else the cause of the failure.
  absl::Status Wait();

 private:
  void AwaitSignal();

  absl::Mutex mutex_;
  bool asked_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status cause_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace voc::app

#endif  // VOC_SERVER_APP_SHUTDOWN_H_
