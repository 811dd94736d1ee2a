#include "server/views/reader/stored_alerts.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/alerts/alert.h"
#include "server/alerts/rules.h"
#include "server/views/query/filter.h"
#include "server/views/query/filter_validate.h"
#include "server/views/query/selection.h"
#include "server/views/reader/page.h"
#include "server/views/reader/stored_event.h"
#include "storage/base/sealed_token.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::views {
namespace {

// Records read from the log at once: bounds the memory they take.
constexpr size_t kReadRows = 256;
// Each round looks at so many times the rows of the one before, for filters on
// text or state that let few through.
constexpr size_t kRoundGrowth = 4;
constexpr size_t kMaxRoundRows = 64 * 1024;

// Where an alert stands in the list: by sequence descending, then by rule. All
// alerts of one sequence are of one feedback.
struct AlertPosition {
  store::Sequence sequence = 0;
  uint64_t rule = 0;  // index in BuiltInRules

  bool ComesBefore(const AlertPosition& other) const {
    return std::tie(other.sequence, rule) < std::tie(sequence, other.rule);
  }
};

uint64_t RuleIndex(const std::string& rule_id) {
  const std::span<const alerts::Rule> rules = alerts::BuiltInRules();
  const auto it = std::find_if(rules.begin(), rules.end(),
                               [&](const alerts::Rule& rule) { return rule.id == rule_id; });
  return static_cast<uint64_t>(it - rules.begin());
}

v1::AlertState StateOf(const storage::v1::AlertMark& mark) {
  return mark.dismissed() ? v1::ALERT_STATE_DISMISSED : v1::ALERT_STATE_OPEN;
}

std::vector<base::Violation> Validate(const v1::ListAlertsRequest& request) {
  std::vector<base::Violation> violations = ValidateFilter(request.filter());
  if (request.states_size() > kMaxFilterValues) {
    violations.push_back({"states", absl::StrCat("must hold at most ", kMaxFilterValues)});
    return violations;
  }
  for (int i = 0; i < request.states_size(); ++i) {
    const v1::AlertState state = request.states(i);
    if (state != v1::ALERT_STATE_UNSPECIFIED && v1::AlertState_IsValid(state)) continue;
    violations.push_back({absl::StrCat("states[", i, "]"),
                          "must be OPEN, ACKNOWLEDGED, IN_PROGRESS, RESOLVED or DISMISSED"});
  }
  return violations;
}

PageArguments ArgumentsOf(v1::ListAlertsRequest request) {
  request.clear_page_size();
  request.clear_page_token();
  return HashArguments(request);
}

// Finds the positions of alerts, a round at a time.
class AlertScan {
 public:
  AlertScan(const Views& views, const store::EventLog& log, const v1::ListAlertsRequest& request,
            std::optional<AlertPosition> after, size_t first_rows)
      : log_(log),
        facts_(views.Snapshot()),
        filter_(request.filter(), views.dictionaries(), Exclusions::kIgnore),
        states_(request.states().begin(), request.states().end()),
        after_(after),
        round_rows_(std::min(first_rows, kMaxRoundRows)) {
    if (after.has_value()) at_most_ = after->sequence;
  }

  // Appends the next positions, in list order, until there are `wanted`, or no
  // more.
  absl::Status Fill(size_t wanted, absl::FunctionRef<bool()> cancelled,
                    std::vector<AlertPosition>& positions) {
    const bool only_open = states_ == std::vector<int>{v1::ALERT_STATE_OPEN};
    bool last_round = false;
    while (positions.size() < wanted && !last_round) {
      absl::StatusOr<AlertSelection> selection =
          SelectAlerts(*facts_, filter_, only_open, at_most_, round_rows_);
      if (!selection.ok()) return selection.status();
      last_round = selection->next.size() < round_rows_;
      // Below the last row chosen there may be others, not chosen, in between.
      const store::Sequence floor = last_round ? 0 : selection->next.back().alert_sequence;
      std::vector<AlertPosition> found;
      for (const std::vector<Selected>* rows : {&selection->also, &selection->next}) {
        absl::Status looked = LookAt(*rows, floor, cancelled, found);
        if (!looked.ok()) return looked;
      }
      std::sort(found.begin(), found.end(),
                [](const AlertPosition& a, const AlertPosition& b) { return a.ComesBefore(b); });
      const size_t count = std::min(found.size(), wanted - positions.size());
      positions.insert(positions.end(), found.begin(), found.begin() + static_cast<long>(count));
      at_most_ = floor - 1;  // of no use after the last round
      after_ = AlertPosition{.sequence = floor, .rule = UINT64_MAX};
      round_rows_ = std::min(round_rows_ * kRoundGrowth, kMaxRoundRows);
    }
    return absl::OkStatus();
  }

