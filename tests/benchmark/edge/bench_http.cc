// Puts the HTTP edge of a vocd under load with Submit in JSON and prints what it took, as one line
// of JSON.

#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/benchmark/cpu_seconds.h"
#include "tests/benchmark/edge/http_load.h"
#include "tests/benchmark/rows_file.h"
#include "tests/benchmark/unwatched_locks.h"

namespace {

namespace bm = voc::benchmark;

// `sorted` ascending; 0 when empty.
double Percentile(const std::vector<float>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<size_t>(share * last)];
}

// Thousands of connections are open at a time.
void AllowManyFiles() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

template <typename Map>
std::string Object(const Map& counts) {
  return absl::StrCat("{",
                      absl::StrJoin(counts, ", ",
                                    [](std::string* out, const auto& entry) {
                                      absl::StrAppend(out, "\"", entry.first, "\": ", entry.second);
                                    }),
                      "}");
}

void Print(bm::HttpLoadResult result, double cpu_seconds) {
  std::sort(result.latency_us.begin(), result.latency_us.end());
  std::printf(
      "{\"requests\": %ju, \"seconds\": %.6f, \"requests_per_second\": %.1f, "
      "\"client_cpu_seconds\": %.3f, \"by_status\": %s, \"by_outcome\": %s, \"refused\": %ju, "
      "\"idle\": %ju, \"latency_us\": {\"p50\": %.0f, \"p90\": %.0f, \"p99\": %.0f, \"max\": "
      "%.0f}, "
      "\"ok\": %s}\n",
      static_cast<uintmax_t>(result.requests), result.seconds,
      static_cast<double>(result.requests) / std::max(result.seconds, 1e-9), cpu_seconds,
      Object(result.by_status).c_str(), Object(result.by_outcome).c_str(),
      static_cast<uintmax_t>(result.refused), static_cast<uintmax_t>(result.idle_open),
      Percentile(result.latency_us, 0.5), Percentile(result.latency_us, 0.9),
      Percentile(result.latency_us, 0.99), Percentile(result.latency_us, 1),
      result.status.ok() ? "true" : "false");
}

}  // namespace

int main(int argc, char** argv) {
  voc::benchmark::LeaveLocksUnwatched();
  bm::HttpLoadOptions options;
  std::string file;
  uint64_t first = 0;
  uint64_t count = 0;
  CLI::App app("loads the HTTP edge of a vocd");
  app.add_option("--server", options.server, "HOST:PORT")->required();
  app.add_option("--rows", file, "File of bench_rows")->required();
  app.add_option("--first", first, "Rows left out at the beginning");
  app.add_option("--count", count, "Rows to send (default: all)");
  app.add_option("--connections", options.connections, "Each with one request in flight");
  app.add_option("--idle", options.idle, "Connections that say nothing");
  app.add_option("--from", options.from, "Address to connect from");
  app.add_option("--key", options.key, "Source key");
  app.add_option("--rate", options.rate, "Requests a second (default: as fast as answered)");
  app.add_option("--seconds", options.seconds, "Goes on for so long, with the same rows again");
  CLI11_PARSE(app, argc, argv);

  const auto rows = bm::RowsFile::Open(file);
  if (!rows.ok()) {
    std::fprintf(stderr, "%s\n", rows.status().ToString().c_str());
    return 1;
  }
  bm::RowsCursor cursor((*rows)->bytes());
  cursor.Take(first);
  const auto bodies = bm::JsonBodies(cursor.Take(count == 0 ? UINT64_MAX : count).bytes);
  if (!bodies.ok()) {
    std::fprintf(stderr, "%s\n", bodies.status().ToString().c_str());
    return 1;
  }
  AllowManyFiles();
  const double cpu = bm::CpuSeconds();
  bm::HttpLoadResult result = bm::RunHttpLoad(options, *bodies);
  const absl::Status status = result.status;
  Print(std::move(result), bm::CpuSeconds() - cpu);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
