// Writes the rows that every measurement is fed with: see rows_file.h for the format
// and workload.h for what is in it.

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>

#include "tests/benchmark/rows_file.h"
#include "tests/benchmark/workload.h"

namespace {

namespace bm = voc::benchmark;

constexpr size_t kWriteBytes = 1 << 20;

// Properties are a map: without this their order would differ from run to run.
void SerializeDeterministically(const voc::v1::Feedback& row, std::string& bytes) {
  bytes.clear();
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  row.SerializeToCodedStream(&coded);
}

// Adds the bytes of the rows alone to `row_bytes`. False if the file cannot be written.
bool WriteRows(const bm::Workload& workload, uint64_t rows, const std::string& path,
               uint64_t& row_bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  voc::v1::Feedback row;
  std::string bytes;
  std::string buffer;
  for (uint64_t i = 0; i < rows && out; ++i) {
    workload.Make(i, row);
    SerializeDeterministically(row, bytes);
    bm::AppendRecord(bytes, buffer);
    row_bytes += bytes.size();
    if (buffer.size() < kWriteBytes) continue;
    out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    buffer.clear();
  }
  out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  out.close();
  return static_cast<bool>(out);
}

}  // namespace

int main(int argc, char** argv) {
  bm::WorkloadOptions options;
  std::string order = "random";
  std::string path;
  CLI::App app("Writes the rows of the benchmark's workload", "bench_rows");
  app.add_option("--rows", options.rows, "How many")->required()->check(CLI::PositiveNumber);
  bool no_comments = false;
  app.add_flag("--no-comments", no_comments, "The same rows without what people wrote");
  app.add_option("--order", order, "Collection times: random or time (ascending)")
      ->check(CLI::IsMember({"random", "time"}))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Other rows of the same kind")->capture_default_str();
  app.add_option("--out", path, "File to write (default: none, only count the distinct rows)");
  CLI11_PARSE(app, argc, argv);
  options.comments = !no_comments;
  options.order = order == "time" ? bm::Order::kTime : bm::Order::kRandom;

  const bm::Workload workload(options);
  uint64_t distinct = 0;
  for (uint64_t i = 0; i < options.rows; ++i) distinct += workload.OriginOf(i) == i ? 1 : 0;
  uint64_t row_bytes = 0;
  if (!path.empty() && !WriteRows(workload, options.rows, path, row_bytes)) {
    std::fprintf(stderr, "bench_rows: cannot write %s\n", path.c_str());
    return 1;
  }
  std::printf("{\"rows\": %ju, \"distinct\": %ju, \"bytes\": %ju}\n",
              static_cast<uintmax_t>(options.rows), static_cast<uintmax_t>(distinct),
              static_cast<uintmax_t>(row_bytes));
  return 0;
}
