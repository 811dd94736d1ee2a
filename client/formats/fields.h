#ifndef VOC_CLIENT_FORMATS_FIELDS_H_
#define VOC_CLIENT_FORMATS_FIELDS_H_

#include <array>
#include <cstddef>
#include <string_view>

namespace voc::formats {

// What of a feedback a mapping can fill: the columns of voc-csv. kOther is what else
// was answered, a property under the question's id.
enum class Field {
  kSourceId,
  kSubmissionId,
  kQuestionId,
  kClientRevision,
  kMetric,
  kScore,
  kScalePoints,
  kLowIsGood,
  kComment,
  kFinished,
  kRespondentId,
  kAccountId,
  kCollectedAt,
  kChannel,
  kJourneyStage,
  kTouchpoint,
  kLanguage,
  kMentionType,
  kPlatform,
  kTitle,
  kBody,
  kUrl,
  kAuthor,
  kRating,
  kRatingMax,
  kOther,
  kProperty,
};

struct FieldInfo {
  Field field;
  // In a mapping.
  std::string_view name;
  // In the Feedback, as errors name it.
  std::string_view path;
};

// In the order of the enum, kProperty left out.
inline constexpr std::array<FieldInfo, 26> kFields = {{
    {Field::kSourceId, "source_id", "source_id"},
    {Field::kSubmissionId, "submission_id", "submission_id"},
    {Field::kQuestionId, "question_id", "question_id"},
    {Field::kClientRevision, "client_revision", "client_revision"},
    {Field::kMetric, "metric", "response.metric"},
    {Field::kScore, "score", "response.score"},
    {Field::kScalePoints, "scale_points", "response.scale_points"},
    {Field::kLowIsGood, "low_is_good", "response.low_is_good"},
    {Field::kComment, "comment", "response.comment"},
    {Field::kFinished, "finished", "response.finished"},
    {Field::kRespondentId, "respondent_id", "respondent_id"},
    {Field::kAccountId, "account_id", "account_id"},
    {Field::kCollectedAt, "collected_at", "collected_at"},
    {Field::kChannel, "channel", "channel"},
    {Field::kJourneyStage, "journey_stage", "journey_stage"},
    {Field::kTouchpoint, "touchpoint", "touchpoint"},
    {Field::kLanguage, "language", "language"},
    {Field::kMentionType, "mention_type", "mention.mention_type"},
    {Field::kPlatform, "platform", "mention.platform"},
    {Field::kTitle, "title", "mention.title"},
    {Field::kBody, "body", "mention.body"},
    {Field::kUrl, "url", "mention.url"},
    {Field::kAuthor, "author", "mention.author"},
    {Field::kRating, "rating", "mention.rating"},
    {Field::kRatingMax, "rating_max", "mention.rating_max"},
    {Field::kOther, "other", "properties"},
}};

inline constexpr size_t kFieldCount = kFields.size();

constexpr const FieldInfo& InfoOf(Field field) { return kFields[static_cast<size_t>(field)]; }

// What a property's target is called before its key.
inline constexpr std::string_view kPropertyPrefix = "property.";

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_FIELDS_H_
