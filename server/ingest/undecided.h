#ifndef VOC_SERVER_INGEST_UNDECIDED_H_
#define VOC_SERVER_INGEST_UNDECIDED_H_

#include <string_view>

#include "google/protobuf/arena.h"
#include "voc/v1/feedback.pb.h"

namespace voc::ingest {

// A feedback that nothing is decided of yet, as its record will hold it: normalised, with what
// was heard in it; without feedback_id, sequence, revision and ingested_at, and without
// collected_at where the client claimed none. On the arena. Pure.
//
// `as_sent` are the bytes that it was decoded from, or none. Where they say just what it says, as
// those of most clients do, they are taken as they are, and what vocd has added follows them: to
// encode it would take ten times as long. What a record says is the same either way, since of a
// field that occurs twice the last one counts, and of a message both.
std::string_view EncodeUndecided(const v1::Feedback& feedback, std::string_view as_sent,
                                 google::protobuf::Arena& arena);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_UNDECIDED_H_
