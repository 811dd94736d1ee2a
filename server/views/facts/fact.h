#ifndef VOC_SERVER_VIEWS_FACTS_FACT_H_
#define VOC_SERVER_VIEWS_FACTS_FACT_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>

#include "server/views/facts/dictionary.h"
#include "storage/base/clock.h"

namespace voc::views {

// What a feedback is. Part of the disk format.
enum class Kind : uint8_t { kNps = 1, kCsat = 2, kCes = 3, kMention = 4, kDisplay = 5 };

// As v1::SentimentLabel, and part of the disk format.
enum class Label : uint8_t { kPositive = 1, kNeutral = 2, kNegative = 3, kUnlabelled = 4 };

// Bits of Fact::flags. Part of the disk format.
enum Flag : uint8_t {
  kScored = 1,        // a survey response with a score
  kLowIsGood = 2,     // 1 is the best answer
  kExcluded = 4,      // out of the numbers
  kHasText = 8,       // a comment, title or body
  kRated = 16,        // a mention with a rating
  kHasAlert = 32,     // at least one alert, open or dismissed
  kOpenAlert = 64,    // at least one open alert
  kManyAlerts = 128,  // more than one alert
};

// Ratings are kept as 5 x rating / rating_max in units of 1e-8, sentiment scores
// in units of 1e-4, so that sums are exact in any order.
inline constexpr int32_t kRatingUnit = 100'000'000;
inline constexpr int16_t kSentimentUnit = 10'000;

// Every column of a fact: type, name. The order is part of the disk format:
// append only.
//   event_sequence  event that made this row: unique, and what a death names
//   sequence        of the feedback (its newest revision)
//   collected_at    nanoseconds since 1970 UTC
//   alert_sequence  greatest sequence among its alerts; 0 without alerts
//   property_set, theme_set  packed sets, see Dimension
//   rating          see kRatingUnit; 0 unless kRated
//   sentiment       see kSentimentUnit; 0 when unlabelled
//   kind, label     see above
//   score           0 unless kScored
//   scale           points of the scale (11, 5, 7...); 0 for a mention; the metric that
//                   was asked for, as v1::Metric, for a display
//   journey_stage   as v1::JourneyStage
//   flags           see Flag
#define VOC_FACT_COLUMNS(X)   \
  X(uint64_t, event_sequence) \
  X(uint64_t, sequence)       \
  X(int64_t, collected_at)    \
  X(uint64_t, alert_sequence) \
  X(Ordinal, source)          \
  X(Ordinal, question)        \
  X(Ordinal, account)         \
  X(Ordinal, respondent)      \
  X(Ordinal, channel)         \
  X(Ordinal, language)        \
  X(Ordinal, touchpoint)      \
  X(Ordinal, platform)        \
  X(Ordinal, property_set)    \
  X(Ordinal, theme_set)       \
  X(int32_t, rating)          \
  X(int16_t, sentiment)       \
  X(uint8_t, kind)            \
  X(uint8_t, label)           \
  X(uint8_t, score)           \
  X(uint8_t, scale)           \
  X(uint8_t, journey_stage)   \
  X(uint8_t, flags)

enum class Column : uint8_t {
#define VOC_COLUMN(type, name) name,
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
};

inline constexpr size_t kColumnCount = 0
#define VOC_COLUMN(type, name) +1
    VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
    ;

// A set of columns, for loading only what a scan reads.
using ColumnSet = uint32_t;
constexpr ColumnSet Bit(Column column) { return ColumnSet{1} << static_cast<int>(column); }
inline constexpr ColumnSet kAllColumns = 0
#define VOC_COLUMN(type, name) | Bit(Column::name)
    VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
    ;

// The fixed-width essence of one feedback: all that filters, groups and trends
// read.
struct Fact {
#define VOC_COLUMN(type, name) type name = 0;
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
};

// Rows in columns, owned by somebody else. A column that was not asked for is
// null. `live` holds 1 for rows that count and 0 for those a later event has
// replaced; null means all count.
struct FactSpan {
  size_t size = 0;
  const uint8_t* live = nullptr;
  // Bounds of collected_at, both inclusive; known without the column.
  base::TimeNs first_time = std::numeric_limits<base::TimeNs>::min();
  base::TimeNs last_time = std::numeric_limits<base::TimeNs>::max();
  bool sorted = false;  // whether collected_at never decreases
#define VOC_COLUMN(type, name) const type* name = nullptr;
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
};

// A row of a span that has all columns.
Fact RowOf(const FactSpan& span, size_t row);

// Rows in columns, owned; capacity fixed when made. One thread appends; others
// may read rows below a size that was handed to them under a lock.
class FactBuffer {
 public:
  explicit FactBuffer(size_t capacity_rows, ColumnSet columns = kAllColumns);

  size_t size() const { return size_; }
  size_t capacity() const { return capacity_; }
  bool full() const { return size_ == capacity_; }

  // Requires !full() and all columns.
  void Append(const Fact& fact);

  // The row, all columns required.
  Fact Row(size_t index) const;

  // The first `size` rows.
  FactSpan Span(size_t size) const;

  // Sets the size after columns were filled in place; at most the capacity.
  void set_size(size_t size) { size_ = size; }

#define VOC_COLUMN(type, name) std::unique_ptr<type[]> name;
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN

 private:
  size_t size_ = 0;
  size_t capacity_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_FACTS_FACT_H_
