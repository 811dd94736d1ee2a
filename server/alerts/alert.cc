#include "server/alerts/alert.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "server/alerts/rules.h"
#include "server/alerts/title.h"
#include "storage/base/time.h"

namespace voc::alerts {

std::string AlertId::ToString() const { return absl::StrCat(rule_id, ".", feedback_id.ToHex()); }

std::optional<AlertId> ParseAlertId(std::string_view text) {
  const size_t dot = text.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  absl::StatusOr<ingest::FeedbackId> feedback_id =
      ingest::FeedbackId::FromHex(text.substr(dot + 1));
  if (!feedback_id.ok()) return std::nullopt;
  return AlertId{std::string(text.substr(0, dot)), *feedback_id};
}

bool IsBackfill(const storage::v1::FeedbackEvent& event, const storage::v1::AlertMark& mark) {
  return event.backfill() || mark.backfill();
}

v1::Alert BuildAlert(const storage::v1::FeedbackEvent& event, const storage::v1::AlertMark& mark,
                     uint64_t sequence) {
  v1::Alert alert = BuildAlertAlone(event, mark, sequence);
  *alert.mutable_feedback() = event.feedback();
  return alert;
}

v1::Alert BuildAlertAlone(const storage::v1::FeedbackEvent& event,
                          const storage::v1::AlertMark& mark, uint64_t sequence) {
  const v1::Feedback& feedback = event.feedback();
  v1::Alert alert;
  alert.set_alert_id(absl::StrCat(mark.rule_id(), ".", feedback.feedback_id()));
  alert.set_sequence(sequence);
  alert.set_version(mark.version());
  alert.set_rule_id(mark.rule_id());
  alert.set_kind(v1::ALERT_KIND_FEEDBACK);
  if (const Rule* rule = FindRule(mark.rule_id())) {
    alert.set_severity(rule->severity);
    alert.set_playbook_key(std::string(rule->playbook_key));
    alert.set_title(std::string(rule->title_lead));
  }
  alert.set_state(mark.dismissed() ? v1::ALERT_STATE_DISMISSED : v1::ALERT_STATE_OPEN);
  alert.set_account_id(feedback.account_id());
  if (mark.has_previous_score()) alert.set_previous_score(mark.previous_score());
  alert.set_note(mark.note());
  alert.mutable_title()->append(Title(feedback));
  alert.set_backfill(IsBackfill(event, mark));
  base::SetTimestamp(mark.create_time_ns(), *alert.mutable_create_time());
  base::SetTimestamp(event.time_ns(), *alert.mutable_update_time());
  return alert;
}

}  // namespace voc::alerts
