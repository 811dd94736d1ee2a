#ifndef VOC_SERVER_INGEST_ENCODE_UNDECIDED_H_
#define VOC_SERVER_INGEST_ENCODE_UNDECIDED_H_

#include <string_view>

#include "google/protobuf/arena.h"
#include "voc/v1/feedback.pb.h"

namespace voc::ingest {

// A feedback that nothing is decided of yet, as its record will hold it: without sequence,
// revision and ingested_at, and without collected_at where the client claimed none. On the arena.
//
// The bytes are protobuf's. It would look once more whether every text is UTF-8, which they were
// found to be when they came in, and that took longer than all the rest. Thread-safe.
std::string_view EncodeUndecided(const v1::Feedback& feedback, google::protobuf::Arena& arena);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_ENCODE_UNDECIDED_H_
