#include "server/views/facts/dictionary.h"

namespace voc::views {
namespace {

void PackOne(std::string_view part, std::string& out) {
  const uint32_t size = static_cast<uint32_t>(part.size());
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(size >> shift));
  out.append(part);
}

}  // namespace

void Dictionaries::Clear() {
  absl::MutexLock lock(&mutex_);
  for (StringTable& table : tables_) table = StringTable();
}

Ordinal Dictionaries::Intern(Dimension dimension, std::string_view text) {
  if (text.empty()) return 0;
  const uint64_t hash = StringTable::Hash(text);
  if (const auto known = Unlocked(dimension).Find(text, hash)) return *known;
  absl::MutexLock lock(&mutex_);
  return tables_[static_cast<size_t>(dimension)].Add(text, hash);
}

void Dictionaries::PrefetchPlace(Dimension dimension, std::string_view text) const {
  if (!text.empty()) Unlocked(dimension).PrefetchPlace(StringTable::Hash(text));
}

void Dictionaries::PrefetchText(Dimension dimension, std::string_view text) const {
  if (!text.empty()) Unlocked(dimension).PrefetchText(StringTable::Hash(text));
}

std::optional<Ordinal> Dictionaries::Find(Dimension dimension, std::string_view text) const {
  const uint64_t hash = StringTable::Hash(text);
  absl::ReaderMutexLock lock(&mutex_);
  return tables_[static_cast<size_t>(dimension)].Find(text, hash);
}

std::string_view Dictionaries::Name(Dimension dimension, Ordinal ordinal) const {
  absl::ReaderMutexLock lock(&mutex_);
  return tables_[static_cast<size_t>(dimension)].Text(ordinal);
}

Ordinal Dictionaries::Size(Dimension dimension) const {
  absl::ReaderMutexLock lock(&mutex_);
  return tables_[static_cast<size_t>(dimension)].size();
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
