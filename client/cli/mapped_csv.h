#ifndef VOC_CLIENT_CLI_MAPPED_CSV_H_
#define VOC_CLIENT_CLI_MAPPED_CSV_H_

#include <memory>

#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/record_reader.h"
#include "client/formats/mapping.h"

namespace voc::cli {

// The records of a CSV file read by a mapping. A header that lacks what the mapping
// needs is rejected, and nothing of the file is read. `source` must outlive what is
// returned.
std::unique_ptr<RecordReader> OpenMappedCsv(ByteSource& source, const formats::Mapping& mapping,
                                            const RecordOptions& options);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_MAPPED_CSV_H_
