#ifndef VOC_SERVER_VIEWS_FACTS_DICTIONARY_H_
#define VOC_SERVER_VIEWS_FACTS_DICTIONARY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"

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
  Dictionaries();

  // The ordinal of `text`, a new one if it was never seen.
  Ordinal Intern(Dimension dimension, std::string_view text);

  // Has what Intern of `text` will look at fetched into the cache. For the thread
  // that interns.
  void Prefetch(Dimension dimension, std::string_view text) const ABSL_NO_THREAD_SAFETY_ANALYSIS;

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
  struct One {
    std::deque<std::string> names;  // deque: interning never moves a string
    // Owns its keys, so that a short one lies in the table itself: one cache miss a
    // look-up less.
    absl::flat_hash_map<std::string, Ordinal> ordinals;
  };

  // Without the lock it is right only in the one thread that interns: nobody else
  // changes anything, and it is on the way of every event.
  std::optional<Ordinal> FindUnlocked(Dimension dimension,
                                      std::string_view text) const ABSL_NO_THREAD_SAFETY_ANALYSIS;

  mutable absl::Mutex mutex_;
  std::array<One, kDimensionCount> ones_ ABSL_GUARDED_BY(mutex_);
};

// Packs sorted (key, value) pairs, or a list of strings, into one string that is
// equal exactly when they are: each part is preceded by its length as a 32-bit
// little-endian number. No pairs or items pack to "".
std::string PackPairs(const std::vector<std::pair<std::string_view, std::string_view>>& pairs);
std::string PackList(const std::vector<std::string_view>& items);

// The parts of a packed string, views into it. Pairs come as key, value, key...
std::vector<std::string_view> Unpack(std::string_view packed);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_FACTS_DICTIONARY_H_
