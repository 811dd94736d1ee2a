#include "server/imports/import_runs.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::imports {

absl::Status ImportRuns::State::Take(std::string_view import_id, std::string_view run,
                                     int streams) {
  const base::TimeNs now = steady->Now();
  absl::MutexLock lock(&mutex);
  absl::erase_if(
      runs, [&](const auto& one) { return one.second.streams == 0 && one.second.until < now; });
  const auto found = runs.find(base::ToAbsl(import_id));
  if (found == runs.end()) {
    if (runs.size() >= kMaxRuns) return absl::ResourceExhaustedError("too many runs");
    runs[std::string(import_id)] = {
        .run = std::string(run), .streams = streams, .until = now + kRunGrace};
    return absl::OkStatus();
  }
  if (found->second.run != run) {
    return base::WithReason(
        absl::FailedPreconditionError(absl::StrCat("the import ", base::ToAbsl(import_id),
                                                   " is being brought by another client")),
        "IMPORT_BUSY");
  }
  found->second.streams += streams;
  found->second.until = now + kRunGrace;
  return absl::OkStatus();
}

void ImportRuns::State::Release(const std::string& import_id) {
  absl::MutexLock lock(&mutex);
  const auto found = runs.find(import_id);
  if (found != runs.end() && --found->second.streams == 0) runs.erase(found);
}

absl::Status ImportRuns::Begin(std::string_view import_id, std::string_view run) {
  if (run.empty()) return absl::OkStatus();
  absl::Status taken = state_->Take(import_id, run, 0);
  return absl::IsResourceExhausted(taken) ? absl::OkStatus() : taken;
}

absl::Status ImportRuns::Attach(std::string_view import_id, std::string_view run,
                                std::shared_ptr<void>* hold) {
  hold->reset();
  if (run.empty()) return absl::OkStatus();
  absl::Status taken = state_->Take(import_id, run, 1);
  if (absl::IsResourceExhausted(taken)) return absl::OkStatus();
  if (!taken.ok()) return taken;
  *hold = std::shared_ptr<void>(
      nullptr, [state = state_, id = std::string(import_id)](void*) { state->Release(id); });
  return absl::OkStatus();
}

}  // namespace voc::imports
