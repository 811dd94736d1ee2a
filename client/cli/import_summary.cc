#include "client/cli/import_summary.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/cli/numbers.h"
#include "client/cli/table.h"

namespace voc::cli {
namespace {

std::string JsonString(std::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        json += "\\\"";
        break;
      case '\\':
        json += "\\\\";
        break;
      case '\n':
        json += "\\n";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          json += absl::StrFormat("\\u%04x", static_cast<unsigned char>(c));
        } else {
          json += c;
        }
    }
  }
  return json + "\"";
}

// A dry run, a refused file and a server without a list of imports give no id.
std::string Title(const ImportSummary& summary) {
  if (!summary.import_id.empty()) return "import " + summary.import_id;
  const bool any = summary.created + summary.updated + summary.unchanged + summary.superseded > 0;
  return any ? "import" : "nothing imported";
}

}  // namespace

void ImportSummary::Count(v1::Outcome outcome) {
  switch (outcome) {
    case v1::OUTCOME_CREATED:
      ++created;
      break;
    case v1::OUTCOME_UPDATED:
      ++updated;
      break;
    case v1::OUTCOME_UNCHANGED:
      ++unchanged;
      break;
    case v1::OUTCOME_SUPERSEDED:
      ++superseded;
      break;
    default:
      break;
  }
}

void ImportSummary::Skip(const std::string& reason) {
  ++skipped;
  const bool known = skip_reasons.count(reason) > 0 || skip_reasons.size() < kMaxSkipReasons;
  ++skip_reasons[known ? reason : "other reasons"];
}

void ImportSummary::Reject(std::string_view file, int64_t line,
                           const client::FieldViolation& violation) {
  ++rejected;
  if (rejections.size() < kMaxListedRejections) {
    rejections.push_back({std::string(file), line, violation.field, violation.description});
  }
}

void ImportSummary::Sort(const std::vector<std::string>& files) {
  std::map<std::string, size_t> order;
  for (const std::string& file : files) order.emplace(file, order.size());
  std::sort(rejections.begin(), rejections.end(), [&](const Rejection& a, const Rejection& b) {
    return std::make_tuple(order[a.file], a.line) < std::make_tuple(order[b.file], b.line);
  });
}

std::string RejectionsToJson(const std::vector<Rejection>& rejections) {
  std::string json = "[";
  for (size_t i = 0; i < rejections.size(); ++i) {
    const Rejection& rejection = rejections[i];
    absl::StrAppend(&json, i > 0 ? "," : "", "{\"file\":", JsonString(rejection.file),
                    ",\"line\":", rejection.line, ",\"field\":", JsonString(rejection.field),
                    ",\"reason\":", JsonString(rejection.reason), "}");
  }
  return json + "]";
}

std::string SummaryToJson(const ImportSummary& summary) {
  std::string json = absl::StrCat(
      "{\"importId\":", JsonString(summary.import_id), ",\"created\":", summary.created,
      ",\"updated\":", summary.updated, ",\"unchanged\":", summary.unchanged,
      ",\"superseded\":", summary.superseded, ",\"skipped\":", summary.skipped,
      ",\"rejected\":", summary.rejected, ",\"rejections\":", RejectionsToJson(summary.rejections),
      ",\"skippedReasons\":[");
  const char* comma = "";
  for (const auto& [reason, records] : summary.skip_reasons) {
    absl::StrAppend(&json, comma, "{\"reason\":", JsonString(reason), ",\"records\":", records,
                    "}");
    comma = ",";
  }
  return json + "]}";
}

Report SummaryReport(const ImportSummary& summary) {
  Table table;
  table.columns = {{.title = "outcome"}, {.title = "records", .right_aligned = true}};
  const auto add = [&](const char* name, int64_t count) {
    table.rows.push_back({.cells = {name, FormatCount(count)}});
  };
  add("created", summary.created);
  add("updated", summary.updated);
  add("unchanged", summary.unchanged);
  add("superseded", summary.superseded);
  add("skipped", summary.skipped);
  add("rejected", summary.rejected);
  Report report{.title = Title(summary), .tables = {table}};
  for (const auto& [reason, records] : summary.skip_reasons) {
    report.remarks.push_back(absl::StrCat("skipped ", FormatCount(records), ": ", reason));
  }
  return report;
}

std::string RejectionLine(const Rejection& rejection) {
  return absl::StrCat(rejection.file, ":", rejection.line, ": ", rejection.field,
                      rejection.field.empty() ? "" : ": ", rejection.reason);
}

}  // namespace voc::cli
