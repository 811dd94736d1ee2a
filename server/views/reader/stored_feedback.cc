#include "server/views/reader/stored_feedback.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/ingest/feedback_key.h"
#include "server/views/query/filter_validate.h"
#include "server/views/reader/page.h"
#include "server/views/reader/stored_event.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::views {
namespace {

PageArguments ArgumentsOf(v1::ListFeedbackRequest request) {
  request.clear_page_size();
  request.clear_page_token();
  return HashArguments(request);
}

}  // namespace

absl::Status FeedbackNotFound(std::string_view feedback_id) {
  return base::WithReason(
      absl::NotFoundError(absl::StrCat("no feedback has the id ", base::ToAbsl(feedback_id))),
      "FEEDBACK_NOT_FOUND");
}

absl::StatusOr<v1::Feedback> StoredFeedback::Get(std::string_view feedback_id) const {
  if (feedback_id.empty()) return base::InvalidField("feedback_id", "is required");
  const absl::StatusOr<ingest::FeedbackId> id = ingest::FeedbackId::FromHex(feedback_id);
  if (!id.ok()) return FeedbackNotFound(feedback_id);
  const absl::StatusOr<std::optional<KnownFeedback>> known = views_->Find(*id);
  if (!known.ok()) return known.status();
  if (!known->has_value()) return FeedbackNotFound(feedback_id);
  absl::StatusOr<storage::v1::FeedbackEvent> event = ReadEvent(*log_, (*known)->event_sequence);
  if (!event.ok()) return event.status();
  if (event->has_asked()) return FeedbackNotFound(feedback_id);
  return std::move(*event->mutable_feedback());
}

absl::StatusOr<v1::ListFeedbackResponse> StoredFeedback::List(
    const v1::ListFeedbackRequest& request, absl::FunctionRef<bool()> cancelled) const {
  const std::vector<base::Violation> violations = ValidateFilter(request.filter());
  if (!violations.empty()) return base::InvalidRequest(violations);
  const absl::StatusOr<int> page_size = PageSize(request.page_size());
  if (!page_size.ok()) return page_size.status();
  const PageArguments arguments = ArgumentsOf(request);
  const absl::StatusOr<std::optional<PagePosition>> begin =
      DecodePageToken(base::TokenKind::kFeedbackPage, arguments, request.page_token());
  if (!begin.ok()) return begin.status();
  std::optional<Position> after;
  if (begin->has_value()) {
    after = Position{.collected_at = static_cast<base::TimeNs>((*begin)->first),
                     .sequence = (*begin)->second};
  }

  const size_t wanted = static_cast<size_t>(*page_size);
  FeedbackScan scan(views_->Snapshot(), request.filter(), views_->dictionaries(), *log_, after,
                    wanted + 1);
  v1::ListFeedbackResponse response;
  std::optional<Position> last;
  size_t left = wanted;
  size_t bytes_left = kMaxPageBytes;
  bool more = false;
  while (!more && !scan.done()) {
    if (cancelled()) return absl::CancelledError("the caller went away");
    const bool full = left == 0 || bytes_left == 0;
    absl::StatusOr<std::vector<FeedbackScan::Row>> rows =
        full ? scan.Next(1, 1) : scan.Next(left, bytes_left);
    if (!rows.ok()) return rows.status();
    if (full) {
      more = !rows->empty();
      continue;
    }
    for (FeedbackScan::Row& row : *rows) {
      last = row.position;
      bytes_left -= std::min(bytes_left, row.feedback.ByteSizeLong());
      *response.add_feedback() = std::move(row.feedback);
    }
    left -= rows->size();
  }
  if (more) {
    response.set_next_page_token(
        EncodePageToken(base::TokenKind::kFeedbackPage, arguments,
                        PagePosition{.first = static_cast<uint64_t>(last->collected_at),
                                     .second = last->sequence}));
  }
  return response;
}

absl::StatusOr<std::unique_ptr<FeedbackScan>> StoredFeedback::Export(
    const v1::ExportFeedbackRequest& request) const {
  const std::vector<base::Violation> violations = ValidateFilter(request.filter());
  if (!violations.empty()) return base::InvalidRequest(violations);
  return std::make_unique<FeedbackScan>(views_->Snapshot(), request.filter(),
                                        views_->dictionaries(), *log_, std::nullopt,
                                        kMaxSelectedRows);
}

}  // namespace voc::views
