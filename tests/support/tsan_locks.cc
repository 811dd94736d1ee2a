// What ThreadSanitizer is to know of libraries, above all of Abseil's locks. Debian's Abseil is not
// compiled with it, so a lock would order nothing and each access behind one would be taken for a
// race. What this defines comes before the library's own, does the same and says what it orders.
// Only for the preset tsan; a member that we begin to use belongs here, or its users are reported.

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <cstdlib>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

extern "C" {
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);

// What these libraries, which are not compiled with it either, do among themselves, also where they
// call a template that is compiled here.
const char* __tsan_default_suppressions() {
  return "called_from_lib:librocksdb.so\n"
         "race:^rocksdb::\n"
         "called_from_lib:libabsl_graphcycles_internal.so\n";
}
}

namespace {

// While a lock is given up, the conditions of those who wait for it are looked at, still under it
// but after Releasing.
class Unwatched {
 public:
  Unwatched() { AnnotateIgnoreReadsBegin(__FILE__, __LINE__); }
  ~Unwatched() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
};

// The library's function of this mangled name.
template <typename Function>
Function* Next(const char* symbol) {
  void* const found = dlsym(RTLD_NEXT, symbol);
  if (found == nullptr) std::abort();
  return reinterpret_cast<Function*>(found);
}

void Acquired(const void* lock) { __tsan_acquire(const_cast<void*>(lock)); }
void Releasing(const void* lock) { __tsan_release(const_cast<void*>(lock)); }

}  // namespace

namespace absl {
ABSL_NAMESPACE_BEGIN

void Mutex::Lock() {
  static const auto next = Next<void(Mutex*)>("_ZN4absl7debian35Mutex4LockEv");
  next(this);
  Acquired(this);
}

void Mutex::Unlock() {
  static const auto next = Next<void(Mutex*)>("_ZN4absl7debian35Mutex6UnlockEv");
  Releasing(this);
  const Unwatched conditions;
  next(this);
}

void Mutex::ReaderLock() {
  static const auto next = Next<void(Mutex*)>("_ZN4absl7debian35Mutex10ReaderLockEv");
  next(this);
  Acquired(this);
}

void Mutex::ReaderUnlock() {
  static const auto next = Next<void(Mutex*)>("_ZN4absl7debian35Mutex12ReaderUnlockEv");
  Releasing(this);
  const Unwatched conditions;
  next(this);
}

void Mutex::Await(const Condition& condition) {
  static const auto next =
      Next<void(Mutex*, const Condition&)>("_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE");
  Releasing(this);
  const Unwatched conditions;
  next(this, condition);
  Acquired(this);
}

bool Mutex::AwaitWithTimeout(const Condition& condition, Duration timeout) {
  static const auto next = Next<bool(Mutex*, const Condition&, Duration)>(
      "_ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE");
  Releasing(this);
  const Unwatched conditions;
  const bool met = next(this, condition, timeout);
  Acquired(this);
  return met;
}

void CondVar::Wait(Mutex* mutex) {
  static const auto next =
      Next<void(CondVar*, Mutex*)>("_ZN4absl7debian37CondVar4WaitEPNS0_5MutexE");
  Releasing(mutex);
  const Unwatched conditions;
  next(this, mutex);
  Acquired(mutex);
}

bool CondVar::WaitWithTimeout(Mutex* mutex, Duration timeout) {
  static const auto next = Next<bool(CondVar*, Mutex*, Duration)>(
      "_ZN4absl7debian37CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE");
  Releasing(mutex);
  const Unwatched conditions;
  const bool timed_out = next(this, mutex, timeout);
  Acquired(mutex);
  return timed_out;
}

void Notification::Notify() {
  static const auto next = Next<void(Notification*)>("_ZN4absl7debian312Notification6NotifyEv");
  Releasing(this);
  next(this);
}

void Notification::WaitForNotification() const {
  static const auto next =
      Next<void(const Notification*)>("_ZNK4absl7debian312Notification19WaitForNotificationEv");
  next(this);
  Acquired(this);
}

bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  static const auto next = Next<bool(const Notification*, Duration)>(
      "_ZNK4absl7debian312Notification30WaitForNotificationWithTimeoutENS0_8DurationE");
  const bool notified = next(this, timeout);
  Acquired(this);
  return notified;
}

ABSL_NAMESPACE_END
}  // namespace absl
