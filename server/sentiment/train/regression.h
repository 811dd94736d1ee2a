#ifndef VOC_SERVER_SENTIMENT_TRAIN_REGRESSION_H_
#define VOC_SERVER_SENTIMENT_TRAIN_REGRESSION_H_

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "server/sentiment/softmax.h"

namespace voc::sentiment::train {

// A text as a learner sees it.
template <size_t kClasses, size_t kDense>
struct Sample {
  // Hashed features (32 bits each) and what each counts; not owned.
  const std::vector<uint32_t>* features = nullptr;
  const std::vector<float>* values = nullptr;
  std::array<float, kDense> dense{};
  size_t target = 0;
  // Classes that the sample tells apart; of a source without neutral texts it
  // says nothing about how likely neutral is.
  std::array<bool, kClasses> possible{};
  float weight = 1;
};

struct LearningPlan {
  int bits = 18;  // 2^bits buckets
  int epochs = 10;
  float rate = 0.25F;  // at the start; falls to 0 in a line
  float dense_rate = 0.075F;
  // Share of a target that is spread over all classes: keeps a label that is wrong, of which
  // there are some in every source, from being learnt as a certainty.
  float smoothing = 0.02F;
  uint32_t seed = 7;
};

// Multinomial logistic regression by stochastic gradient descent with the steps
// of AdaGrad (Duchi, Hazan, Singer 2011) and smoothed targets. The same samples
// give the same bits on every machine: one thread, no fused operations, its own
// order and its own exp.
template <size_t kClasses, size_t kDense>
class Regression {
 public:
  using OneSample = Sample<kClasses, kDense>;
  using Logits = std::array<double, kClasses>;

  Regression(const std::vector<OneSample>& samples, const LearningPlan& plan)
      : shift_(32 - plan.bits),
        smoothing_(plan.smoothing),
        weights_(kClasses << plan.bits),
        squares_(weights_.size(), kFirstSquare) {
    for (auto& squares : dense_squares_) squares.fill(kFirstDenseSquare);
    std::vector<const OneSample*> order;
    order.reserve(samples.size());
    for (const OneSample& sample : samples) order.push_back(&sample);
    std::mt19937 random(plan.seed);
    const auto steps = static_cast<double>(order.size()) * plan.epochs;
    double step = 0;
    for (int epoch = 0; epoch < plan.epochs; ++epoch) {
      for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
      for (const OneSample* sample : order) {
        const auto left = static_cast<float>(1 - step++ / steps);
        Learn(*sample, plan.rate * left, plan.dense_rate * left);
      }
    }
  }

  // The weight of class `k` in bucket `bucket`.
  float weight(size_t bucket, size_t k) const { return weights_[bucket * kClasses + k]; }
  float dense(size_t clue, size_t k) const { return dense_[clue][k]; }

 private:
  // Keeps the first steps of rare features small.
  static constexpr float kFirstSquare = 1e-2F;
  static constexpr float kFirstDenseSquare = 1e-2F;
  static constexpr float kDecay = 1e-5F;

  void Learn(const OneSample& sample, float rate, float dense_rate) {
    std::array<float, kClasses> sums{};
    const std::vector<uint32_t>& features = *sample.features;
    const std::vector<float>& values = *sample.values;
    for (size_t i = 0; i < features.size(); ++i) {
      const float* const at = &weights_[(features[i] >> shift_) * kClasses];
      for (size_t k = 0; k < kClasses; ++k) sums[k] += at[k] * values[i];
    }
    Logits logits;
    size_t possible = 0;
    for (size_t k = 0; k < kClasses; ++k) {
      float logit = sums[k];
      for (size_t d = 0; d < kDense; ++d) logit += dense_[d][k] * sample.dense[d];
      logits[k] = sample.possible[k] ? logit : kImpossible;
      possible += sample.possible[k] ? 1 : 0;
    }
    const auto shares = Softmax(logits);
    std::array<float, kClasses> gradient{};
    for (size_t k = 0; k < kClasses; ++k) {
      if (!sample.possible[k]) continue;
      float target = smoothing_ / static_cast<float>(possible);
      if (k == sample.target) target += 1 - smoothing_;
      gradient[k] = (static_cast<float>(shares[k]) - target) * sample.weight;
    }
    for (size_t i = 0; i < features.size(); ++i) {
      const size_t at = (features[i] >> shift_) * kClasses;
      for (size_t k = 0; k < kClasses; ++k) {
        Step(gradient[k] * values[i] + kDecay * weights_[at + k], rate, weights_[at + k],
             squares_[at + k]);
      }
    }
    for (size_t d = 0; d < kDense; ++d) {
      for (size_t k = 0; k < kClasses; ++k) {
        Step(gradient[k] * sample.dense[d], dense_rate, dense_[d][k], dense_squares_[d][k]);
      }
    }
  }

  static void Step(float gradient, float rate, float& weight, float& square) {
    square += gradient * gradient;
    weight -= rate * gradient / std::sqrt(square);
  }

  static constexpr double kImpossible = -1e9;

  int shift_;
  float smoothing_;
  std::vector<float> weights_;
  std::vector<float> squares_;
  std::array<std::array<float, kClasses>, kDense> dense_{};
  std::array<std::array<float, kClasses>, kDense> dense_squares_{};
};

}  // namespace voc::sentiment::train

#endif  // VOC_SERVER_SENTIMENT_TRAIN_REGRESSION_H_
