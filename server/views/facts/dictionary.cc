#include "server/views/facts/dictionary.h"

#include <cstring>

#include "storage/base/strings.h"

namespace voc::views {
namespace {

void PackOne(std::string_view part, std::string& out) {
  const uint32_t size = static_cast<uint32_t>(part.size());
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(size >> shift));
  out.append(part);
}

}  // namespace

Dictionaries::Dictionaries() { Clear(); }

void Dictionaries::Clear() {
  absl::MutexLock lock(&mutex_);
  for (One& one : ones_) {
    one.ordinals.clear();
    one.names.clear();
    one.names.emplace_back();
    one.ordinals.emplace(one.names.back(), 0);
  }
}

Ordinal Dictionaries::Intern(Dimension dimension, std::string_view text) {
  if (text.empty()) return 0;
  if (const std::optional<Ordinal> known = FindUnlocked(dimension, text)) return *known;
  absl::MutexLock lock(&mutex_);
  One& one = ones_[static_cast<size_t>(dimension)];
  const auto ordinal = static_cast<Ordinal>(one.names.size());
  one.names.emplace_back(text);
  one.ordinals.emplace(one.names.back(), ordinal);
  return ordinal;
}

void Dictionaries::Prefetch(Dimension dimension, std::string_view text) const {
  if (!text.empty()) ones_[static_cast<size_t>(dimension)].ordinals.prefetch(base::ToAbsl(text));
}

std::optional<Ordinal> Dictionaries::Find(Dimension dimension, std::string_view text) const {
  absl::ReaderMutexLock lock(&mutex_);
  return FindUnlocked(dimension, text);
}

std::optional<Ordinal> Dictionaries::FindUnlocked(Dimension dimension,
                                                  std::string_view text) const {
  const One& one = ones_[static_cast<size_t>(dimension)];
  const auto found = one.ordinals.find(base::ToAbsl(text));
  if (found == one.ordinals.end()) return std::nullopt;
  return found->second;
}

std::string_view Dictionaries::Name(Dimension dimension, Ordinal ordinal) const {
  absl::ReaderMutexLock lock(&mutex_);
  return ones_[static_cast<size_t>(dimension)].names[ordinal];
}

Ordinal Dictionaries::Size(Dimension dimension) const {
  absl::ReaderMutexLock lock(&mutex_);
  return static_cast<Ordinal>(ones_[static_cast<size_t>(dimension)].names.size());
}

std::string PackPairs(const std::vector<std::pair<std::string_view, std::string_view>>& pairs) {
  std::string packed;
  for (const auto& [key, value] : pairs) {
    PackOne(key, packed);
    PackOne(value, packed);
  }
  return packed;
}

std::string PackList(const std::vector<std::string_view>& items) {
  std::string packed;
  for (const std::string_view item : items) PackOne(item, packed);
  return packed;
}

std::vector<std::string_view> Unpack(std::string_view packed) {
  std::vector<std::string_view> parts;
  while (packed.size() >= 4) {
    uint32_t size = 0;
    for (int i = 0; i < 4; ++i)
      size |= static_cast<uint32_t>(static_cast<uint8_t>(packed[i])) << (8 * i);
    packed.remove_prefix(4);
    if (size > packed.size()) break;
    parts.push_back(packed.substr(0, size));
    packed.remove_prefix(size);
  }
  return parts;
}

}  // namespace voc::views
