#include "server/rpc/export_source.h"

#include <utility>
#include <vector>

#include "server/rpc/limits.h"

namespace voc::rpc {

absl::StatusOr<subscribe::Step<v1::ExportFeedbackResponse>> ExportSource::Next() {
  if (scan_ == nullptr) {
    absl::StatusOr<std::unique_ptr<views::FeedbackScan>> scan = stored_->Export(request_);
    if (!scan.ok()) return scan.status();
    scan_ = *std::move(scan);
  }
  absl::StatusOr<std::vector<views::FeedbackScan::Row>> rows =
      scan_->Next(kExportStepRows, kExportStepBytes);
  if (!rows.ok()) return rows.status();
  subscribe::Step<v1::ExportFeedbackResponse> step;
  step.messages.reserve(rows->size() + 1);
  for (views::FeedbackScan::Row& row : *rows) {
    *step.messages.emplace_back().mutable_feedback() = std::move(row.feedback);
  }
  rows_ += static_cast<int64_t>(rows->size());
  if (scan_->done()) {
    step.messages.emplace_back().set_row_count(rows_);
    step.last = true;
  }
  return step;
}

}  // namespace voc::rpc
