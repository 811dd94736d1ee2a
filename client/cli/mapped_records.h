#ifndef VOC_CLIENT_CLI_MAPPED_RECORDS_H_
#define VOC_CLIENT_CLI_MAPPED_RECORDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/record_reader.h"
#include "client/formats/mapper.h"
#include "client/formats/mapping.h"

namespace voc::cli {

// What the readers of mapped files have in common: hands out one by one what a
// record became. Not thread-safe.
class MappedRecords : public RecordReader {
 public:
  absl::StatusOr<Event> Next(v1::Feedback* feedback) final;

  bool saw_time_without_zone() const override { return mapper_.saw_time_without_zone(); }
  std::vector<std::string> notes() const override;
  const formats::Mapper* mapper() const override { return &mapper_; }

 protected:
  MappedRecords(const formats::Mapping& mapping, const RecordOptions& options);

  // Reads the next record and calls Deliver(), Refuse() or neither; false at the end.
  virtual absl::StatusOr<bool> ReadRecord() = 0;

  // What came of the record that begins on `line`.
  void Deliver(int64_t line, formats::Mapped mapped);
  // The record that begins on `line` cannot be read.
  void Refuse(int64_t line, Violations violations);

  formats::Mapper mapper_;

 private:
  formats::Mapped mapped_;
  // Of mapped_, how many were handed out.
  size_t given_ = 0;
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_MAPPED_RECORDS_H_
