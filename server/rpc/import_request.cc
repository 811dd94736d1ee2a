#include "server/rpc/import_request.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "server/ingest/feedback_key.h"
#include "server/ingest/import_id.h"
#include "server/ingest/limits.h"
#include "server/rpc/errors.h"
#include "storage/base/status_details.h"
#include "storage/base/violation.h"

namespace voc::rpc {
namespace {

using Files = google::protobuf::RepeatedPtrField<v1::ImportFile>;

constexpr size_t kFingerprintDigits = 64;

bool IsFingerprint(std::string_view text) {
  return text.size() == kFingerprintDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Collects violations up to the limit of one request.
class Checker {
 public:
  void Add(std::string field, std::string description) {
    if (found_.size() < ingest::kMaxViolations) {
      found_.push_back({std::move(field), std::move(description)});
    }
  }
  void CheckId(std::string_view field, std::string_view id) {
    if (!ingest::IsImportId(id)) Add(std::string(field), std::string(ingest::kImportIdRule));
  }
  void CheckBytes(std::string field, std::string_view value, size_t min, size_t max) {
    if (value.size() >= min && value.size() <= max) return;
    Add(std::move(field),
        absl::StrCat("must have ", min, " to ", max, " bytes, has ", value.size()));
  }
  void CheckCount(std::string field, int64_t value) {
    if (value < 0) Add(std::move(field), "must not be negative");
  }
  absl::Status Take() { return found_.empty() ? absl::OkStatus() : base::InvalidRequest(found_); }

 private:
  std::vector<base::Violation> found_;
};

void CheckFiles(const std::string& field, const Files& files, Checker& checker) {
  if (files.size() > ingest::kMaxImportFiles) {
    checker.Add(field, absl::StrCat("must hold at most ", ingest::kMaxImportFiles));
    return;
  }
  for (int i = 0; i < files.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    checker.CheckBytes(path + ".name", files[i].name(), 1, ingest::kMaxFileNameBytes);
    if (!files[i].fingerprint().empty() && !IsFingerprint(files[i].fingerprint())) {
      checker.Add(path + ".fingerprint", "must be 64 lower-case hexadecimal digits, or empty");
    }
    checker.CheckCount(path + ".records_done", files[i].records_done());
  }
}

// Only what this version knows of: the log keeps it for ever.
Files CopyOf(const Files& files) {
  Files copy;
  for (const v1::ImportFile& file : files) {
    v1::ImportFile& to = *copy.Add();
    to.set_name(file.name());
    to.set_fingerprint(file.fingerprint());
    to.set_records_done(file.records_done());
    to.set_complete(file.complete());
  }
  return copy;
}

}  // namespace

absl::StatusOr<ingest::BeginImport> BeginImportOf(const v1::BeginImportRequest& request) {
  const v1::Import& asked = request.import();
  Checker checker;
  checker.CheckId("import.import_id", asked.import_id());
  checker.CheckBytes("import.format", asked.format(), 0, ingest::kMaxFormatBytes);
  checker.CheckBytes("import.source_id", asked.source_id(), 0, ingest::kMaxKeyBytes);
  CheckFiles("import.files", asked.files(), checker);
  if (absl::Status status = checker.Take(); !status.ok()) return status;
  ingest::BeginImport command;
  command.import.set_import_id(asked.import_id());
  command.import.set_format(asked.format());
  command.import.set_source_id(asked.source_id());
  *command.import.mutable_files() = CopyOf(asked.files());
  return command;
}

absl::StatusOr<ingest::ReportImport> ReportImportOf(const v1::ReportImportRequest& request) {
  const v1::ImportCounts& counts = request.counts();
  Checker checker;
  checker.CheckId("import_id", request.import_id());
  CheckFiles("files", request.files(), checker);
  checker.CheckCount("counts.created", counts.created());
  checker.CheckCount("counts.updated", counts.updated());
  checker.CheckCount("counts.unchanged", counts.unchanged());
  checker.CheckCount("counts.superseded", counts.superseded());
  checker.CheckCount("counts.skipped", counts.skipped());
  checker.CheckCount("counts.rejected", counts.rejected());
  if (absl::Status status = checker.Take(); !status.ok()) return status;
  ingest::ReportImport command;
  command.report.set_import_id(request.import_id());
  *command.report.mutable_files() = CopyOf(request.files());
  v1::ImportCounts& to = *command.report.mutable_counts();
  to.set_created(counts.created());
  to.set_updated(counts.updated());
  to.set_unchanged(counts.unchanged());
  to.set_superseded(counts.superseded());
  to.set_skipped(counts.skipped());
  to.set_rejected(counts.rejected());
  command.report.set_done(request.done());
  return command;
}

absl::StatusOr<std::vector<ingest::Command>> LeaveOutOf(const v1::LeaveOutRequest& request) {
  if (request.left_out_size() > ingest::kMaxLeftOut) {
    return TooManyItems("left_out", ingest::kMaxLeftOut);
  }
  Checker checker;
  checker.CheckId("import_id", request.import_id());
  std::vector<ingest::Command> commands;
  for (int i = 0; i < request.left_out_size(); ++i) {
    const v1::LeftOut& one = request.left_out(i);
    const std::string path = absl::StrCat("left_out[", i, "]");
    checker.CheckBytes(path + ".source_id", one.source_id(), 1, ingest::kMaxKeyBytes);
    checker.CheckBytes(path + ".submission_id", one.submission_id(), 1, ingest::kMaxKeyBytes);
    checker.CheckBytes(path + ".question_id", one.question_id(), 0, ingest::kMaxIdBytes);
    checker.CheckBytes(path + ".reason", one.reason(), 1, ingest::kMaxTextBytes);
    commands.push_back(ingest::LeaveOutCommand{
        .id = ingest::MakeFeedbackId(ingest::kDefaultTenant, one.source_id(), one.submission_id(),
                                     one.question_id()),
        .import_id = request.import_id(),
        .reason = one.reason()});
  }
  if (absl::Status status = checker.Take(); !status.ok()) return status;
  return commands;
}

absl::Status CheckImportId(std::string_view import_id) {
  if (ingest::IsImportId(import_id)) return absl::OkStatus();
  return base::InvalidField("import_id", ingest::kImportIdRule);
}

}  // namespace voc::rpc
