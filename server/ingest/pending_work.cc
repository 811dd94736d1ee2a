#include "server/ingest/pending_work.h"

#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace voc::ingest {

struct PendingWork::Reply {
  absl::Mutex mutex;
  bool known ABSL_GUARDED_BY(mutex) = false;
  absl::Status status ABSL_GUARDED_BY(mutex);
  std::vector<CommandResult> results ABSL_GUARDED_BY(mutex);
};

bool PendingWork::Start(const std::function<absl::Status(Work)>& submit,
                        std::vector<Command> commands, size_t bytes, std::function<void()> wake) {
  auto reply = std::make_shared<Reply>();
  Work work{.commands = std::move(commands), .bytes = bytes};
  work.done = [reply, wake = std::move(wake)](absl::Status status,
                                              std::vector<CommandResult> results) {
    {
      absl::MutexLock lock(&reply->mutex);
      reply->known = true;
      reply->status = std::move(status);
      reply->results = std::move(results);
    }
    if (wake) wake();
  };
  if (!submit(std::move(work)).ok()) return false;
  reply_ = std::move(reply);
  return true;
}

std::optional<absl::StatusOr<std::vector<CommandResult>>> PendingWork::Take() {
  if (reply_ == nullptr) return std::nullopt;
  std::vector<CommandResult> results;
  {
    absl::MutexLock lock(&reply_->mutex);
    if (!reply_->known) return std::nullopt;
    if (!reply_->status.ok()) return absl::StatusOr<std::vector<CommandResult>>(reply_->status);
    results = std::move(reply_->results);
  }
  reply_.reset();
  return absl::StatusOr<std::vector<CommandResult>>(std::move(results));
}

}  // namespace voc::ingest
