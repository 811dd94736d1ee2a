#ifndef VOC_SERVER_SENTIMENT_SOFTMAX_H_
#define VOC_SERVER_SENTIMENT_SOFTMAX_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace voc::sentiment {

// e to the power of `x`, for x from -80 to 0, to nine digits. Made of additions
// and multiplications alone, so that every machine gets the same bits: the C
// library's exp differs in the last one between processors.
inline double ExpOfNegative(double x) {
  constexpr double kLog2E = 1.4426950408889634;
  constexpr double kLn2 = 0.6931471805599453;
  x = std::max(x, -80.0);
  const auto halvings = static_cast<int64_t>(-x * kLog2E);
  // What is left is between -ln 2 and 0; Taylor's series of ten terms.
  const double rest = x + static_cast<double>(halvings) * kLn2;
  double sum = 1;
  for (int n = 10; n >= 1; --n) sum = 1 + rest / n * sum;
  return sum * std::bit_cast<double>((1023 - halvings) << 52);
}

// Probabilities from logits; the greatest logit gets the greatest.
template <size_t kClasses>
std::array<double, kClasses> Softmax(const std::array<double, kClasses>& logits) {
  const double greatest = *std::max_element(logits.begin(), logits.end());
  std::array<double, kClasses> shares;
  double total = 0;
  for (size_t i = 0; i < kClasses; ++i) {
    shares[i] = ExpOfNegative(logits[i] - greatest);
    total += shares[i];
  }
  for (double& share : shares) share /= total;
  return shares;
}

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_SOFTMAX_H_