 private:
  absl::Status LookAt(const std::vector<Selected>& rows, store::Sequence floor,
                      absl::FunctionRef<bool()> cancelled,
                      std::vector<AlertPosition>& found) const {
    for (size_t begin = 0; begin < rows.size(); begin += kReadRows) {
      if (cancelled()) return absl::CancelledError("the caller went away");
      std::vector<store::Sequence> sequences;
      for (size_t i = begin; i < std::min(rows.size(), begin + kReadRows); ++i) {
        sequences.push_back(rows[i].event_sequence);
      }
      const absl::StatusOr<std::vector<std::string>> payloads = log_.ReadMany(sequences);
      if (!payloads.ok()) return payloads.status();
      for (const std::string& payload : *payloads) {
        const absl::StatusOr<storage::v1::FeedbackEvent> event = ParseEvent(payload);
        if (!event.ok()) return event.status();
        if (filter_.needs_text() && !filter_.MatchesText(event->feedback())) continue;
        for (const storage::v1::AlertMark& mark : event->alerts()) {
          const AlertPosition position{.sequence = mark.sequence(),
                                       .rule = RuleIndex(mark.rule_id())};
          if (position.sequence < floor || !PassesState(mark)) continue;
          if (after_.has_value() && !after_->ComesBefore(position)) continue;
          found.push_back(position);
        }
      }
    }
    return absl::OkStatus();
  }

  bool PassesState(const storage::v1::AlertMark& mark) const {
    return states_.empty() || std::find(states_.begin(), states_.end(),
                                        static_cast<int>(StateOf(mark))) != states_.end();
  }

  const store::EventLog& log_;
  const std::shared_ptr<const FactSource> facts_;
  const CompiledFilter filter_;
  const std::vector<int> states_;
  std::optional<AlertPosition> after_;
  std::optional<store::Sequence> at_most_;
  size_t round_rows_;
};

// The alert that the event at `position.sequence` made of this rule.
absl::StatusOr<v1::Alert> Render(const store::EventLog& log, AlertPosition position) {
  const absl::StatusOr<storage::v1::FeedbackEvent> event = ReadEvent(log, position.sequence);
  if (!event.ok()) return event.status();
  for (const storage::v1::AlertMark& mark : event->alerts()) {
    if (mark.sequence() == position.sequence && RuleIndex(mark.rule_id()) == position.rule) {
      return alerts::BuildAlert(*event, mark, position.sequence);
    }
  }
  return absl::DataLossError(
      absl::StrCat("event ", position.sequence, " does not hold the alert it made"));
}

}  // namespace

absl::StatusOr<v1::Alert> StoredAlerts::Get(std::string_view alert_id) const {
  if (alert_id.empty()) return base::InvalidField("alert_id", "is required");
  const absl::Status not_found = base::WithReason(
      absl::NotFoundError(absl::StrCat("no alert has the id ", base::ToAbsl(alert_id))),
      "ALERT_NOT_FOUND");
  const std::optional<alerts::AlertId> id = alerts::ParseAlertId(alert_id);
  if (!id.has_value()) return not_found;
  const absl::StatusOr<std::optional<KnownFeedback>> known = views_->Find(id->feedback_id);
  if (!known.ok()) return known.status();
  if (!known->has_value()) return not_found;
  const absl::StatusOr<storage::v1::FeedbackEvent> event =
      ReadEvent(*log_, (*known)->event_sequence);
  if (!event.ok()) return event.status();
  for (const storage::v1::AlertMark& mark : event->alerts()) {
    if (mark.rule_id() != id->rule_id) continue;
    return Render(*log_, {.sequence = mark.sequence(), .rule = RuleIndex(mark.rule_id())});
  }
  return not_found;
}

absl::StatusOr<v1::ListAlertsResponse> StoredAlerts::List(
    const v1::ListAlertsRequest& request, absl::FunctionRef<bool()> cancelled) const {
  const std::vector<base::Violation> violations = Validate(request);
  if (!violations.empty()) return base::InvalidRequest(violations);
  const absl::StatusOr<int> page_size = PageSize(request.page_size());
  if (!page_size.ok()) return page_size.status();
  const PageArguments arguments = ArgumentsOf(request);
  const absl::StatusOr<std::optional<PagePosition>> begin =
      DecodePageToken(base::TokenKind::kAlertPage, arguments, request.page_token());
  if (!begin.ok()) return begin.status();
  std::optional<AlertPosition> after;
  if (begin->has_value()) {
    after = AlertPosition{.sequence = (*begin)->first, .rule = (*begin)->second};
  }

  const size_t wanted = static_cast<size_t>(*page_size);
  std::vector<AlertPosition> positions;
  AlertScan scan(*views_, *log_, request, after, wanted + 1);
  absl::Status filled = scan.Fill(wanted + 1, cancelled, positions);
  if (!filled.ok()) return filled;

  v1::ListAlertsResponse response;
  size_t bytes = 0;
  size_t shown = 0;
  for (; shown < std::min(wanted, positions.size()) && bytes < kMaxPageBytes; ++shown) {
    absl::StatusOr<v1::Alert> alert = Render(*log_, positions[shown]);
    if (!alert.ok()) return alert.status();
    bytes += alert->ByteSizeLong();
    *response.add_alerts() = *std::move(alert);
  }
  if (shown < positions.size()) {
    const AlertPosition& last = positions[shown - 1];
    response.set_next_page_token(
        EncodePageToken(base::TokenKind::kAlertPage, arguments,
                        PagePosition{.first = last.sequence, .second = last.rule}));
  }
  return response;
}

}  // namespace voc::views
