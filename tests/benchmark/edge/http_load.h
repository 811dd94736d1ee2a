#ifndef VOC_TESTS_BENCHMARK_EDGE_HTTP_LOAD_H_
#define VOC_TESTS_BENCHMARK_EDGE_HTTP_LOAD_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace voc::benchmark {

struct HttpLoadOptions {
  std::string server;            // HOST:PORT of the HTTP edge
  std::string from = "0.0.0.0";  // address that connections come from
  std::string key;               // source key; empty: none
  uint64_t connections = 256;    // each has one request in flight
  uint64_t idle = 0;             // connections beside them that say nothing
  double rate = 0;               // requests a second of all together; 0: as fast as answered
  double seconds = 0;  // ends after so long and begins again with the first row until then;
                       // 0: ends after the last row
};

struct HttpLoadResult {
  absl::Status status;  // why it ended early
  uint64_t requests = 0;
  std::map<unsigned, uint64_t> by_status;      // HTTP status of the answers
  std::map<std::string, uint64_t> by_outcome;  // "OUTCOME_CREATED"
  uint64_t refused = 0;                        // connections that the server closed
  uint64_t idle_open = 0;                      // idle connections that were made
  double seconds = 0;                          // from the first request to the last answer
  // Of every answer: from when the request was due, at a rate, else from when it was sent.
  std::vector<float> latency_us;
};

// The Feedback records of a file of rows (rows_file.h) as requests of Submit in JSON.
absl::StatusOr<std::vector<std::string>> JsonBodies(std::string_view rows);

// Posts the bodies to FeedbackService.Submit, over HTTP/1.1 with connections that are kept. A
// connection that is closed is made anew. Runs on the calling thread alone.
HttpLoadResult RunHttpLoad(const HttpLoadOptions& options, const std::vector<std::string>& bodies);

}  // namespace voc::benchmark

#endif  // VOC_TESTS_BENCHMARK_EDGE_HTTP_LOAD_H_
