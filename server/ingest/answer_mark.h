#ifndef VOC_SERVER_INGEST_ANSWER_MARK_H_
#define VOC_SERVER_INGEST_ANSWER_MARK_H_

#include <cstdint>
#include <optional>

#include "server/views/seen_answers.h"
#include "voc/v1/feedback.pb.h"

namespace voc::ingest {

// views::MarkAnswer of what a feedback answers.
inline uint64_t MarkOfQuestion(const v1::Feedback& feedback) {
  return views::MarkAnswer(feedback.respondent_id(), feedback.source_id(),
                           feedback.response().metric());
}

// The same where it is an answer of somebody, with a score; nullopt else.
inline std::optional<uint64_t> MarkOfAnswer(const v1::Feedback& feedback) {
  if (feedback.respondent_id().empty() || !feedback.response().has_score()) return std::nullopt;
  return MarkOfQuestion(feedback);
}

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_ANSWER_MARK_H_
