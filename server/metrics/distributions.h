#ifndef VOC_SERVER_METRICS_DISTRIBUTIONS_H_
#define VOC_SERVER_METRICS_DISTRIBUTIONS_H_

namespace voc::metrics {

// How far from 0, in standard deviations, the middle `confidence` of the
// standard normal distribution reaches: 1.959964 for 0.95. `confidence` lies
// above 0 and below 1, here and below.
double NormalReach(double confidence);

// The same for Student's t with `degrees` above 0 degrees of freedom, which need
// be no whole number.
double StudentReach(double confidence, double degrees);

// The probability of a value at least as far from 0 as this one, on either side.
double NormalTwoSided(double z);
double StudentTwoSided(double t, double degrees);

// The probability of a value of the standard normal distribution of at least `z`.
double NormalUpper(double z);

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_DISTRIBUTIONS_H_
