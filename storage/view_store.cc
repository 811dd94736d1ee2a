#include "storage/view_store.h"

#include <algorithm>

namespace voc::store {

void Run::Sort() {
  const auto before = [this](const Entry& a, const Entry& b) { return KeyOf(a) < KeyOf(b); };
  if (std::is_sorted(entries_.begin(), entries_.end(), before)) return;
  std::sort(entries_.begin(), entries_.end(), before);
}

}  // namespace voc::store
