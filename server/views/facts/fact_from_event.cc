#include "server/views/facts/fact_from_event.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "storage/base/time.h"

namespace voc::views {
namespace {

constexpr double kStarsMax = 5.0;

std::string PackProperties(const v1::Feedback& feedback) {
  // As many as most have lie on the stack.
  absl::InlinedVector<std::pair<std::string_view, std::string_view>, 8> pairs(
      feedback.properties().begin(), feedback.properties().end());
  std::sort(pairs.begin(), pairs.end());
  return PackPairs(pairs);
}

std::string PackThemes(const v1::Feedback& feedback) {
  absl::InlinedVector<std::string_view, 8> themes(feedback.themes().begin(),
                                                  feedback.themes().end());
  std::sort(themes.begin(), themes.end());
  return PackList(themes);
}

void SetResponse(const v1::SurveyResponse& response, Fact& fact) {
  // Metric and Kind share their numbers.
  fact.kind = static_cast<uint8_t>(response.metric());
  fact.scale = static_cast<uint8_t>(response.scale_points());
  if (response.has_score()) {
    fact.flags |= kScored;
    fact.score = static_cast<uint8_t>(response.score());
  }
  if (response.low_is_good()) fact.flags |= kLowIsGood;
  if (!response.comment().empty()) fact.flags |= kHasText;
}

void SetMention(const v1::Mention& mention, Fact& fact) {
  fact.kind = static_cast<uint8_t>(Kind::kMention);
  if (mention.has_rating()) {
    fact.flags |= kRated;
    fact.rating = static_cast<int32_t>(
        std::llround(kStarsMax * mention.rating() / mention.rating_max() * kRatingUnit));
  }
  if (!mention.title().empty() || !mention.body().empty()) fact.flags |= kHasText;
}

template <typename ToOrdinal>
Fact MakeFact(const storage::v1::FeedbackEvent& event, uint64_t sequence,
              const ToOrdinal& ordinal) {
  const v1::Feedback& feedback = event.feedback();
  Fact fact;
  fact.event_sequence = sequence;
  fact.sequence = feedback.sequence();
  fact.collected_at = base::FromTimestamp(feedback.collected_at());
  fact.source = ordinal(Dimension::kSource, feedback.source_id());
  fact.question = ordinal(Dimension::kQuestion, feedback.question_id());
  fact.account = ordinal(Dimension::kAccount, feedback.account_id());
  fact.respondent = ordinal(Dimension::kRespondent, feedback.respondent_id());
  fact.channel = ordinal(Dimension::kChannel, feedback.channel());
  fact.language = ordinal(Dimension::kLanguage, feedback.language());
  fact.touchpoint = ordinal(Dimension::kTouchpoint, feedback.touchpoint());
  fact.platform = ordinal(Dimension::kPlatform, feedback.mention().platform());
  if (!feedback.properties().empty()) {
    fact.property_set = ordinal(Dimension::kPropertySet, PackProperties(feedback));
  }
  if (!feedback.themes().empty()) {
    fact.theme_set = ordinal(Dimension::kThemeSet, PackThemes(feedback));
  }
  if (feedback.has_response()) {
    SetResponse(feedback.response(), fact);
  } else if (feedback.has_mention()) {
    SetMention(feedback.mention(), fact);
  } else {
    fact.kind = static_cast<uint8_t>(Kind::kDisplay);
    fact.scale = static_cast<uint8_t>(event.asked().metric());
    ordinal(Dimension::kAskedSource, feedback.source_id());
  }
  fact.label = static_cast<uint8_t>(feedback.sentiment().label());
  fact.sentiment = static_cast<int16_t>(std::lround(feedback.sentiment().score() * kSentimentUnit));
  fact.journey_stage = static_cast<uint8_t>(feedback.journey_stage());
  if (feedback.has_exclusion()) fact.flags |= kExcluded;
  for (const storage::v1::AlertMark& mark : event.alerts()) {
    fact.flags |= kHasAlert;
    if (!mark.dismissed()) fact.flags |= kOpenAlert;
    fact.alert_sequence = std::max<uint64_t>(fact.alert_sequence, mark.sequence());
  }
  if (event.alerts_size() > 1) fact.flags |= kManyAlerts;
  return fact;
}

}  // namespace

FactHashes HashesOf(const storage::v1::FeedbackEvent& event) {
  return {.account = StringTable::Hash(event.feedback().account_id()),
          .respondent = StringTable::Hash(event.feedback().respondent_id())};
}

Fact InternFact(const storage::v1::FeedbackEvent& event, uint64_t sequence,
                const FactHashes& hashes, Dictionaries& dictionaries) {
  return MakeFact(event, sequence, [&](Dimension dimension, std::string_view text) {
    switch (dimension) {
      case Dimension::kAccount:
        return dictionaries.Intern(dimension, text, hashes.account);
      case Dimension::kRespondent:
        return dictionaries.Intern(dimension, text, hashes.respondent);
      default:
        return dictionaries.Intern(dimension, text);
    }
  });
}

Fact FindFact(const storage::v1::FeedbackEvent& event, uint64_t sequence,
              const Dictionaries& dictionaries) {
  return MakeFact(event, sequence, [&](Dimension dimension, std::string_view text) {
    return dictionaries.Find(dimension, text).value_or(0);
  });
}

}  // namespace voc::views
