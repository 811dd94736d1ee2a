#ifndef VOC_TESTS_BENCHMARK_PEERS_POSTGRES_CALLS_H_
#define VOC_TESTS_BENCHMARK_PEERS_POSTGRES_CALLS_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace voc::benchmark::postgres {

// The columns of voc.submit in schema.sql, in its order.
inline constexpr size_t kColumns = 12;

// Object ids of the array types of those columns: PostgreSQL's pg_type.dat, fixed for
// all time.
inline constexpr std::array<uint32_t, kColumns> kArrayTypes = {1009, 1009, 1009, 1005, 1005, 1000,
                                                               1009, 1009, 1009, 1185, 1009, 3807};

// The arguments of one call of voc.submit, each an array in binary format.
struct EncodedCall {
  std::array<std::string, kColumns> arguments;
  uint64_t rows = 0;
};

// Rows of a file of rows as calls of `batch` rows each. DATA_LOSS if a record is no
// Feedback of the workload's kind.
absl::StatusOr<std::vector<EncodedCall>> EncodeCalls(std::string_view rows, uint64_t batch);

}  // namespace voc::benchmark::postgres

#endif  // VOC_TESTS_BENCHMARK_PEERS_POSTGRES_CALLS_H_
