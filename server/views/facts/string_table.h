#ifndef VOC_SERVER_VIEWS_FACTS_STRING_TABLE_H_
#define VOC_SERVER_VIEWS_FACTS_STRING_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace voc::views {

// Different strings, numbered from 1 in the order they were added; 0 is the empty
// one. A look-up touches two cache lines, each of which can be fetched ahead: the
// string's place in a hash table, and the string itself. About 40 bytes a string
// beside its own. Not thread-safe.
class StringTable {
 public:
  StringTable();

  static uint64_t Hash(std::string_view text);

  // `hash` is that of `text` everywhere.
  std::optional<uint32_t> Find(std::string_view text, uint64_t hash) const;
  // Returns its number. `text` is not there yet and not empty.
  uint32_t Add(std::string_view text, uint64_t hash);

  // Has what Find will look at fetched into the cache: first its place; then, once that
  // is there, the string.
  void PrefetchPlace(uint64_t hash) const { __builtin_prefetch(&places_[hash & mask_]); }
  void PrefetchText(uint64_t hash) const;

  // Of a number given out. Valid as long as the table.
  std::string_view Text(uint32_t number) const;

  // One more than the greatest number.
  uint32_t size() const { return static_cast<uint32_t>(texts_.size()); }

 private:
  // Part of the hash, and where the string lies; null where free.
  struct Place {
    uint32_t number = 0;
    uint32_t tag = 0;
    const char* entry = nullptr;
  };

  const Place* PlaceOf(std::string_view text, uint64_t hash) const;
  void Grow();
  const char* Store(std::string_view text);

  std::vector<Place> places_;  // a power of two, at most three quarters of them taken
  size_t mask_;
  std::vector<const char*> texts_;  // by number: 4 bytes of length, then the string
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* next_ = nullptr;  // free room in the last chunk
  size_t room_ = 0;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_FACTS_STRING_TABLE_H_
