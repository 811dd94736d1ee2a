#include "client/cli/mapped_csv.h"

#include <memory>

#include "absl/status/statusor.h"
#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/csv_rows.h"
#include "client/cli/grouped_csv.h"
#include "client/cli/mapped_records.h"
#include "client/cli/record_reader.h"
#include "client/formats/mapping.h"

namespace voc::cli {
namespace {

// A row is a record.
class MappedCsv final : public MappedRecords {
 public:
  MappedCsv(ByteSource& source, const formats::Mapping& mapping, const RecordOptions& options)
      : MappedRecords(mapping, options), rows_(source, mapper_.mapping()) {}

 private:
  absl::StatusOr<bool> ReadRecord() override {
    const auto event = rows_.Next();
    if (!event.ok()) return event.status();
    if (*event == CsvRows::Event::kEnd) return false;
    if (*event == CsvRows::Event::kBad) {
      Refuse(rows_.line(), rows_.violations());
      return true;
    }
    mapper_.SetColumns(rows_.names());
    Deliver(rows_.line(), mapper_.Map(rows_.texts()));
    return true;
  }

  CsvRows rows_;
};

}  // namespace

std::unique_ptr<RecordReader> OpenMappedCsv(ByteSource& source, const formats::Mapping& mapping,
                                            const RecordOptions& options) {
  if (!mapping.csv.group_by.empty()) return OpenGroupedCsv(source, mapping, options);
  return std::make_unique<MappedCsv>(source, mapping, options);
}

}  // namespace voc::cli
