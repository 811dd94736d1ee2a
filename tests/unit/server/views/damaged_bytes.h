#ifndef VOC_TESTS_UNIT_SERVER_VIEWS_DAMAGED_BYTES_H_
#define VOC_TESTS_UNIT_SERVER_VIEWS_DAMAGED_BYTES_H_

#include <algorithm>
#include <random>
#include <string>
#include <string_view>

namespace voc::views {

// What a decoder must survive: now `right`, which is not empty, with one byte changed, now up to
// a hundred bytes of anything.
inline std::string DamagedBytes(std::string_view right, std::mt19937_64& random) {
  std::string damaged(right);
  if (random() % 2 == 0) {
    damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
  } else {
    damaged.resize(random() % 100);
    std::generate(damaged.begin(), damaged.end(), [&] { return static_cast<char>(random()); });
  }
  return damaged;
}

}  // namespace voc::views

#endif  // VOC_TESTS_UNIT_SERVER_VIEWS_DAMAGED_BYTES_H_
