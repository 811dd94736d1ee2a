#ifndef VOC_SERVER_VIEWS_READER_LOG_FEEDBACK_READER_H_
#define VOC_SERVER_VIEWS_READER_LOG_FEEDBACK_READER_H_

#include "server/views/query/feedback_reader.h"
#include "storage/event_log.h"

namespace voc::views {

// Reads feedback from the log for queries that look at texts. Thread-safe.
class LogFeedbackReader final : public FeedbackReader {
 public:
  // `log` outlives the reader.
  explicit LogFeedbackReader(const store::EventLog* log) : log_(log) {}

  absl::Status Read(absl::Span<const uint64_t> event_sequences,
                    absl::FunctionRef<absl::Status(size_t index, const v1::Feedback& feedback)>
                        visit) const override;

 private:
  const store::EventLog* const log_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_READER_LOG_FEEDBACK_READER_H_
