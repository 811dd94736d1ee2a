#ifndef VOC_CLIENT_CLI_TREND_CELLS_H_
#define VOC_CLIENT_CLI_TREND_CELLS_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "voc/v1/trend.pb.h"

namespace voc::cli {

// The newest value of every cell of a watched trend. Not thread-safe.
class TrendCells {
 public:
  // Before a snapshot.
  void Clear() { series_.clear(); }
  // Replaces a cell. One that emptied stays, with n = 0, as in a fresh query.
  void Put(const v1::WatchTrendsResponse::Upsert& upsert);
  // All cells, by group and time; totals are not known.
  v1::QueryTrendResponse ToResponse() const;

 private:
  using Group = std::map<std::string, std::string>;
  // Seconds and nanoseconds of end, then of start.
  using Period = std::tuple<int64_t, int32_t, int64_t, int32_t>;

  std::map<Group, std::map<Period, v1::TrendPoint>> series_;
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_TREND_CELLS_H_
