#ifndef VOC_CLIENT_REPORT_VERDICT_H_
#define VOC_CLIENT_REPORT_VERDICT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "client/report/language.h"
#include "voc/v1/trend.pb.h"

namespace voc::report {

// What a change is worth.
enum class Verdict {
  // There is nothing to compare with.
  kNone,
  // A side has fewer answers than are needed to judge.
  kTooFew,
  // Chance may explain it.
  kNoise,
  // Chance does not.
  kNews,
};

// Share of what is called news among several tests that may be chance.
inline constexpr double kFalseDiscoveryRate = 0.10;

// Judges changes: one series by the test of each point, several together, since
// of many tests some come out by chance (Benjamini and Hochberg 1995, at
// kFalseDiscoveryRate over every change that is shown and has enough answers).
class Judge {
 public:
  // `min_n`: answers that both sides of a test need.
  explicit Judge(int32_t min_n = 30) : min_n_(min_n) {}

  // Judges all changes of `response` together if it has more than one series.
  Judge(const v1::QueryTrendResponse& response, int32_t min_n);

  // Adds the changes of another response to those that are judged together.
  void Add(const v1::QueryTrendResponse& response);

  Verdict Of(const v1::TrendPoint& point) const;

  // Whether several changes are judged together, and how many were tested.
  bool together() const { return together_; }
  int tests() const { return static_cast<int>(p_values_.size()); }
  int32_t min_n() const { return min_n_; }

 private:
  bool HasEnough(const v1::TrendPoint& point) const;
  void AddPoint(const v1::TrendPoint& point);
  // The greatest p-value that is news; below 0 where none is.
  void Settle();

  int32_t min_n_;
  bool together_ = false;
  std::vector<double> p_values_;
  double threshold_ = -1;
};

// "-7 noise (p 0.54)", "+15 news (p 0.003)", "+3 too few"; empty for kNone.
std::string ChangeText(Language language, const v1::TrendPoint& point, Verdict verdict,
                       int decimals);
// "down 7: noise (p 0.54)" for sentences, "down 7 on a year ago: noise (p 0.54)"; empty
// for kNone.
std::string ChangeWords(Language language, const v1::TrendPoint& point, Verdict verdict,
                        int decimals, v1::Comparison comparison);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_VERDICT_H_
