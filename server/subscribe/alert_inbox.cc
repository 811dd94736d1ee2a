#include "server/subscribe/alert_inbox.h"

namespace voc::subscribe {

AlertInbox::AlertInbox(std::shared_ptr<const AlertMatcher> matcher, AlertForm form,
                       std::atomic<size_t>* total_bytes, std::function<void()> wake)
    : matcher_(std::move(matcher)),
      form_(form),
      total_bytes_(total_bytes),
      wake_(std::move(wake)) {}

AlertInbox::~AlertInbox() {
  absl::MutexLock lock(&mutex_);
  Clear();
}

bool AlertInbox::Push(Item item) {
  bool wake = false;
  bool fits = false;
  {
    absl::MutexLock lock(&mutex_);
    if (lost_) return false;
    const size_t bytes = item.message.bytes();
    // The first always fits: whoever takes nothing more holds one alert.
    fits = items_.empty() ||
           (items_.size() < kMaxInboxAlerts && bytes_ + bytes <= kMaxInboxBytes &&
            total_bytes_->load(std::memory_order_relaxed) + bytes <= kMaxAllInboxesBytes);
    if (fits) {
      wake = items_.empty();
      bytes_ += bytes;
      total_bytes_->fetch_add(bytes, std::memory_order_relaxed);
      items_.push_back(std::move(item));
    }
  }
  if (!fits) Overflow();
  if (wake && wake_) wake_();
  return fits;
}

void AlertInbox::Overflow() {
  {
    absl::MutexLock lock(&mutex_);
    Clear();
    lost_ = true;
  }
  if (wake_) wake_();
}

AlertInbox::Taken AlertInbox::Take(Position position, size_t max_items, size_t max_bytes) {
  Taken taken;
  size_t taken_bytes = 0;
  absl::MutexLock lock(&mutex_);
  taken.lost = lost_;
  while (!items_.empty()) {
    const bool seen = items_.front().after <= position;
    if (!seen && (taken.items.size() >= max_items || taken_bytes >= max_bytes)) break;
    const size_t bytes = items_.front().message.bytes();
    bytes_ -= bytes;
    total_bytes_->fetch_sub(bytes, std::memory_order_relaxed);
    if (!seen) {
      taken_bytes += bytes;
      taken.items.push_back(std::move(items_.front()));
    }
    items_.pop_front();
  }
  taken.rest = !items_.empty();
  return taken;
}

void AlertInbox::Clear() {
  total_bytes_->fetch_sub(bytes_, std::memory_order_relaxed);
  bytes_ = 0;
  items_.clear();
}

}  // namespace voc::subscribe
