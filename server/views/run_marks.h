#ifndef VOC_SERVER_VIEWS_RUN_MARKS_H_
#define VOC_SERVER_VIEWS_RUN_MARKS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "server/views/run_filter.h"
#include "storage/event_log.h"

namespace voc::views {

// The `seen` table (storage/FORMAT.md): of every run what a start fills the filters in
// memory with, so that it need not read the run itself.

// Key of the marks of a run's ids, and of its answers.
std::string IdMarksKey(store::Sequence run);
std::string AnswerMarksKey(store::Sequence run);

// Marks of ids (MarkId), ascending. Decode adds them to `marks`; DATA_LOSS for what Encode
// did not make.
std::string EncodeIdMarks(std::span<const uint64_t> marks);
absl::Status DecodeIdMarks(std::string_view bytes, std::vector<uint64_t>& marks);

// The keys of answers (MarkAnswerKey) by ascending marks, each with the day as its note
// (DayOf). The same.
std::string EncodeAnswerMarks(std::span<const RunKey> keys);
absl::Status DecodeAnswerMarks(std::string_view bytes, std::vector<RunKey>& keys);

// What the filter of runs knows an id by whose mark this is.
inline RunKey KeyOfIdMark(uint64_t mark) { return {.mark = static_cast<uint32_t>(mark >> 32)}; }

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_RUN_MARKS_H_
