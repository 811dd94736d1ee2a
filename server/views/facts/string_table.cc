#include "server/views/facts/string_table.h"

#include <algorithm>
#include <cstring>

#include "absl/hash/hash.h"
#include "storage/base/strings.h"

namespace voc::views {
namespace {

constexpr size_t kLeastPlaces = 16;
// Of strings that lie together; a longer one lies alone.
constexpr size_t kChunkBytes = 4096;

std::string_view TextAt(const char* entry) {
  uint32_t size;
  std::memcpy(&size, entry, sizeof size);
  return {entry + sizeof size, size};
}

// The lower bits choose the place.
uint32_t TagOf(uint64_t hash) { return static_cast<uint32_t>(hash >> 32); }

}  // namespace

StringTable::StringTable() : places_(kLeastPlaces), mask_(kLeastPlaces - 1) {
  texts_.push_back(Store(""));
}

uint64_t StringTable::Hash(std::string_view text) { return absl::HashOf(base::ToAbsl(text)); }

const StringTable::Place* StringTable::PlaceOf(std::string_view text, uint64_t hash) const {
  for (size_t i = hash & mask_;; i = (i + 1) & mask_) {
    const Place& place = places_[i];
    if (place.entry == nullptr) return &place;
    if (place.tag == TagOf(hash) && TextAt(place.entry) == text) return &place;
  }
}

std::optional<uint32_t> StringTable::Find(std::string_view text, uint64_t hash) const {
  if (text.empty()) return 0;
  const Place* const place = PlaceOf(text, hash);
  if (place->entry == nullptr) return std::nullopt;
  return place->number;
}

uint32_t StringTable::Add(std::string_view text, uint64_t hash) {
  if (texts_.size() * 4 > places_.size() * 3) Grow();
  const uint32_t number = size();
  texts_.push_back(Store(text));
  Place& place = places_[static_cast<size_t>(PlaceOf(text, hash) - places_.data())];
  place = {.number = number, .tag = TagOf(hash), .entry = texts_.back()};
  return number;
}

void StringTable::PrefetchText(uint64_t hash) const {
  // Most strings lie in the first place that is tried.
  if (const char* const entry = places_[hash & mask_].entry) __builtin_prefetch(entry);
}

std::string_view StringTable::Text(uint32_t number) const { return TextAt(texts_[number]); }

void StringTable::Grow() {
  places_.assign(places_.size() * 2, {});
  mask_ = places_.size() - 1;
  for (uint32_t number = 1; number < size(); ++number) {
    const uint64_t hash = Hash(Text(number));
    size_t i = hash & mask_;
    while (places_[i].entry != nullptr) i = (i + 1) & mask_;
    places_[i] = {.number = number, .tag = TagOf(hash), .entry = texts_[number]};
  }
}

const char* StringTable::Store(std::string_view text) {
  const auto size = static_cast<uint32_t>(text.size());
  const size_t bytes = sizeof size + text.size();
  if (bytes > room_) {
    room_ = std::max(bytes, kChunkBytes);
    next_ = chunks_.emplace_back(std::make_unique_for_overwrite<char[]>(room_)).get();
  }
  char* const entry = next_;
  next_ += bytes;
  room_ -= bytes;
  std::memcpy(entry, &size, sizeof size);
  // Of the empty string there is nothing to copy, maybe not even from where.
  if (!text.empty()) std::memcpy(entry + sizeof size, text.data(), text.size());
  return entry;
}

}  // namespace voc::views
