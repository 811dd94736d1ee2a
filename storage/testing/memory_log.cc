#include "storage/testing/memory_log.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace voc::store {
namespace {

class Reader final : public LogReader {
 public:
  Reader(std::vector<std::string> payloads, Sequence from)
      : payloads_(std::move(payloads)), sequence_(from == 0 ? 0 : from - 1) {}

  bool Next() override { return ++sequence_ <= payloads_.size(); }
  Sequence sequence() const override { return sequence_; }
  std::string_view payload() const override { return payloads_[sequence_ - 1]; }
  const absl::Status& status() const override { return status_; }

 private:
  const std::vector<std::string> payloads_;
  Sequence sequence_;
  absl::Status status_;
};

}  // namespace

absl::Status MemoryLog::Append(Sequence first, std::span<const std::string_view> payloads) {
  absl::MutexLock lock(&mutex_);
  ++appends_;
  mutex_.Await(absl::Condition(
      +[](bool* held) { return !*held; }, &held_));
  if (!failure_.ok()) return failure_;
  if (first != payloads_.size() + 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("append at ", first, " to a log that ends at ", payloads_.size()));
  }
  payloads_.insert(payloads_.end(), payloads.begin(), payloads.end());
  return absl::OkStatus();
}

absl::StatusOr<std::string> MemoryLog::Read(Sequence sequence) const {
  absl::MutexLock lock(&mutex_);
  if (sequence == 0 || sequence > payloads_.size()) {
    return absl::NotFoundError(absl::StrCat("no event ", sequence));
  }
  return payloads_[sequence - 1];
}

absl::StatusOr<std::vector<std::string>> MemoryLog::ReadMany(
    std::span<const Sequence> sequences) const {
  std::vector<std::string> payloads;
  for (const Sequence sequence : sequences) {
    absl::StatusOr<std::string> payload = Read(sequence);
    if (!payload.ok()) return payload.status();
    payloads.push_back(*std::move(payload));
  }
  return payloads;
}

std::unique_ptr<LogReader> MemoryLog::ReadFrom(Sequence from) const {
  absl::MutexLock lock(&mutex_);
  return std::make_unique<Reader>(payloads_, from);
}

Sequence MemoryLog::oldest() const {
  absl::MutexLock lock(&mutex_);
  return payloads_.empty() ? 0 : 1;
}

Sequence MemoryLog::newest() const {
  absl::MutexLock lock(&mutex_);
  return payloads_.size();
}

void MemoryLog::FailAppends(absl::Status status) {
  absl::MutexLock lock(&mutex_);
  failure_ = std::move(status);
}

void MemoryLog::HoldAppends() {
  absl::MutexLock lock(&mutex_);
  held_ = true;
}

void MemoryLog::ReleaseAppends() {
  absl::MutexLock lock(&mutex_);
  held_ = false;
}

int MemoryLog::appends() const {
  absl::MutexLock lock(&mutex_);
  return appends_;
}

}  // namespace voc::store
