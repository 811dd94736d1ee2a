#ifndef VOC_TESTS_BENCHMARK_LIVE_INGEST_LOAD_H_
#define VOC_TESTS_BENCHMARK_LIVE_INGEST_LOAD_H_

#include <grpcpp/channel.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "storage/base/clock.h"

namespace voc::benchmark {

// Monotonic.
base::TimeNs SteadyNow();

struct LoadResult {
  base::TimeNs start_ns = 0;     // when the first request was due
  base::TimeNs last_ack_ns = 0;  // when the last answer came
  // How much later than due the last request was handed to the transport.
  base::TimeNs behind_ns = 0;
};

// Sends encoded voc.v1.IngestRequest messages on one Ingest stream, and returns when
// all are answered.
//
// Open loop: request i is due at start_ns + i x `interval_ns`, whatever became of those before it,
// and is sent as soon as it is due and the transport takes it. Whoever measures from
// when a request was due counts the time it was held back as well, which is what
// corrects coordinated omission. `interval_ns` 0 sends as fast as the server reads.
//
// `start_ns` (steady) may lie ahead. Errors: those of the call.
absl::StatusOr<LoadResult> SendLoad(const std::shared_ptr<grpc::Channel>& channel,
                                    std::span<const std::string> requests, base::TimeNs start_ns,
                                    base::TimeNs interval_ns);

}  // namespace voc::benchmark

#endif  // VOC_TESTS_BENCHMARK_LIVE_INGEST_LOAD_H_
