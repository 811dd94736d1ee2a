#ifndef VOC_SERVER_INGEST_DECIDE_RESCORE_H_
#define VOC_SERVER_INGEST_DECIDE_RESCORE_H_

#include <optional>

#include "absl/status/statusor.h"
#include "server/ingest/decide.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::ingest {

// The event of a text that was heard anew. nullopt where that is no news: the text
// or the language that a client gave is another by now, the versions are those that
// heard it last, or they hear the same as others did. A correction stays on top.
// Changes neither revision nor sequence of the feedback. Pure.
absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> RescoredEvent(
    const RescoreCommand& command, Current current, Moment moment, PreviousScore previous_score);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_DECIDE_RESCORE_H_
