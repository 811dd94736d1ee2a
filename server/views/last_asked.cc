#include "server/views/last_asked.h"

#include <algorithm>
#include <memory>

#include "server/views/past_answer.h"

namespace voc::views {

absl::StatusOr<std::optional<base::TimeNs>> LastAsked(const Views& views, const AskedQuery& query) {
  const Dictionaries& dictionaries = views.dictionaries();
  const std::optional<Ordinal> respondent =
      dictionaries.Find(Dimension::kRespondent, query.respondent_id);
  const std::optional<Ordinal> source = dictionaries.Find(Dimension::kSource, query.source_id);
  if (!respondent.has_value() || !source.has_value()) return std::nullopt;
  const std::unique_ptr<PreviousAnswers> answers = views.Answers();
  const auto left_out = [&](const PastAnswer& answer) {
    return query.vouched && answer.unverified;
  };
  std::optional<base::TimeNs> newest;
  for (const uint8_t kind : {static_cast<uint8_t>(Kind::kNps), static_cast<uint8_t>(Kind::kCsat),
                             static_cast<uint8_t>(Kind::kCes), kAskedKind}) {
    const absl::StatusOr<std::optional<PastAnswer>> found = answers->Newest(
        {.respondent = *respondent, .source = *source, .kind = kind}, query.not_after, left_out);
    if (!found.ok()) return found.status();
    if (!found->has_value()) continue;
    newest = std::max(newest.value_or((*found)->collected_at), (*found)->collected_at);
  }
  return newest;
}

}  // namespace voc::views
