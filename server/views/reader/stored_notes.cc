#include "server/views/reader/stored_notes.h"

#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "server/views/query/timestamps.h"
#include "server/views/reader/page.h"
#include "storage/base/status_details.h"
#include "storage/base/time.h"

namespace voc::views {
namespace {

using notes::NoteOrder;

template <typename Request>
PageArguments ArgumentsOf(Request request) {
  request.clear_page_size();
  request.clear_page_token();
  return HashArguments(request);
}

std::vector<base::Violation> Validate(const v1::ListMarksRequest& request) {
  std::vector<base::Violation> violations;
  const v1::Interval& interval = request.interval();
  const bool has_start = interval.has_start_time();
  const bool has_end = interval.has_end_time();
  if (has_start && !IsValid(interval.start_time())) {
    violations.push_back({"interval.start_time", "must be a valid timestamp"});
  }
  if (has_end && !IsValid(interval.end_time())) {
    violations.push_back({"interval.end_time", "must be a valid timestamp"});
  }
  if (violations.empty() && has_start && has_end &&
      base::FromTimestamp(interval.end_time()) <= base::FromTimestamp(interval.start_time())) {
    violations.push_back({"interval", "must end after it starts"});
  }
  return violations;
}

// Fills a page from `from` on, as far as `to`: `add(note)` adds one and returns its bytes.
// Returns where the page ends, if more follows.
template <typename Iterator, typename Add>
auto FillPage(Iterator from, Iterator to, int page_size, Add add) {
  std::optional<std::decay_t<decltype(from->first)>> last;
  size_t bytes = 0;
  for (int count = 0; from != to; ++from, ++count) {
    if (count == page_size || bytes >= kMaxPageBytes) return last;
    bytes += add(*from->second);
    last = from->first;
  }
  last.reset();
  return last;
}

}  // namespace

absl::StatusOr<v1::ListMarksResponse> ListMarks(const v1::ListMarksRequest& request,
                                                const notes::Notes& notes) {
  const std::vector<base::Violation> violations = Validate(request);
  if (!violations.empty()) return base::InvalidRequest(violations);
  const absl::StatusOr<int> page_size = PageSize(request.page_size());
  if (!page_size.ok()) return page_size.status();
  const PageArguments arguments = ArgumentsOf(request);
  absl::StatusOr<std::optional<TimedPosition>> after =
      DecodeTimedPageToken(base::TokenKind::kMarkPage, arguments, request.page_token());
  if (!after.ok()) return after.status();

  const v1::Interval& interval = request.interval();
  auto from = notes.marks().begin();
  if (interval.has_start_time()) {
    from = notes.marks().lower_bound({base::FromTimestamp(interval.start_time()), ""});
  }
  auto to = notes.marks().end();
  if (interval.has_end_time()) {
    to = notes.marks().lower_bound({base::FromTimestamp(interval.end_time()), ""});
  }
  if (after->has_value()) {
    from = notes.marks().upper_bound({(*after)->time_ns, std::move((*after)->id)});
  }
  v1::ListMarksResponse response;
  const std::optional<NoteOrder> last =
      FillPage(from, to, *page_size, [&](const storage::v1::Note& note) {
        *response.add_marks() = note.mark();
        return note.ByteSizeLong();
      });
  if (last.has_value()) {
    response.set_next_page_token(EncodeTimedPageToken(
        base::TokenKind::kMarkPage, arguments, {.time_ns = last->first, .id = last->second}));
  }
  return response;
}

absl::StatusOr<v1::ListImportsResponse> ListImports(const v1::ListImportsRequest& request,
                                                    const notes::Notes& notes) {
  const absl::StatusOr<int> page_size = PageSize(request.page_size());
  if (!page_size.ok()) return page_size.status();
  const PageArguments arguments = ArgumentsOf(request);
  absl::StatusOr<std::optional<TimedPosition>> after =
      DecodeTimedPageToken(base::TokenKind::kImportPage, arguments, request.page_token());
  if (!after.ok()) return after.status();

  auto from = notes.imports().rbegin();
  if (after->has_value()) {
    from = std::make_reverse_iterator(
        notes.imports().lower_bound({(*after)->time_ns, std::move((*after)->id)}));
  }
  v1::ListImportsResponse response;
  const std::optional<NoteOrder> last =
      FillPage(from, notes.imports().rend(), *page_size, [&](const storage::v1::Note& note) {
        *response.add_imports() = note.import();
        return note.ByteSizeLong();
      });
  if (last.has_value()) {
    response.set_next_page_token(EncodeTimedPageToken(
        base::TokenKind::kImportPage, arguments, {.time_ns = last->first, .id = last->second}));
  }
  return response;
}

absl::StatusOr<v1::ListSourcesResponse> ListSources(const v1::ListSourcesRequest& request,
                                                    const notes::Notes& notes) {
  const absl::StatusOr<int> page_size = PageSize(request.page_size());
  if (!page_size.ok()) return page_size.status();
  const PageArguments arguments = ArgumentsOf(request);
  const absl::StatusOr<std::optional<TimedPosition>> after =
      DecodeTimedPageToken(base::TokenKind::kSourcePage, arguments, request.page_token());
  if (!after.ok()) return after.status();

  auto from = notes.sources().begin();
  if (after->has_value()) from = notes.sources().upper_bound((*after)->id);
  v1::ListSourcesResponse response;
  const std::optional<std::string> last =
      FillPage(from, notes.sources().end(), *page_size, [&](const storage::v1::Note& note) {
        *response.add_sources() = notes::WithoutSecrets(note.source());
        return note.ByteSizeLong();
      });
  if (last.has_value()) {
    response.set_next_page_token(
        EncodeTimedPageToken(base::TokenKind::kSourcePage, arguments, {.id = *last}));
  }
  return response;
}

}  // namespace voc::views
