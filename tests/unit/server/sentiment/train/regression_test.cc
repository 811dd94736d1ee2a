#include "server/sentiment/train/regression.h"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

namespace voc::sentiment::train {
namespace {

constexpr size_t kTwo = 2;
constexpr LearningPlan kPlan = {.bits = 6, .epochs = 20};
using Learner = Regression<kTwo, 1>;

// The feature that falls into a bucket of 2^6.
constexpr uint32_t FeatureOf(size_t bucket) { return static_cast<uint32_t>(bucket << 26); }

// Texts of three features. Those of class 1 have one below eight, those of class
// 0 one from eight to fifteen; the other features are noise.
struct Toy {
  Toy() {
    std::mt19937 random(3);
    for (size_t i = 0; i < 400; ++i) {
      const size_t target = i % kTwo;
      features.push_back({FeatureOf(random() % 8 + (target == 1 ? 0 : 8)),
                          FeatureOf(16 + random() % 48), FeatureOf(16 + random() % 48)});
      targets.push_back(target);
    }
    values.assign(3, 0.5F);
    for (size_t i = 0; i < features.size(); ++i) {
      samples.push_back({.features = &features[i],
                         .values = &values,
                         .dense = {1},
                         .target = targets[i],
                         .possible = {true, true}});
    }
  }

  std::vector<std::vector<uint32_t>> features;
  std::vector<float> values;
  std::vector<size_t> targets;
  std::vector<Learner::OneSample> samples;
};

std::vector<float> WeightsOf(const Learner& learner) {
  std::vector<float> weights;
  for (size_t bucket = 0; bucket < 64; ++bucket) {
    for (size_t k = 0; k < kTwo; ++k) weights.push_back(learner.weight(bucket, k));
  }
  for (size_t k = 0; k < kTwo; ++k) weights.push_back(learner.dense(0, k));
  return weights;
}

TEST(Regression, LearnsWhatCanBeTold) {
  const Toy toy;
  const Learner learner(toy.samples, kPlan);
  for (size_t i = 0; i < toy.features.size(); ++i) {
    std::array<float, kTwo> sums = {learner.dense(0, 0), learner.dense(0, 1)};
    for (const uint32_t feature : toy.features[i]) {
      for (size_t k = 0; k < kTwo; ++k) sums[k] += 0.5F * learner.weight(feature >> 26, k);
    }
    EXPECT_EQ(sums[1] > sums[0], toy.targets[i] == 1) << i;
  }
  for (size_t bucket = 0; bucket < 8; ++bucket) {
    EXPECT_GT(learner.weight(bucket, 1), learner.weight(bucket, 0)) << bucket;
    EXPECT_LT(learner.weight(bucket + 8, 1), learner.weight(bucket + 8, 0)) << bucket;
  }
}

TEST(Regression, TheSameSamplesGiveTheSameBits) {
  const Toy toy;
  const std::vector<float> one = WeightsOf(Learner(toy.samples, kPlan));
  const std::vector<float> other = WeightsOf(Learner(Toy().samples, kPlan));
  EXPECT_EQ(std::memcmp(one.data(), other.data(), one.size() * sizeof(float)), 0);
  LearningPlan other_order = kPlan;
  other_order.seed = 8;
  EXPECT_NE(WeightsOf(Learner(toy.samples, other_order)), one);
}

TEST(Regression, AnImpossibleClassLearnsNothing) {
  Toy toy;
  for (Learner::OneSample& sample : toy.samples) {
    sample.target = 0;
    sample.possible = {true, false};
  }
  const Learner learner(toy.samples, kPlan);
  for (size_t bucket = 0; bucket < 64; ++bucket) EXPECT_EQ(learner.weight(bucket, 1), 0);
  EXPECT_EQ(learner.dense(0, 1), 0);
}

TEST(Regression, SmoothingKeepsALabelFromBeingACertainty) {
  const Toy toy;
  LearningPlan smoother = kPlan;
  smoother.smoothing = 0.2F;
  const auto certainty = [&](const LearningPlan& plan) {
    const Learner learner(toy.samples, plan);
    float sum = 0;
    for (size_t bucket = 0; bucket < 8; ++bucket) {
      sum += learner.weight(bucket, 1) - learner.weight(bucket, 0);
    }
    return sum;
  };
  EXPECT_LT(certainty(smoother), certainty(kPlan));
  EXPECT_GT(certainty(smoother), 0);
}

TEST(Regression, WhatDoesNotCountIsNotLearnt) {
  Toy toy;
  for (Learner::OneSample& sample : toy.samples) sample.weight = 0;
  for (const float weight : WeightsOf(Learner(toy.samples, kPlan))) EXPECT_EQ(weight, 0);
}

TEST(Regression, OfNothingIsZero) {
  for (const float weight : WeightsOf(Learner({}, kPlan))) EXPECT_EQ(weight, 0);
}

}  // namespace
}  // namespace voc::sentiment::train
