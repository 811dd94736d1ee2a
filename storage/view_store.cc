#include "storage/view_store.h"

#include <algorithm>
#include <memory>

namespace voc::store {

void Run::Sort() {
  const auto before = [](const Entry& a, const Entry& b) { return a.Key() < b.Key(); };
  if (std::is_sorted(entries_.begin(), entries_.end(), before)) return;
  std::sort(entries_.begin(), entries_.end(), before);
}

const char* Run::Copy(std::string_view key, std::string_view value) {
  char* const begin = Room(key.size() + value.size());
  std::copy(value.begin(), value.end(), std::copy(key.begin(), key.end(), begin));
  return begin;
}

char* Run::Room(size_t bytes) {
  // The rest of a piece is not thrown away for one large entry.
  if (bytes > kPieceBytes / 4) {
    return pieces_.emplace_back(std::make_unique_for_overwrite<char[]>(bytes)).get();
  }
  if (bytes > left_) {
    room_ = pieces_.emplace_back(std::make_unique_for_overwrite<char[]>(kPieceBytes)).get();
    left_ = kPieceBytes;
  }
  char* const begin = room_;
  room_ += bytes;
  left_ -= bytes;
  return begin;
}

}  // namespace voc::store
