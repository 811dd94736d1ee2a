#include "client/cli/import_open.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/cli/byte_source.h"
#include "client/cli/fingerprint.h"
#include "client/cli/import_format.h"
#include "client/cli/numbers.h"
#include "client/cli/record_reader.h"
#include "client/cli/utf8.h"
#include "client/cpp/status.h"

namespace voc::cli {
namespace {

// Between two reports to the server, a quarter of the time that the import has taken:
// what it sends again if it is cut off.
constexpr absl::Duration kMinReportInterval = absl::Milliseconds(200);
constexpr absl::Duration kMaxReportInterval = absl::Seconds(3);
// Files of an import that the server keeps, and the bytes of a name.
constexpr int kMaxKeptFiles = 1000;
constexpr size_t kMaxKeptNameBytes = 4096;

// Everything that decides what a file is read as.
std::string HowRead(const ImportOptions& import, const Context& context) {
  return absl::StrCat(import.format.name, "\n", import.format.rating_max, "\n",
                      import.records.source_id, "\n",
                      context.zone_given() ? context.zone_name() : "", "\n", import.format.map);
}

// Whether it can be read more than once: a pipe cannot.
bool IsFile(const std::string& path) {
  std::error_code ignored;
  return path != "-" && std::filesystem::is_regular_file(path, ignored);
}

// What the first file turns out to be; "auto" where that cannot be told without
// taking from what is to be imported.
std::string FormatOf(const std::string& file, const ImportOptions& import) {
  if (import.format.name != kAutoFormat || !IsFile(file)) return import.format.name;
  const auto source = OpenFile(file, /*input=*/-1);
  if (!source.ok()) return import.format.name;
  const auto records = OpenRecords(**source, import.format, import.records);
  v1::Feedback ignored;
  if (!records->Next(&ignored).ok()) return import.format.name;
  return records->format();
}

// A file's name as the server keeps it: UTF-8 of a bounded length.
std::string KeptName(const std::string& file) {
  std::string name = file.substr(0, kMaxKeptNameBytes);
  if (!IsUtf8(name)) {
    for (char& c : name) {
      if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
  }
  return name;
}

}  // namespace

absl::StatusOr<ImportRecord> OpenImport(const std::vector<std::string>& files,
                                        const ImportOptions& import, bool resume,
                                        Context& context) {
  v1::Import wanted;
  wanted.set_import_id(NewImportId());
  wanted.set_format(!import.format.map.empty() ? "map" : FormatOf(files.front(), import));
  wanted.set_source_id(import.records.source_id);
  // The server keeps no more files, and what it does not keep cannot be gone on with.
  resume = resume && files.size() <= kMaxKeptFiles;
  for (const std::string& file : files) {
    if (wanted.files_size() == kMaxKeptFiles) break;
    v1::ImportFile& named = *wanted.add_files();
    named.set_name(KeptName(file));
    absl::StatusOr<std::string> fingerprint = "";
    if (IsFile(file)) fingerprint = FingerprintFile(file, HowRead(import, context));
    // What cannot be read is told when its turn comes.
    if (fingerprint.ok()) named.set_fingerprint(*std::move(fingerprint));
    resume = resume && !named.fingerprint().empty();
  }
  auto record = ImportRecord::Open(context.client(), std::move(wanted), resume);
  if (!record.ok()) return record;
  if (!record->busy_id().empty()) {
    context.Say(absl::StrCat("voc: import ", record->busy_id(),
                             " brings the same just now; this is an import of its own"));
  }
  if (record->resumed()) {
    int64_t done = 0;
    for (const v1::ImportFile& file : record->import().files()) done += file.records_done();
    context.Say(absl::StrCat("voc: going on with import ", record->id(), ": ", FormatCount(done),
                             " records were done before; --no-resume starts over"));
  }
  return record;
}

absl::StatusOr<std::string> BeginImport(ImportRecord& record, Context& context) {
  if (absl::Status begun = record.Begin(); !begun.ok()) return begun;
  if (record.id().empty()) {
    context.Say(
        "voc: the server keeps no list of imports: this one has no id, cannot be undone "
        "and does not go on if it is cut off");
  }
  return record.id();
}

absl::Duration ImportReports::FirstInterval() { return kMinReportInterval; }

void ImportReports::Update(Context& context) {
  const absl::Time now = absl::Now();
  if (record_ == nullptr || now < next_) return;
  const absl::Status told = record_->Report(importer_->Files(), importer_->Counts(), false);
  next_ = absl::Now() + std::clamp((now - start_) / 4, kMinReportInterval, kMaxReportInterval);
  if (told.ok()) return;
  context.Say(absl::StrCat("voc: the server does not take how far the import came: ",
                           client::Describe(told)));
  record_ = nullptr;
}

}  // namespace voc::cli
