#include "server/alerts/lifecycle.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "server/alerts/rules.h"
#include "storage/base/time.h"

namespace voc::alerts {
namespace {

using storage::v1::AlertMark;
using storage::v1::FeedbackEvent;

std::string_view ExclusionName(v1::ExclusionKind kind) {
  switch (kind) {
    case v1::EXCLUSION_KIND_TEST:
      return "test";
    case v1::EXCLUSION_KIND_INTERNAL:
      return "internal";
    case v1::EXCLUSION_KIND_SPAM:
      return "spam";
    case v1::EXCLUSION_KIND_DUPLICATE:
      return "duplicate";
    case v1::EXCLUSION_KIND_IMPORT:
      return "import";
    default:
      return "manual";
  }
}

// Why an alert of this feedback is not active.
std::string NoteOf(bool rescored, const v1::Feedback& feedback) {
  if (rescored) return "heard anew, the text no longer matches the rule";
  if (!feedback.has_exclusion()) return "the corrected feedback no longer matches the rule";
  return absl::StrCat("excluded (", std::string(ExclusionName(feedback.exclusion().kind())),
                      "): ", feedback.exclusion().reason());
}

const AlertMark* FindMark(const FeedbackEvent* event, std::string_view rule_id) {
  if (event == nullptr) return nullptr;
  for (const AlertMark& mark : event->alerts()) {
    if (mark.rule_id() == rule_id) return &mark;
  }
  return nullptr;
}

// Asks for the previous score when first needed and remembers the answer.
class AskOnce {
 public:
  AskOnce(PreviousScore ask, const v1::Feedback& feedback) : ask_(ask), feedback_(feedback) {}

  const absl::StatusOr<std::optional<int32_t>>& Get() {
    if (!answer_.has_value()) answer_ = ask_(feedback_);
    return *answer_;
  }

 private:
  PreviousScore ask_;
  const v1::Feedback& feedback_;
  std::optional<absl::StatusOr<std::optional<int32_t>>> answer_;
};

}  // namespace

absl::Status AdvanceMarks(const FeedbackEvent* before, uint64_t sequence,
                          PreviousScore previous_score, FeedbackEvent& event) {
  const v1::Feedback& feedback = event.feedback();
  const bool rescored = event.change() == storage::v1::CHANGE_RESCORED;
  const bool late =
      rescored && base::FromTimestamp(feedback.collected_at()) < event.time_ns() - kBackfillAgeNs;
  AskOnce previous(previous_score, feedback);
  // On the event's arena, if it has one: then the swap copies nothing.
  google::protobuf::RepeatedPtrField<AlertMark> marks(event.GetArena());
  for (const Rule& rule : BuiltInRules()) {
    const AlertMark* last = FindMark(before, rule.id);
    const bool active = !feedback.has_exclusion() && Matches(rule, feedback);
    if (!active && last == nullptr) continue;

    AlertMark& mark = *marks.Add();
    if (last != nullptr) mark = *last;
    if (rescored && last != nullptr && active != last->dismissed()) continue;
    if (active) {
      if (last == nullptr || last->dismissed()) {
        const absl::StatusOr<std::optional<int32_t>>& score = previous.Get();
        if (!score.ok()) return score.status();
        mark.clear_previous_score();
        if (score->has_value()) mark.set_previous_score(**score);
        mark.set_backfill(late);
      }
      mark.set_dismissed(false);
      mark.clear_note();
    } else {
      std::string note = NoteOf(rescored, feedback);
      if (mark.dismissed() && mark.note() == note) continue;
      mark.set_dismissed(true);
      mark.set_note(std::move(note));
    }
    if (last == nullptr) {
      mark.set_rule_id(std::string(rule.id));
      mark.set_create_time_ns(event.time_ns());
    }
    mark.set_version(mark.version() + 1);
    mark.set_sequence(sequence);
  }
  event.mutable_alerts()->Swap(&marks);
  return absl::OkStatus();
}

}  // namespace voc::alerts
