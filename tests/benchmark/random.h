#ifndef VOC_TESTS_BENCHMARK_RANDOM_H_
#define VOC_TESTS_BENCHMARK_RANDOM_H_

#include <cstdint>
#include <span>

namespace voc::benchmark {

// The finaliser of splitmix64: every bit of the result depends on every bit of
// the argument.
constexpr uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

// A stream of numbers that is a pure function of seed and index, on every
// platform: what the standard library's distributions do not promise.
class Random {
 public:
  Random(uint64_t seed, uint64_t index) : state_(Mix(seed) ^ Mix(~index)) {}

  uint64_t Next() { return state_ = Mix(state_); }

  // 0 .. n - 1, for a small n > 0 close enough to uniform.
  uint64_t Below(uint64_t n) { return Next() % n; }

  template <typename T>
  const T& Pick(std::span<const T> from) {
    return from[Below(from.size())];
  }

  // An index of `weights`, which add up to `total`.
  size_t Weighted(std::span<const int> weights, int total) {
    int left = static_cast<int>(Below(static_cast<uint64_t>(total)));
    size_t i = 0;
    while (left >= weights[i]) left -= weights[i++];
    return i;
  }

 private:
  uint64_t state_;
};

}  // namespace voc::benchmark

#endif  // VOC_TESTS_BENCHMARK_RANDOM_H_
