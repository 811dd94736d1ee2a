#ifndef VOC_SERVER_VIEWS_QUERY_RADIX_SORT_H_
#define VOC_SERVER_VIEWS_QUERY_RADIX_SORT_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace voc::views {

// Sorts by key(item), a uint64_t, keeping the order of items with the same key. Many items with
// small keys, as ordinals are, take few passes and no comparison. `spare` is for use while it
// works, so that who sorts often allocates once.
template <typename Item, typename Key>
void RadixSort(std::vector<Item>& items, std::vector<Item>& spare, Key key) {
  constexpr int kBits = 11;
  constexpr size_t kBuckets = size_t{1} << kBits;
  constexpr size_t kFew = 512;  // buckets of their own are not worth it
  if (items.size() < kFew) {
    std::stable_sort(items.begin(), items.end(),
                     [&](const Item& a, const Item& b) { return key(a) < key(b); });
    return;
  }
  uint64_t all = 0;
  for (const Item& item : items) all |= key(item);
  spare.resize(items.size());
  for (int shift = 0; shift < static_cast<int>(std::bit_width(all)); shift += kBits) {
    const auto bucket = [&](const Item& item) { return key(item) >> shift & (kBuckets - 1); };
    std::array<size_t, kBuckets> next = {};
    for (const Item& item : items) ++next[bucket(item)];
    size_t before = 0;
    for (size_t& one : next) before += std::exchange(one, before);
    for (const Item& item : items) spare[next[bucket(item)]++] = item;
    items.swap(spare);
  }
}

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_RADIX_SORT_H_
