#ifndef VOC_SERVER_VIEWS_FACTS_DICTIONARY_H_
#define VOC_SERVER_VIEWS_FACTS_DICTIONARY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "server/views/facts/string_table.h"

namespace voc::views {

// A string's number within its dimension. 0 is always the empty string.
using Ordinal = uint32_t;

// Strings that facts refer to by ordinal. The numbering is part of the disk
// format: append only.
enum class Dimension : uint8_t {
  kSource,
  kQuestion,
  kAccount,
  kRespondent,
  kChannel,
  kLanguage,
  kTouchpoint,
  kPlatform,
  kPropertySet,  // a whole property map, packed with PackPairs
  kThemeSet,     // a whole list of themes, packed with PackList
  kAskedSource,  // those of kSource whose displays are recorded; no column refers to it
};
inline constexpr size_t kDimensionCount = 11;

// Maps strings to ordinals and back, for every dimension. Ordinals are given out
// in order of first use, so that a replay of the log gives the same ones, and
// never change or go away. Thread-safe; one thread interns.
class Dictionaries {
 public:
  // The ordinal of `text`, a new one if it was never seen.
  Ordinal Intern(Dimension dimension, std::string_view text) {
    return Intern(dimension, text, StringTable::Hash(text));
  }
  // `hash` is StringTable::Hash of `text`.
  Ordinal Intern(Dimension dimension, std::string_view text, uint64_t hash);

  // Have what Intern of a text with this hash will look at fetched into the cache: first
  // where its ordinal is, and some time later what says that it is its. For the thread that
  // interns.
  void PrefetchPlace(Dimension dimension, uint64_t hash) const {
    Unlocked(dimension).PrefetchPlace(hash);
  }
  void PrefetchText(Dimension dimension, uint64_t hash) const {
    Unlocked(dimension).PrefetchText(hash);
  }

  // nullopt if `text` was never interned.
  std::optional<Ordinal> Find(Dimension dimension, std::string_view text) const;

  // The string of an ordinal that Intern returned. The view stays valid as long
  // as the dictionaries do.
  std::string_view Name(Dimension dimension, Ordinal ordinal) const;

  // Forgets everything. Only while nobody else uses the dictionaries: it ends the
  // validity of every ordinal and name.
  void Clear();

  // One more than the greatest ordinal given out; at least 1.
  Ordinal Size(Dimension dimension) const;

 private:
  // Without the lock it is right only in the one thread that interns: nobody else
  // changes anything, and it is on the way of every event.
  const StringTable& Unlocked(Dimension dimension) const ABSL_NO_THREAD_SAFETY_ANALYSIS {
    return tables_[static_cast<size_t>(dimension)];
  }

  mutable absl::Mutex mutex_;
  std::array<StringTable, kDimensionCount> tables_ ABSL_GUARDED_BY(mutex_);
};

// Packs sorted (key, value) pairs, or a list of strings, into one string that is
// equal exactly when they are: each part is preceded by its length as a 32-bit
// little-endian number. No pairs or items pack to "".
std::string PackPairs(absl::Span<const std::pair<std::string_view, std::string_view>> pairs);
std::string PackList(absl::Span<const std::string_view> items);

// The parts of a packed string, views into it. Pairs come as key, value, key...
std::vector<std::string_view> Unpack(std::string_view packed);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_FACTS_DICTIONARY_H_
