#include "client/cli/import_record.h"

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cpp/status.h"

namespace voc::cli {
namespace {

constexpr absl::Duration kBusyRetry = absl::Milliseconds(200);

bool SameFiles(const v1::Import& a, const v1::Import& b) {
  return std::equal(a.files().begin(), a.files().end(), b.files().begin(), b.files().end(),
                    [](const v1::ImportFile& x, const v1::ImportFile& y) {
                      return !x.fingerprint().empty() && x.fingerprint() == y.fingerprint();
                    });
}

absl::StatusOr<std::optional<v1::Import>> FindUnfinished(client::Client& client,
                                                         const v1::Import& wanted) {
  v1::ListImportsRequest request;
  int looked = 0;
  do {
    const auto page = client.ListImports(request);
    if (!page.ok()) return page.status();
    for (const v1::Import& import : page->imports()) {
      if (import.state() == v1::IMPORT_STATE_RUNNING && SameFiles(import, wanted)) return import;
    }
    looked += page->imports_size();
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty() && looked < kMaxResumeLooks);
  return std::nullopt;
}

}  // namespace

absl::StatusOr<ImportRecord> ImportRecord::Open(client::Client& client, v1::Import wanted,
                                                bool resume) {
  ImportRecord fresh(&client, wanted);
  if (!resume) return fresh;
  auto unfinished = FindUnfinished(client, wanted);
  if (absl::IsUnimplemented(unfinished.status())) return fresh;
  if (!unfinished.ok()) return unfinished.status();
  if (!unfinished->has_value()) return fresh;
  // Named as they are now, as far as they came.
  for (int i = 0; i < wanted.files_size(); ++i) {
    wanted.mutable_files(i)->set_records_done((*unfinished)->files(i).records_done());
    wanted.mutable_files(i)->set_complete((*unfinished)->files(i).complete());
  }
  wanted.set_import_id((*unfinished)->import_id());
  ImportRecord resumed(&client, std::move(wanted));
  const absl::Time patience = absl::Now() + kBusyPatience;
  absl::Status begun = resumed.Begin();
  while (client::ReasonOf(begun) == "IMPORT_BUSY" && absl::Now() < patience) {
    absl::SleepFor(kBusyRetry);
    begun = resumed.Begin();
  }
  if (client::ReasonOf(begun) == "IMPORT_BUSY") {
    fresh.busy_id_ = resumed.id();
    return fresh;
  }
  if (!begun.ok()) return begun;
  resumed.resumed_ = true;
  return resumed;
}

absl::Status ImportRecord::Begin() {
  if (begun_) return absl::OkStatus();
  v1::BeginImportRequest request;
  *request.mutable_import() = import_;
  auto begun = client_->BeginImport(request);
  if (absl::IsUnimplemented(begun.status())) {
    import_.clear_import_id();
  } else if (begun.ok()) {
    import_.Swap(begun->mutable_import());
  } else {
    return begun.status();
  }
  begun_ = true;
  return absl::OkStatus();
}

absl::Status ImportRecord::Report(const std::vector<v1::ImportFile>& files,
                                  const v1::ImportCounts& counts, bool done) {
  if (!begun_ || id().empty()) return absl::OkStatus();
  const int known = std::min(import_.files_size(), static_cast<int>(files.size()));
  for (int i = 0; i < known; ++i) {
    import_.mutable_files(i)->set_records_done(files[i].records_done());
    import_.mutable_files(i)->set_complete(files[i].complete());
  }
  v1::ReportImportRequest request;
  request.set_import_id(id());
  *request.mutable_files() = import_.files();
  *request.mutable_counts() = counts;
  request.set_done(done);
  return client_->ReportImport(request).status();
}

std::string NewImportId() {
  std::random_device device;
  return absl::StrCat(absl::FormatTime("%Y%m%d-%H%M%S", absl::Now(), absl::UTCTimeZone()),
                      absl::StrFormat("-%08x", device()));
}

}  // namespace voc::cli
