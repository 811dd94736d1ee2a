#include "client/cli/mapped_records.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/record_reader.h"
#include "client/cli/validate.h"
#include "client/cpp/status.h"
#include "client/formats/mapper.h"
#include "client/formats/mapping.h"
#include "client/formats/steps.h"

namespace voc::cli {

MappedRecords::MappedRecords(const formats::Mapping& mapping, const RecordOptions& options)
    : mapper_(mapping, {.source_id = options.source_id, .zone = options.zone}) {}

absl::StatusOr<RecordReader::Event> MappedRecords::Next(v1::Feedback* feedback) {
  while (true) {
    if (!mapped_.violations.empty()) {
      violations_ = std::move(mapped_.violations);
      mapped_ = {};
      return Event::kRejected;
    }
    if (given_ < mapped_.feedback.size()) {
      feedback->Swap(&mapped_.feedback[given_++]);
      return Event::kFeedback;
    }
    if (given_ < mapped_.feedback.size() + mapped_.left_out.size()) {
      left_out_.Swap(&mapped_.left_out[given_++ - mapped_.feedback.size()]);
      return Event::kLeftOut;
    }
    mapped_ = {};
    given_ = 0;
    const absl::StatusOr<bool> read = ReadRecord();
    if (!read.ok()) return read.status();
    if (!*read) return Event::kEnd;
  }
}

void MappedRecords::Deliver(int64_t line, formats::Mapped mapped) {
  line_ = line;
  ++record_;
  mapped_ = std::move(mapped);
  // The server rejects a feedback by itself; of a submission nothing may be left.
  for (const v1::Feedback& feedback : mapped_.feedback) {
    for (client::FieldViolation& violation : ValidateLocally(feedback)) {
      if (mapped_.feedback.size() > 1) {
        absl::StrAppend(&violation.description, " (question ",
                        formats::Excerpt(feedback.question_id()), ")");
      }
      mapped_.violations.push_back(std::move(violation));
    }
  }
  if (!mapped_.violations.empty()) mapped_.feedback.clear();
}

void MappedRecords::Refuse(int64_t line, Violations violations) {
  line_ = line;
  ++record_;
  mapped_.violations = std::move(violations);
}

std::vector<std::string> MappedRecords::notes() const {
  std::vector<std::string> notes;
  if (mapper_.dropped_properties()) {
    notes.push_back("some records have more than 64 properties: the first 64 columns were kept");
  }
  const auto& rules = mapper_.mapping().rules;
  const bool has_order = std::any_of(rules.begin(), rules.end(), [](const formats::Rule& rule) {
    return rule.field == formats::Field::kClientRevision;
  });
  if (!has_order) {
    notes.push_back(
        "the format has no time of change: what is imported last wins, an older export too");
  }
  return notes;
}

}  // namespace voc::cli
