#ifndef VOC_TESTS_BENCHMARK_LOAD_H_
#define VOC_TESTS_BENCHMARK_LOAD_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "voc/v1/feedback.pb.h"

namespace voc::benchmark {

// How many feedback came to which outcome.
using Outcomes = std::array<uint64_t, v1::Outcome_ARRAYSIZE>;

// Adds what an encoded message with `repeated SubmitResult` (or one) as field 1 says,
// and returns how many they are. Decodes no more of it than the outcomes.
// INVALID_ARGUMENT if it is no such message.
absl::StatusOr<uint64_t> CountOutcomes(std::string_view response, Outcomes& outcomes);

enum class Call {
  kUnary,   // FeedbackService.Submit, one row a call
  kIngest,  // FeedbackService.Ingest, `batch` rows a request
  kBatch,   // FeedbackService.BatchSubmit, `batch` rows a call
  kNoop,    // NoopService.Submit of bench_noop_server, one row a call
};

struct LoadOptions {
  std::string server;  // HOST:PORT
  Call call = Call::kIngest;
  uint64_t batch = 500;      // rows a request, for kIngest and kBatch
  uint64_t in_flight = 16;   // requests that are sent and not answered, over all streams
  uint64_t streams = 1;      // of kIngest
  uint64_t connections = 1;  // calls and streams take them in turn
  uint64_t mark_rows = 0;    // see LoadResult::marks; 0: none
};

struct LoadResult {
  absl::Status status;  // why it ended early; rows below are those acknowledged
  uint64_t requests = 0;
  uint64_t rows = 0;
  Outcomes outcomes{};
  double seconds = 0;             // from the first request to the last response
  std::vector<float> latency_us;  // of every acknowledged request
  // Seconds from the first request until mark_rows, 2 mark_rows, ... were acknowledged.
  std::vector<double> marks;
};

// Sends the rows of `bytes` (see RowsCursor), which must outlive the call, straight
// from memory and as fast as they are acknowledged. Runs on the calling thread alone.
LoadResult RunLoad(const LoadOptions& options, std::string_view bytes);

}  // namespace voc::benchmark

#endif  // VOC_TESTS_BENCHMARK_LOAD_H_
