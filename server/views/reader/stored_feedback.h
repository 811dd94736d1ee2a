#ifndef VOC_SERVER_VIEWS_READER_STORED_FEEDBACK_H_
#define VOC_SERVER_VIEWS_READER_STORED_FEEDBACK_H_

#include <memory>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/views/reader/feedback_scan.h"
#include "server/views/views.h"
#include "storage/event_log.h"
#include "voc/v1/feedback.pb.h"

namespace voc::views {

// What to say of an id that no feedback has: NOT_FOUND, reason
// FEEDBACK_NOT_FOUND.
absl::Status FeedbackNotFound(std::string_view feedback_id);

// Reads feedback back: which, from the facts; what, from the log. Thread-safe;
// every call may block on the disk. Errors besides those named: the log's.
class StoredFeedback {
 public:
  // Both outlive this.
  StoredFeedback(const Views* views, const store::EventLog* log) : views_(views), log_(log) {}

  // As it is now. NOT_FOUND for an id that was never stored, INVALID_ARGUMENT for
  // an empty one.
  absl::StatusOr<v1::Feedback> Get(std::string_view feedback_id) const;

  // One page. INVALID_ARGUMENT names every bad field; CANCELLED once `cancelled`
  // says so.
  absl::StatusOr<v1::ListFeedbackResponse> List(const v1::ListFeedbackRequest& request,
                                                absl::FunctionRef<bool()> cancelled) const;

  // Everything that passes, as of now. INVALID_ARGUMENT names every bad field.
  absl::StatusOr<std::unique_ptr<FeedbackScan>> Export(
      const v1::ExportFeedbackRequest& request) const;

 private:
  const Views* const views_;
  const store::EventLog* const log_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_READER_STORED_FEEDBACK_H_
