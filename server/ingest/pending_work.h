#ifndef VOC_SERVER_INGEST_PENDING_WORK_H_
#define VOC_SERVER_INGEST_PENDING_WORK_H_

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "server/ingest/command.h"

namespace voc::ingest {

// Work that a state machine handed to the committer and whose results it will take in a
// later step. It may go before they come. For one thread; the results come on another.
class PendingWork {
 public:
  // Hands over commands that take `bytes`; `wake`, which may be empty, is called once the
  // results are there. False, and nothing under way, if `submit` refuses them: the reason
  // may be over soon. Only while nothing is under way.
  bool Start(const std::function<absl::Status(Work)>& submit, std::vector<Command> commands,
             size_t bytes, std::function<void()> wake);

  bool under_way() const { return reply_ != nullptr; }

  // The results, once, or how the work failed; nullopt while they are not there or
  // nothing is under way. After a failure it stays under way.
  std::optional<absl::StatusOr<std::vector<CommandResult>>> Take();

 private:
  struct Reply;

  std::shared_ptr<Reply> reply_;  // null unless something is under way
};

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_PENDING_WORK_H_
