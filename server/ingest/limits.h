#ifndef VOC_SERVER_INGEST_LIMITS_H_
#define VOC_SERVER_INGEST_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "storage/base/clock.h"

namespace voc::ingest {

// What one feedback may hold. Part of the public contract: raising a limit is
// compatible, lowering one is not.

// source_id and submission_id, which have at least one byte.
inline constexpr size_t kMaxKeyBytes = 255;
// question_id, respondent_id and account_id.
inline constexpr size_t kMaxIdBytes = 255;
// channel, touchpoint and platform.
inline constexpr size_t kMaxNameBytes = 255;
// Every free text: comment, title, body, url, author, a property's value.
inline constexpr size_t kMaxTextBytes = 32 * 1024;
// Properties with a value.
inline constexpr size_t kMaxProperties = 64;
// A property's key, which has at least one byte.
inline constexpr size_t kMaxPropertyKeyBytes = 255;
// A language tag; the longest that RFC 5646 (4.4.1) asks anyone to store.
inline constexpr size_t kMaxLanguageBytes = 35;
// The best rating a platform may have.
inline constexpr double kMaxRatingMax = 1000;

// collected_at in seconds since 1970 UTC: 1678-01-01 (inclusive) to 2262-01-01
// (exclusive), whole years that int64 nanoseconds can tell.
inline constexpr int64_t kMinCollectedAtSeconds = -9'214'560'000;
inline constexpr int64_t kEndCollectedAtSeconds = 9'214'646'400;

// Who corrects a text, and a theme a human gives it; each has at least one byte.
inline constexpr size_t kMaxAuthorBytes = 255;
inline constexpr size_t kMaxThemeBytes = 255;
// Themes that a human may give one text.
inline constexpr int kMaxCorrectedThemes = 32;

// The id and the title of a mark, the id of an import, its format, the name of a file of
// it, and how many files it has.
inline constexpr size_t kMaxMarkIdBytes = 255;
inline constexpr size_t kMaxMarkTitleBytes = 255;
inline constexpr size_t kMaxImportIdBytes = 64;
inline constexpr size_t kMaxFormatBytes = 255;
inline constexpr size_t kMaxFileNameBytes = 4096;
inline constexpr int kMaxImportFiles = 1000;
// Keys of one LeaveOut.
inline constexpr int kMaxLeftOut = 1000;

// What a source may hold beside its keys (server/notes/notes.h).
inline constexpr size_t kMaxSourceTitleBytes = 255;
inline constexpr size_t kMaxSurveyTextBytes = 1000;
inline constexpr int kMaxSurveyLanguages = 32;
inline constexpr int kMaxOrigins = 100;
inline constexpr int kMaxTokenKeys = 8;
inline constexpr size_t kMaxTokenKeyIdBytes = 255;
inline constexpr int64_t kMaxQuietSeconds = int64_t{3653} * 24 * 60 * 60;  // 10 years

// Displays of one call with a source key, and how far what is written with one may lie in the past
// and in the future.
inline constexpr int kMaxKeyedDisplays = 10;
inline constexpr base::TimeNs kMaxKeyedAgeNs = int64_t{24} * 60 * 60 * base::kNsPerSecond;
inline constexpr base::TimeNs kMaxKeyedAheadNs = int64_t{10} * 60 * base::kNsPerSecond;

// Feedback in one BatchSubmit or one request of an Ingest stream.
inline constexpr int kMaxBatchItems = 1000;

// Violations told of one feedback; what is wrong beyond them is not listed.
inline constexpr size_t kMaxViolations = 32;

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_LIMITS_H_
