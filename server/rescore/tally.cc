#include "server/rescore/tally.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "server/alerts/alert.h"

namespace voc::rescore {
namespace {

using TrendShift = v1::RescoreReport::TrendShift;
using ThemeShift = v1::RescoreReport::ThemeShift;

size_t LabelOf(const v1::Feedback& feedback) {
  // Whatever the record holds stays within the counts.
  const auto label = static_cast<size_t>(feedback.sentiment().label());
  return label < v1::SentimentLabel_ARRAYSIZE ? label : 0;
}

absl::flat_hash_set<std::string> ThemesOf(const v1::Feedback& feedback) {
  return {feedback.themes().begin(), feedback.themes().end()};
}

// Of the sentiment trend: labelled texts, and how far the positive ones outweigh.
struct Value {
  int64_t n = 0;
  double value = 0;  // of no meaning where n is 0
};

template <typename Labels>
Value ValueOf(const Labels& labels) {
  const int64_t positive = labels[v1::SENTIMENT_LABEL_POSITIVE];
  const int64_t negative = labels[v1::SENTIMENT_LABEL_NEGATIVE];
  const int64_t n = positive + negative + labels[v1::SENTIMENT_LABEL_NEUTRAL];
  if (n == 0) return {};
  return {.n = n,
          .value = 100.0 * static_cast<double>(positive - negative) / static_cast<double>(n)};
}

// Keeps the first kMaxReportedGroups by `moves`, most first, then sorts them by `name`.
// Returns how many were left out.
template <typename Shift, typename Moves, typename Name>
int64_t Keep(std::vector<Shift>& shifts, Moves moves, Name name) {
  const auto by_name = [&](const Shift& a, const Shift& b) { return name(a) < name(b); };
  const auto by_moves = [&](const Shift& a, const Shift& b) {
    return moves(a) != moves(b) ? moves(a) > moves(b) : by_name(a, b);
  };
  const size_t kept = std::min(shifts.size(), kMaxReportedGroups);
  std::partial_sort(shifts.begin(), shifts.begin() + static_cast<long>(kept), shifts.end(),
                    by_moves);
  const auto left_out = static_cast<int64_t>(shifts.size() - kept);
  shifts.resize(kept);
  std::sort(shifts.begin(), shifts.end(), by_name);
  return left_out;
}

template <typename Shift>
void Write(std::vector<Shift> shifts, google::protobuf::RepeatedPtrField<Shift>& out) {
  for (Shift& shift : shifts) *out.Add() = std::move(shift);
}

}  // namespace

void Tally::AddKept(const v1::Feedback& feedback) {
  if (feedback.has_exclusion()) return;
  const size_t label = LabelOf(feedback);
  for (Trend* trend :
       {&total_, &by_source_[feedback.source_id()], &by_language_[feedback.language()]}) {
    ++trend->before[label];
    ++trend->after[label];
  }
  for (const std::string& theme : feedback.themes()) ++themes_[theme].before;
}

void Tally::AddChanged(const v1::Feedback& before, const storage::v1::FeedbackEvent& after,
                       store::Sequence sequence) {
  AddAlerts(after, sequence);
  if (before.has_exclusion()) return;
  const v1::Feedback& now = after.feedback();
  const size_t label = LabelOf(before);
  const size_t label_now = LabelOf(now);
  for (Trend* trend :
       {&total_, &by_source_[before.source_id()], &by_language_[before.language()]}) {
    ++trend->before[label];
    trend->label_changes += label == label_now ? 0 : 1;
  }
  for (Trend* trend : {&total_, &by_source_[now.source_id()], &by_language_[now.language()]}) {
    ++trend->after[label_now];
  }
  const absl::flat_hash_set<std::string> themes = ThemesOf(before);
  const absl::flat_hash_set<std::string> themes_now = ThemesOf(now);
  for (const std::string& theme : themes) {
    ++themes_[theme].before;
    if (!themes_now.contains(theme)) ++themes_[theme].removed;
  }
  for (const std::string& theme : themes_now) {
    if (!themes.contains(theme)) ++themes_[theme].added;
  }
}

void Tally::AddAlerts(const storage::v1::FeedbackEvent& after, store::Sequence sequence) {
  for (const storage::v1::AlertMark& mark : after.alerts()) {
    if (mark.sequence() != sequence) continue;
    Alerts& alerts = alerts_[mark.rule_id()];
    if (mark.dismissed()) {
      ++alerts.dismissed;
    } else {
      ++alerts.raised;
      if (alerts::IsBackfill(after, mark)) ++alerts.raised_backfill;
    }
  }
}

TrendShift Tally::ShiftOf(const std::string& group, const Trend& trend) {
  TrendShift shift;
  shift.set_group(group);
  const Value before = ValueOf(trend.before);
  const Value after = ValueOf(trend.after);
  shift.set_n_before(before.n);
  shift.set_n_after(after.n);
  if (before.n > 0) shift.set_value_before(before.value);
  if (after.n > 0) shift.set_value_after(after.value);
  shift.set_label_changes(trend.label_changes);
  return shift;
}

int64_t Tally::WriteTrends(const Trends& trends,
                           google::protobuf::RepeatedPtrField<TrendShift>& shifts) {
  std::vector<TrendShift> all;
  all.reserve(trends.size());
  for (const auto& [group, trend] : trends) all.push_back(ShiftOf(group, trend));
  const int64_t left_out = Keep(
      all, [](const TrendShift& shift) { return shift.label_changes(); },
      [](const TrendShift& shift) -> const std::string& { return shift.group(); });
  rescore::Write(std::move(all), shifts);
  return left_out;
}

void Tally::Write(v1::RescoreReport& report) const {
  *report.mutable_sentiment() = ShiftOf("", total_);
  int64_t left_out = WriteTrends(by_source_, *report.mutable_sentiment_by_source());
  left_out += WriteTrends(by_language_, *report.mutable_sentiment_by_language());
  std::vector<ThemeShift> themes;
  themes.reserve(themes_.size());
  for (const auto& [name, theme] : themes_) {
    ThemeShift& shift = themes.emplace_back();
    shift.set_theme(name);
    shift.set_before(theme.before);
    shift.set_after(theme.before + theme.added - theme.removed);
    shift.set_added(theme.added);
    shift.set_removed(theme.removed);
  }
  left_out += Keep(
      themes, [](const ThemeShift& shift) { return shift.added() + shift.removed(); },
      [](const ThemeShift& shift) -> const std::string& { return shift.theme(); });
  rescore::Write(std::move(themes), *report.mutable_themes());
  report.set_groups_left_out(left_out);
  std::vector<v1::RescoreReport::AlertShift> alerts;
  for (const auto& [rule_id, counts] : alerts_) {
    v1::RescoreReport::AlertShift& shift = alerts.emplace_back();
    shift.set_rule_id(rule_id);
    shift.set_raised(counts.raised);
    shift.set_raised_backfill(counts.raised_backfill);
    shift.set_dismissed(counts.dismissed);
  }
  std::sort(alerts.begin(), alerts.end(),
            [](const auto& a, const auto& b) { return a.rule_id() < b.rule_id(); });
  rescore::Write(std::move(alerts), *report.mutable_alerts());
}

}  // namespace voc::rescore
