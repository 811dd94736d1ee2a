#include "server/app/shutdown.h"

#include <pthread.h>
#include <signal.h>

#include <utility>

namespace voc::app {
namespace {

// Ends the waiting thread; outside the process nobody sends it.
constexpr int kWakeUp = SIGUSR1;

sigset_t Awaited() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, kWakeUp}) sigaddset(&signals, signal);
  return signals;
}

}  // namespace

Shutdown::Shutdown() {
  const sigset_t signals = Awaited();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A peer that hangs up is an error of its own call, not of the process.
  signal(SIGPIPE, SIG_IGN);
  thread_ = std::thread([this] { AwaitSignal(); });
}

Shutdown::~Shutdown() {
  pthread_kill(thread_.native_handle(), kWakeUp);
  thread_.join();
}

void Shutdown::AwaitSignal() {
  const sigset_t signals = Awaited();
  int received = 0;
  sigwait(&signals, &received);
  absl::MutexLock lock(&mutex_);
  asked_ = true;
}

void Shutdown::Fail(absl::Status cause) {
  absl::MutexLock lock(&mutex_);
  if (asked_) return;
  asked_ = true;
  cause_ = std::move(cause);
}

absl::Status Shutdown::Wait() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(&asked_));
  return cause_;
}

}  // namespace voc::app
