#include "server/views/reader/log_feedback_reader.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "server/views/reader/stored_event.h"

namespace voc::views {
namespace {

// Records read at once: bounds the memory they take.
constexpr size_t kReadRows = 256;

}  // namespace

absl::Status LogFeedbackReader::Read(
    absl::Span<const uint64_t> event_sequences,
    absl::FunctionRef<absl::Status(size_t index, const v1::Feedback& feedback)> visit) const {
  for (size_t begin = 0; begin < event_sequences.size(); begin += kReadRows) {
    const size_t count = std::min(kReadRows, event_sequences.size() - begin);
    const absl::StatusOr<std::vector<std::string>> payloads =
        log_->ReadMany(std::span(event_sequences.data() + begin, count));
    if (!payloads.ok()) return payloads.status();
    for (size_t i = 0; i < count; ++i) {
      const absl::StatusOr<storage::v1::FeedbackEvent> event = ParseEvent((*payloads)[i]);
      if (!event.ok()) return event.status();
      const absl::Status visited = visit(begin + i, event->feedback());
      if (!visited.ok()) return visited;
    }
  }
  return absl::OkStatus();
}

}  // namespace voc::views
