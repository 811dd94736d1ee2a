#ifndef VOC_CLIENT_CLI_CSV_COLUMNS_H_
#define VOC_CLIENT_CLI_CSV_COLUMNS_H_

#include <array>
#include <string_view>

namespace voc::cli {

// The columns of voc-csv, in the order that an export writes them.
enum class CsvColumn {
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
  // property.KEY, any number of them, after the others.
  kProperty,
};

struct CsvColumnInfo {
  CsvColumn column;
  // In the header.
  std::string_view name;
  // In the Feedback, as errors name it.
  std::string_view path;
};

inline constexpr std::array<CsvColumnInfo, 25> kCsvColumns = {{
    {CsvColumn::kSourceId, "source_id", "source_id"},
    {CsvColumn::kSubmissionId, "submission_id", "submission_id"},
    {CsvColumn::kQuestionId, "question_id", "question_id"},
    {CsvColumn::kClientRevision, "client_revision", "client_revision"},
    {CsvColumn::kMetric, "metric", "response.metric"},
    {CsvColumn::kScore, "score", "response.score"},
    {CsvColumn::kScalePoints, "scale_points", "response.scale_points"},
    {CsvColumn::kLowIsGood, "low_is_good", "response.low_is_good"},
    {CsvColumn::kComment, "comment", "response.comment"},
    {CsvColumn::kFinished, "finished", "response.finished"},
    {CsvColumn::kRespondentId, "respondent_id", "respondent_id"},
    {CsvColumn::kAccountId, "account_id", "account_id"},
    {CsvColumn::kCollectedAt, "collected_at", "collected_at"},
    {CsvColumn::kChannel, "channel", "channel"},
    {CsvColumn::kJourneyStage, "journey_stage", "journey_stage"},
    {CsvColumn::kTouchpoint, "touchpoint", "touchpoint"},
    {CsvColumn::kLanguage, "language", "language"},
    {CsvColumn::kMentionType, "mention_type", "mention.mention_type"},
    {CsvColumn::kPlatform, "platform", "mention.platform"},
    {CsvColumn::kTitle, "title", "mention.title"},
    {CsvColumn::kBody, "body", "mention.body"},
    {CsvColumn::kUrl, "url", "mention.url"},
    {CsvColumn::kAuthor, "author", "mention.author"},
    {CsvColumn::kRating, "rating", "mention.rating"},
    {CsvColumn::kRatingMax, "rating_max", "mention.rating_max"},
}};

// What a property's column is called before its key.
inline constexpr std::string_view kCsvPropertyPrefix = "property.";

// The most columns a file may have; properties beyond need voc-jsonl.
inline constexpr int kMaxCsvColumns = 10'000;

constexpr bool IsResponseColumn(CsvColumn column) {
  return column >= CsvColumn::kMetric && column <= CsvColumn::kFinished;
}

constexpr bool IsMentionColumn(CsvColumn column) {
  return column >= CsvColumn::kMentionType && column <= CsvColumn::kRatingMax;
}

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_CSV_COLUMNS_H_
