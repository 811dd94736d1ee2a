#ifndef VOC_SERVER_VIEWS_PAST_ANSWER_H_
#define VOC_SERVER_VIEWS_PAST_ANSWER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact.h"
#include "storage/base/clock.h"
#include "storage/event_log.h"

namespace voc::views {

// Kind of what is no answer with a score but says that somebody was asked: a display, an answer
// without a score. Those of Kind are metrics.
inline constexpr uint8_t kAskedKind = static_cast<uint8_t>(Kind::kDisplay);

// Whose answers, and to what: one respondent's on one source and metric, or kAskedKind.
struct AnswerKey {
  Ordinal respondent = 0;
  Ordinal source = 0;
  uint8_t kind = 0;

  friend bool operator==(const AnswerKey&, const AnswerKey&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const AnswerKey& key) {
    return H::combine(std::move(state), key.respondent, key.source, key.kind);
  }
};

// One of them: not excluded when it was given.
struct PastAnswer {
  base::TimeNs collected_at = 0;
  store::Sequence event_sequence = 0;
  uint8_t score = 0;        // of a metric
  bool unverified = false;  // nothing vouches for who it is of

  // The newest of several is the last in this order.
  friend bool operator<(const PastAnswer& a, const PastAnswer& b) {
    return std::tie(a.collected_at, a.event_sequence) < std::tie(b.collected_at, b.event_sequence);
  }
};

// nullopt for a fact that is no such answer, or of nobody.
std::optional<AnswerKey> AnswerKeyOf(const Fact& fact);
PastAnswer PastAnswerOf(const Fact& fact, bool unverified);

// Finds the answer that came before another. Made for a stretch of look-ups: it
// knows every event that was applied when it was made. One thread uses it.
class PreviousAnswers {
 public:
  virtual ~PreviousAnswers() = default;

  // The newest answer collected at `not_after` or before that still stands, leaving
  // out what `left_out` says, which must not block. May read the disk.
  virtual absl::StatusOr<std::optional<PastAnswer>> Newest(
      const AnswerKey& key, base::TimeNs not_after,
      absl::FunctionRef<bool(const PastAnswer&)> left_out) = 0;
};

// The answers of one segment of the tail.
class TailAnswers {
 public:
  struct Answer {
    AnswerKey key;
    PastAnswer answer;
    uint32_t before = kNone;  // the one of the same key that was added before
  };
  static constexpr uint32_t kNone = static_cast<uint32_t>(-1);

  // Makes room for so many.
  void Reserve(size_t answers) {
    all_.reserve(answers);
    newest_.reserve(answers);
  }
  void Add(const AnswerKey& key, const PastAnswer& answer);

  // In the order added.
  const std::vector<Answer>& all() const { return all_; }

  template <typename Visit>
  void ForEach(const AnswerKey& key, Visit visit) const {
    const auto found = newest_.find(key);
    if (found == newest_.end()) return;
    for (uint32_t i = found->second; i != kNone; i = all_[i].before) visit(all_[i].answer);
  }

 private:
  std::vector<Answer> all_;
  absl::flat_hash_map<AnswerKey, uint32_t> newest_;
};

// The answers table (storage/FORMAT.md) holds the answers of a key in one run, named by
// its newest event: one after the other, from the newest to the oldest.
void AppendAnswer(store::Sequence run, const PastAnswer& answer, std::string& out);
// Visits the answers of a key in one run until `visit` returns false. DATA_LOSS for what
// AppendAnswer did not make.
absl::Status ForEachAnswer(store::Sequence run, std::string_view bytes,
                           absl::FunctionRef<bool(const PastAnswer&)> visit);

// What a RunFilter knows a key by.
uint32_t MarkAnswerKey(const AnswerKey& key);

// Its note: the day of an answer since 1970 UTC, those before and those after 2149 as one day
// each. Never descends as times ascend.
uint16_t DayOf(base::TimeNs collected_at);

// The note of a key that has answers of more days than kMaxDays in one run: it may have some of
// any day. So a respondent id that everybody shares takes no more room than another.
inline constexpr uint16_t kAnyDay = UINT16_MAX;
inline constexpr size_t kMaxDays = 32;

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_PAST_ANSWER_H_
