#ifndef VOC_CLIENT_CLI_GROUPED_CSV_H_
#define VOC_CLIENT_CLI_GROUPED_CSV_H_

#include <cstddef>
#include <memory>

#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/record_reader.h"
#include "client/formats/mapping.h"

namespace voc::cli {

// Rows of one submission may stand anywhere in a file, so all of it is held in memory
// until its end; at most so many bytes of texts.
inline constexpr size_t kMaxGroupedBytes = 256 * 1024 * 1024;

// The most rows of one submission.
inline constexpr size_t kMaxGroupRows = 1'000;

// The records of a CSV file of which a row is one answer: rows with the same text in
// the column `mapping.csv.group_by` are one record, in the order of their first rows. Its
// columns are those of the first row, and those of each row as elements of a list:
// "rows[0].NAME". A submission with a row that cannot be read is rejected with that row,
// so that no part of it is stored, and so is one of more than kMaxGroupRows; a row that is so
// broken that its submission cannot be told is rejected alone. RESOURCE_EXHAUSTED above
// kMaxGroupedBytes, with nothing read. `source` must outlive what is returned.
std::unique_ptr<RecordReader> OpenGroupedCsv(ByteSource& source, const formats::Mapping& mapping,
                                             const RecordOptions& options);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_GROUPED_CSV_H_
