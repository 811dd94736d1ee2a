#ifndef VOC_SERVER_ALERTS_RULES_H_
#define VOC_SERVER_ALERTS_RULES_H_

#include <span>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "voc/v1/alert.pb.h"
#include "voc/v1/feedback.pb.h"

namespace voc::alerts {

// What raises an alert of one feedback.
struct Rule {
  // Public and stored: never changed. Lower-case letters and '-'.
  std::string_view id;
  v1::AlertSeverity severity;
  // Where a company looks up what to do.
  std::string_view playbook_key;
  // What an alert's title begins with, if score or rating do not say why it was
  // raised; else empty.
  std::string_view title_lead;
  // Whether the feedback, normalised and annotated, is what the rule looks for,
  // excluded or not. Unscored feedback matches no rule on scores, but may match
  // one on what its text says.
  bool (*matches)(const v1::Feedback& feedback);
};

// The rules that every vocd has, in the order in which a feedback's alerts are
// stored and sent.
std::span<const Rule> BuiltInRules();

// The rule with this id, or nullptr.
const Rule* FindRule(std::string_view id);

bool Matches(const Rule& rule, const v1::Feedback& feedback);

// All that match, in the order of BuiltInRules. No feedback matches more than
// three of the rules there are.
absl::InlinedVector<const Rule*, 3> MatchingRules(const v1::Feedback& feedback);

}  // namespace voc::alerts

#endif  // VOC_SERVER_ALERTS_RULES_H_
