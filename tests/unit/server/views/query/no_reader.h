#ifndef VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_NO_READER_H_
#define VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_NO_READER_H_

#include "server/views/query/feedback_reader.h"

namespace voc::views {

// For requests that must not read any feedback.
class NoReader final : public FeedbackReader {
 public:
  absl::Status Read(absl::Span<const uint64_t>,
                    absl::FunctionRef<absl::Status(size_t, const v1::Feedback&)>) const override {
    return absl::InternalError("feedback was read");
  }
};

}  // namespace voc::views

#endif  // VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_NO_READER_H_
