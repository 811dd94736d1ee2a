#include "server/metrics/distributions.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/policies/policy.hpp>
#include <cmath>

namespace voc::metrics {
namespace {

namespace policies = boost::math::policies;

// Errors give NaN or infinity instead of an exception.
using Quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                               policies::pole_error<policies::ignore_error>,
                               policies::overflow_error<policies::ignore_error>,
                               policies::evaluation_error<policies::ignore_error>>;
using Normal = boost::math::normal_distribution<double, Quiet>;
using Student = boost::math::students_t_distribution<double, Quiet>;

// Of the upper tail, which keeps its digits where the lower one is nearly 1.
template <typename Distribution>
double Reach(const Distribution& distribution, double confidence) {
  return boost::math::quantile(boost::math::complement(distribution, (1 - confidence) / 2));
}

template <typename Distribution>
double TwoSided(const Distribution& distribution, double value) {
  return 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(value)));
}

}  // namespace

double NormalReach(double confidence) { return Reach(Normal(), confidence); }

double StudentReach(double confidence, double degrees) {
  return Reach(Student(degrees), confidence);
}

double NormalTwoSided(double z) { return TwoSided(Normal(), z); }

double StudentTwoSided(double t, double degrees) { return TwoSided(Student(degrees), t); }

double NormalUpper(double z) { return boost::math::cdf(boost::math::complement(Normal(), z)); }

}  // namespace voc::metrics
