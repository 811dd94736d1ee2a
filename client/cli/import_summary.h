#ifndef VOC_CLIENT_CLI_IMPORT_SUMMARY_H_
#define VOC_CLIENT_CLI_IMPORT_SUMMARY_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "client/cli/table.h"
#include "client/cpp/status.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {

// At most so many rejections are kept and listed; all are counted.
inline constexpr size_t kMaxListedRejections = 10'000;

// At most so many reasons of skipping are told apart; the others share one.
inline constexpr size_t kMaxSkipReasons = 100;

// One record that was not taken.
struct Rejection {
  // As named on the command line.
  std::string file;
  int64_t line = 0;
  std::string field;
  std::string reason;
};

// What became of an import so far.
struct ImportSummary {
  std::string import_id;
  int64_t created = 0;
  int64_t updated = 0;
  int64_t unchanged = 0;
  int64_t superseded = 0;
  // Records that are left out on purpose.
  int64_t skipped = 0;
  int64_t rejected = 0;
  // In the order of files and lines once Sort() was called.
  std::vector<Rejection> rejections;

  // Of `skipped`, how many for which reason. What a resumed import skipped earlier is
  // counted without.
  std::map<std::string, int64_t> skip_reasons;

  void Count(v1::Outcome outcome);
  void Skip(const std::string& reason);
  void Reject(std::string_view file, int64_t line, const client::FieldViolation& violation);
  // Local and server-side rejections arrive interleaved. `files` in the order
  // they were read.
  void Sort(const std::vector<std::string>& files);
};

// {"importId", "created", ..., "rejections": [{"file", "line", "field",
// "reason"}], "skippedReasons": [{"reason", "records"}]} on one line, counts as
// numbers.
std::string SummaryToJson(const ImportSummary& summary);

// The list of them there.
std::string RejectionsToJson(const std::vector<Rejection>& rejections);

Report SummaryReport(const ImportSummary& summary);

// "responses.csv:7: response.score: must be 0 to 10"
std::string RejectionLine(const Rejection& rejection);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_IMPORT_SUMMARY_H_
