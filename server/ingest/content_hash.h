#ifndef VOC_SERVER_INGEST_CONTENT_HASH_H_
#define VOC_SERVER_INGEST_CONTENT_HASH_H_

#include <array>
#include <cstdint>

#include "voc/v1/feedback.pb.h"

namespace voc::ingest {

// Tells one content from another.
using ContentHash = std::array<uint8_t, 8>;

// Hashes what a client said: every input field of a normalised feedback, the
// key and client_revision included, output-only fields left out. collected_at and
// language are left out too: a repeat that lacks a time has the stored one as its
// content, and one that gives the language vocd had detected, as an export does,
// says nothing new. Judge compares the two. Independent of protobuf's encoding and
// map order. Thread-safe.
//
// Part of the disk format: XXH3, 64 bits, big-endian, over "voc.content.1" and, in ascending order
// of tag, each field that is not at its default (or, where presence counts, is present): the tag as
// one byte, then the value. Strings carry their length in bytes before them; lengths, counts,
// int32, bool and enum values are four bytes, seconds and doubles (IEEE 754) eight, all
// little-endian. Tags:
//   1 source_id  2 submission_id  3 question_id  4 client_revision
//   5 response   6 metric  7 score  8 scale_points  9 low_is_good
//   10 comment   11 finished
//   12 mention   13 mention_type  14 platform  15 title  16 body  17 url
//   18 author    19 rating  20 rating_max
//   21 respondent_id  22 account_id
//   24 channel   25 journey_stage  26 touchpoint
//   28 properties (count, then key and value by ascending bytes of the key)
// 5 and 12 have no value. A new field takes a new tag, so that the hash of
// what is stored does not change.
ContentHash HashContent(const v1::Feedback& normalized);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_CONTENT_HASH_H_
