// Loads a server with rows and prints what it took, as one line of JSON.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "tests/benchmark/cpu_seconds.h"
#include "tests/benchmark/load.h"
#include "tests/benchmark/rows_file.h"
#include "tests/benchmark/unwatched_locks.h"

namespace {

namespace bm = voc::benchmark;

const std::map<std::string, bm::Call> kCalls = {{"unary", bm::Call::kUnary},
                                                {"ingest", bm::Call::kIngest},
                                                {"batch", bm::Call::kBatch},
                                                {"noop", bm::Call::kNoop}};

// `sorted` ascending; 0 when empty.
double Percentile(const std::vector<float>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<size_t>(share * last)];
}

void Print(bm::LoadResult result, double cpu_seconds) {
  std::sort(result.latency_us.begin(), result.latency_us.end());
  const auto count = [&result](voc::v1::Outcome outcome) {
    return static_cast<uintmax_t>(result.outcomes[outcome]);
  };
  std::printf(
      "{\"rows\": %ju, \"requests\": %ju, \"seconds\": %.6f, \"rows_per_second\": %.1f, "
      "\"client_cpu_seconds\": %.3f, \"created\": %ju, \"updated\": %ju, \"unchanged\": %ju, "
      "\"superseded\": %ju, \"rejected\": %ju, \"latency_us\": {\"p50\": %.0f, \"p90\": %.0f, "
      "\"p99\": %.0f, \"max\": %.0f}, \"marks\": [%s], \"ok\": %s}\n",
      static_cast<uintmax_t>(result.rows), static_cast<uintmax_t>(result.requests), result.seconds,
      static_cast<double>(result.rows) / std::max(result.seconds, 1e-9), cpu_seconds,
      count(voc::v1::OUTCOME_CREATED), count(voc::v1::OUTCOME_UPDATED),
      count(voc::v1::OUTCOME_UNCHANGED), count(voc::v1::OUTCOME_SUPERSEDED),
      count(voc::v1::OUTCOME_REJECTED), Percentile(result.latency_us, 0.5),
      Percentile(result.latency_us, 0.9), Percentile(result.latency_us, 0.99),
      Percentile(result.latency_us, 1), absl::StrJoin(result.marks, ", ").c_str(),
      result.status.ok() ? "true" : "false");
}

}  // namespace

int main(int argc, char** argv) {
  voc::benchmark::LeaveLocksUnwatched();
  bm::LoadOptions options;
  std::string mode = "ingest";
  std::string path;
  uint64_t first = 0;
  uint64_t count = UINT64_MAX;
  CLI::App app("Loads a server with rows of bench_rows", "bench_ingest");
  app.add_option("--server", options.server, "HOST:PORT")->required();
  app.add_option("--rows", path, "File of rows")->required();
  app.add_option("--mode", mode, "unary, ingest, batch or noop")
      ->check(CLI::IsMember(kCalls))
      ->capture_default_str();
  app.add_option("--batch", options.batch, "Rows a request, for ingest and batch")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--in-flight", options.in_flight, "Requests not answered yet, over all streams")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--streams", options.streams, "Streams of ingest")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--connections", options.connections)
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--first", first, "Rows of the file to pass over")->capture_default_str();
  app.add_option("--count", count, "Rows to send (default: all)");
  app.add_option("--mark", options.mark_rows, "Say when so many rows were acknowledged, each time");
  CLI11_PARSE(app, argc, argv);
  options.call = kCalls.at(mode);

  const auto file = bm::RowsFile::Open(path);
  if (!file.ok()) {
    std::fprintf(stderr, "bench_ingest: %s\n", file.status().ToString().c_str());
    return 1;
  }
  bm::RowsCursor cursor((*file)->bytes());
  cursor.Take(first);
  const std::string_view rows = cursor.Take(count).bytes;

  const double cpu_before = bm::CpuSeconds();
  bm::LoadResult result = bm::RunLoad(options, rows);
  const absl::Status status = result.status;
  Print(std::move(result), bm::CpuSeconds() - cpu_before);
  if (status.ok()) return 0;
  std::fprintf(stderr, "bench_ingest: %s\n", status.ToString().c_str());
  return 1;
}
