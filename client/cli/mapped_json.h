#ifndef VOC_CLIENT_CLI_MAPPED_JSON_H_
#define VOC_CLIENT_CLI_MAPPED_JSON_H_

#include <memory>

#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/record_reader.h"
#include "client/formats/mapping.h"

namespace voc::cli {

// The records of a JSON file, or of one JSON text a line, read by a mapping. The file is
// held as a whole: one that breaks off is rejected on the line where it does, and
// nothing of it is read. `rating_max` is --scale, 0 without. `source` must outlive what
// is returned.
std::unique_ptr<RecordReader> OpenMappedJson(ByteSource& source, const formats::Mapping& mapping,
                                             int rating_max, const RecordOptions& options);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_MAPPED_JSON_H_
