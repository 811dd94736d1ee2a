#include <variant>

#include "absl/synchronization/mutex.h"
#include "server/app/app.h"
#include "server/app/options.h"

// What jemalloc reads as the process begins; MALLOC_CONF in the environment has the last
// word. Tables of tens of MiB are looked up all over, and segments of the tail come and
// go: large pages, and memory kept for a minute, also that of the ten MiB (in bytes below)
// which every segment and its runs take, spare a fault for every few events.
extern "C" {
extern const char* const malloc_conf;
const char* const malloc_conf =
    "thp:always,metadata_thp:auto,dirty_decay_ms:60000,oversize_threshold:16777216";
}

int main(int argc, char** argv) {
  // Abseil as it is packaged notes every order of locks under one lock of its own, and aborts at
  // one that might deadlock. That is for tests, which keep it.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const std::variant<voc::app::Options, voc::app::Exit> parsed = voc::app::ParseOptions(argc, argv);
  if (const auto* exit = std::get_if<voc::app::Exit>(&parsed)) return exit->code;
  return voc::app::Run(std::get<voc::app::Options>(parsed));
}
