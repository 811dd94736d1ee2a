#ifndef VOC_STORAGE_TESTING_MEMORY_LOG_H_
#define VOC_STORAGE_TESTING_MEMORY_LOG_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "storage/event_log.h"

namespace voc::store {

// An event log in memory, for tests, that fails on demand. Thread-safe.
class MemoryLog final : public EventLog {
 public:
  absl::Status Append(Sequence first, std::span<const std::string_view> payloads) override;
  absl::StatusOr<std::string> Read(Sequence sequence) const override;
  absl::StatusOr<std::vector<std::string>> ReadMany(
      std::span<const Sequence> sequences) const override;
  std::unique_ptr<LogReader> ReadFrom(Sequence from) const override;
  Sequence oldest() const override;
  Sequence newest() const override;

  // The next appends fail with `status`, storing nothing. OK ends that.
  void FailAppends(absl::Status status);

  // Holds every append back until Release, as a slow disk would.
  void HoldAppends();
  void ReleaseAppends();

  // How many appends were asked for, held and failed ones among them.
  int appends() const;

 private:
  mutable absl::Mutex mutex_;
  std::vector<std::string> payloads_ ABSL_GUARDED_BY(mutex_);
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  bool held_ ABSL_GUARDED_BY(mutex_) = false;
  int appends_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace voc::store

#endif  // VOC_STORAGE_TESTING_MEMORY_LOG_H_
