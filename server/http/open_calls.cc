#include "server/http/open_calls.h"

namespace voc::http {

std::optional<OpenCalls::Slot> OpenCalls::Take(const std::string& address) {
  {
    absl::MutexLock lock(&mutex_);
    int& open = open_[address];
    if (open >= max_per_address_) return std::nullopt;
    ++open;
  }
  return Slot(shared_from_this(), address);
}

void OpenCalls::Release(const std::string& address) {
  absl::MutexLock lock(&mutex_);
  const auto found = open_.find(address);
  if (found != open_.end() && --found->second <= 0) open_.erase(found);
}

}  // namespace voc::http
