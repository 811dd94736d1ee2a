#ifndef VOC_SERVER_VIEWS_QUERY_FEEDBACK_READER_H_
#define VOC_SERVER_VIEWS_QUERY_FEEDBACK_READER_H_

#include <cstddef>
#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "voc/v1/feedback.pb.h"

namespace voc::views {

// Reads stored feedback. Thread-safe. May read the disk.
class FeedbackReader {
 public:
  virtual ~FeedbackReader() = default;

  // Calls `visit` once for each event, in any order, with its index among
  // `event_sequences` and the feedback as that event left it. An event that was
  // erased since is left out. Stops at the first error.
  virtual absl::Status Read(
      absl::Span<const uint64_t> event_sequences,
      absl::FunctionRef<absl::Status(size_t index, const v1::Feedback& feedback)> visit) const = 0;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_FEEDBACK_READER_H_
