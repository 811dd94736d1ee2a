#include "server/ingest/command.h"

namespace voc::ingest {

void WriteResult(CommandResult& result, v1::SubmitResult& out) {
  out.set_outcome(result.outcome);
  if (result.error != nullptr) {
    out.mutable_error()->Swap(result.error.get());
    return;
  }
  out.set_feedback_id(result.id.ToHex());
  out.set_sequence(result.sequence);
  out.set_revision(result.revision);
}

}  // namespace voc::ingest
