#ifndef VOC_SERVER_VIEWS_KNOWN_FROM_EVENT_H_
#define VOC_SERVER_VIEWS_KNOWN_FROM_EVENT_H_

#include "server/views/known_feedback.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::views {

// What the id index holds of a feedback after the event at `sequence`.
KnownFeedback KnownFromEvent(const storage::v1::FeedbackEvent& event, store::Sequence sequence);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_KNOWN_FROM_EVENT_H_
