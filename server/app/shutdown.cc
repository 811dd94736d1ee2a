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
  ending_ = true;
}

void Shutdown::Fail(absl::Status cause) {
  absl::MutexLock lock(&mutex_);
  if (ending_) return;
  ending_ = true;
  cause_ = std::move(cause);
}

void Shutdown::StartOver() {
  absl::MutexLock lock(&mutex_);
  starting_over_ = true;
}

bool Shutdown::ending() const {
  absl::MutexLock lock(&mutex_);
  return ending_;
}

absl::StatusOr<Shutdown::Next> Shutdown::Wait() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &Shutdown::Told));
  if (!cause_.ok()) return cause_;
  if (ending_) return Next::kEnd;
  starting_over_ = false;
  return Next::kStartOver;
}

}  // namespace voc::app
