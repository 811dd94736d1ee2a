// Writes what a file of rows says as CSV, for peers that are to answer the questions
// vocd answers: a line for each distinct row, with the language vocd hears in its
// comment. Prints how many lines, as one line of JSON.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "server/ingest/feedback_key.h"
#include "server/sentiment/model_annotator.h"
#include "storage/base/time.h"
#include "tests/benchmark/rows_file.h"
#include "voc/v1/feedback.pb.h"

namespace {

namespace bm = voc::benchmark;

constexpr size_t kWriteBytes = 1 << 20;
constexpr char kHeader[] =
    "sequence,collected_ms,survey,metric,score,account,language,plan,app_version\n";

// No value of the workload needs quotes.
void AppendLine(uint64_t sequence, const voc::v1::Feedback& row, const std::string& language,
                std::string& out) {
  const auto property = [&row](const char* key) -> std::string {
    const auto found = row.properties().find(key);
    return found == row.properties().end() ? "" : found->second;
  };
  absl::StrAppend(&out, sequence, ",", voc::base::FromTimestamp(row.collected_at()) / 1'000'000,
                  ",", row.source_id(), ",", static_cast<int>(row.response().metric()), ",");
  absl::StrAppend(&out, row.response().score(), ",", row.account_id(), ",", language, ",",
                  property("plan"), ",", property("app_version"));
  out.push_back('\n');
}

}  // namespace

int main(int argc, char** argv) {
  std::string rows_path;
  std::string out_path;
  CLI::App app("Writes rows as CSV", "bench_facts");
  app.add_option("--rows", rows_path, "File of bench_rows")->required();
  app.add_option("--out", out_path, "CSV file to write")->required();
  CLI11_PARSE(app, argc, argv);

  const absl::StatusOr<std::unique_ptr<bm::RowsFile>> rows = bm::RowsFile::Open(rows_path);
  if (!rows.ok()) {
    std::fprintf(stderr, "bench_facts: %s\n", rows.status().ToString().c_str());
    return 1;
  }
  std::ofstream out(out_path, std::ios::binary | std::ios::trunc);
  const voc::sentiment::ModelAnnotator annotator;
  absl::flat_hash_set<voc::ingest::FeedbackId, voc::ingest::FeedbackIdHash> seen;
  bm::RowsCursor cursor((*rows)->bytes());
  voc::v1::Feedback row;
  uint64_t lines = 0;
  std::string buffer = kHeader;
  while (const std::optional<std::string_view> record = cursor.Next()) {
    if (!row.ParseFromArray(record->data(), static_cast<int>(record->size()))) break;
    if (!seen.insert(voc::ingest::FeedbackIdOf(row)).second) continue;
    AppendLine(++lines, row, annotator.Annotate({.body = row.response().comment()}).language,
               buffer);
    if (buffer.size() < kWriteBytes) continue;
    out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    buffer.clear();
  }
  out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  out.close();
  if (!out || !cursor.AtEnd()) {
    std::fprintf(stderr, "bench_facts: cannot read %s or write %s\n", rows_path.c_str(),
                 out_path.c_str());
    return 1;
  }
  std::printf("{\"lines\": %ju}\n", static_cast<uintmax_t>(lines));
  return 0;
}
