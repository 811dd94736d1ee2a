#ifndef VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_TREND_ORACLE_H_
#define VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_TREND_ORACLE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/unit/server/views/query/random_facts.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// What one point must say.
struct ExpectedPoint {
  base::TimeNs start = 0;
  base::TimeNs end = 0;
  int64_t n = 0;
  std::optional<double> value, delta, mean, std_dev;
  std::map<int32_t, int64_t> histogram;
  int64_t unlabelled = 0;
  int64_t clusters = 0;
  std::optional<double> design_effect;  // where n > 1
  int64_t paired_clusters = 0;
  std::optional<double> p_value;  // of NPS alone
};

struct ExpectedSeries {
  std::vector<ExpectedPoint> points;
  ExpectedPoint total;
};

struct ExpectedTrend {
  bool has_data = true;  // else there are no buckets
  std::map<std::map<std::string, std::string>, ExpectedSeries> series;
  ExpectedPoint total;
};

// The answer to a request, computed the slow and plain way: for each point all of
// the feedback is looked through. Of filters it knows source_ids, properties,
// min_score, include_excluded and the interval.
ExpectedTrend ExpectTrend(const v1::QueryTrendRequest& request, const std::vector<Said>& said);

}  // namespace voc::views

#endif  // VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_TREND_ORACLE_H_
