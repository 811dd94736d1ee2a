#ifndef VOC_SERVER_HTTP_OPEN_CALLS_H_
#define VOC_SERVER_HTTP_OPEN_CALLS_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"

namespace voc::http {

// How many calls each address has open. Thread-safe; shared by its slots.
class OpenCalls : public std::enable_shared_from_this<OpenCalls> {
 public:
  explicit OpenCalls(int max_per_address) : max_per_address_(max_per_address) {}

  // A place of an address, given back when it goes.
  class Slot {
   public:
    Slot() = default;
    Slot(std::shared_ptr<OpenCalls> calls, std::string address)
        : calls_(std::move(calls)), address_(std::move(address)) {}
    Slot(Slot&& other) noexcept = default;
    Slot& operator=(Slot&& other) noexcept {
      std::swap(calls_, other.calls_);
      std::swap(address_, other.address_);
      return *this;
    }
    ~Slot() {
      if (calls_ != nullptr) calls_->Release(address_);
    }

   private:
    std::shared_ptr<OpenCalls> calls_;
    std::string address_;
  };

  // None if the address has too many already.
  std::optional<Slot> Take(const std::string& address);

 private:
  void Release(const std::string& address);

  const int max_per_address_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, int> open_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_OPEN_CALLS_H_
