#include "server/metrics/benjamini_hochberg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

namespace voc::metrics {
namespace {

// Of statsmodels 0.13.5, multipletests(p, method="fdr_bh"), which is R's
// p.adjust(p, "BH").
TEST(BenjaminiHochberg, AgainstAnIndependentComputation) {
  struct Golden {
    std::vector<double> p_values;
    std::vector<double> q_values;
  };
  for (const Golden& golden :
       {Golden{{0.01, 0.04, 0.03, 0.005, 0.5, 0.04, 1.0, 0.0002},
               {0.02666666666666667, 0.05333333333333334, 0.05333333333333334, 0.02,
                0.5714285714285714, 0.05333333333333334, 1.0, 0.0016}},
        Golden{{0.5217, 0.5274, 0.1369, 0.0233, 0.0002, 0.0563, 0.0682, 0.0001, 0.0001, 0.9975,
                0.2776, 0.0129},
               {0.5753454545454545, 0.5753454545454545, 0.20535, 0.05592, 0.0008, 0.1126,
                0.1169142857142857, 0.0006, 0.0006, 0.9975, 0.37013333333333337, 0.0387}}}) {
    const std::vector<double> q_values = BenjaminiHochberg(golden.p_values);
    ASSERT_EQ(q_values.size(), golden.q_values.size());
    for (size_t i = 0; i < q_values.size(); ++i) {
      EXPECT_NEAR(q_values[i], golden.q_values[i], 1e-12) << i;
    }
  }
}

TEST(BenjaminiHochberg, FindsWhatTheStepUpProcedureFinds) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform;
  for (int round = 0; round < 100; ++round) {
    std::vector<double> p_values;
    for (int i = 0; i < 40; ++i) {
      const double one = uniform(random);
      p_values.push_back(i % 3 == 0 ? one * one * one : one);
    }
    // The definition: all up to the greatest p(i) <= i / m * rate.
    constexpr double kRate = 0.1;
    std::vector<double> sorted = p_values;
    std::sort(sorted.begin(), sorted.end());
    double last = -1;
    for (size_t i = 0; i < sorted.size(); ++i) {
      if (sorted[i] <= static_cast<double>(i + 1) / static_cast<double>(sorted.size()) * kRate) {
        last = sorted[i];
      }
    }
    const std::vector<double> q_values = BenjaminiHochberg(p_values);
    for (size_t i = 0; i < p_values.size(); ++i) {
      EXPECT_EQ(q_values[i] <= kRate, p_values[i] <= last) << p_values[i];
    }
  }
}

TEST(BenjaminiHochberg, NoneAndOne) {
  EXPECT_TRUE(BenjaminiHochberg({}).empty());
  EXPECT_EQ(BenjaminiHochberg(std::vector<double>{0.03}), std::vector<double>{0.03});
}

}  // namespace
}  // namespace voc::metrics
