#include "server/views/facts/dictionary.h"

namespace voc::views {
namespace {

constexpr size_t kLengthBytes = sizeof(uint32_t);

void PackOne(std::string_view part, std::string& out) {
  const uint32_t size = static_cast<uint32_t>(part.size());
  char length[kLengthBytes];
  for (size_t i = 0; i < kLengthBytes; ++i) length[i] = static_cast<char>(size >> (8 * i));
  out.append(length, kLengthBytes).append(part);
}

}  // namespace

void Dictionaries::Clear() {
  absl::MutexLock lock(&mutex_);
  for (StringTable& table : tables_) table = StringTable();
}

Ordinal Dictionaries::Intern(Dimension dimension, std::string_view text, uint64_t hash) {
  if (text.empty()) return 0;
  if (const auto known = Unlocked(dimension).Find(text, hash)) return *known;
  absl::MutexLock lock(&mutex_);
  return tables_[static_cast<size_t>(dimension)].Add(text, hash);
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

std::string PackPairs(absl::Span<const std::pair<std::string_view, std::string_view>> pairs) {
  size_t bytes = 0;
  for (const auto& [key, value] : pairs) bytes += 2 * kLengthBytes + key.size() + value.size();
  std::string packed;
  packed.reserve(bytes);
  for (const auto& [key, value] : pairs) {
    PackOne(key, packed);
    PackOne(value, packed);
  }
  return packed;
}

std::string PackList(absl::Span<const std::string_view> items) {
  std::string packed;
  for (const std::string_view item : items) PackOne(item, packed);
  return packed;
}

std::vector<std::string_view> Unpack(std::string_view packed) {
  std::vector<std::string_view> parts;
  while (packed.size() >= kLengthBytes) {
    uint32_t size = 0;
    for (int i = 0; i < 4; ++i)
      size |= static_cast<uint32_t>(static_cast<uint8_t>(packed[i])) << (8 * i);
    packed.remove_prefix(kLengthBytes);
    if (size > packed.size()) break;
    parts.push_back(packed.substr(0, size));
    packed.remove_prefix(size);
  }
  return parts;
}

}  // namespace voc::views
