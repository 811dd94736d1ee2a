#include "client/cli/display_sender.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/csv_reader.h"
#include "client/cli/import_format.h"
#include "client/cli/numbers.h"
#include "client/cli/record_error.h"
#include "client/cli/text_source.h"
#include "client/cpp/status.h"

namespace voc::cli {

absl::Status DisplaySender::ReadFile(const std::string& name, ByteSource& source) {
  TextSource text(source);
  const auto head = text.Peek();
  if (!head.ok()) return head.status();
  CsvReader reader(text, DelimiterOf(*head));
  std::optional<DisplayCsvReader> displays;
  absl::Status read_status;
  while (server_status_.ok()) {
    const auto event = reader.Next();
    read_status = event.status();
    if (!event.ok() || *event == CsvReader::Event::kEnd) break;
    const bool broken = *event == CsvReader::Event::kBroken;
    if (!displays.has_value()) {
      if (broken) return absl::InvalidArgumentError(absl::StrCat("its header: ", reader.reason()));
      auto made = DisplayCsvReader::Make(reader.cells(), options_);
      if (!made.ok()) return made.status();
      displays = *std::move(made);
      continue;
    }
    ++records_read_;
    Violations violations;
    v1::Display* const display = request_.add_displays();
    if (broken) {
      violations = {{displays->NameOf(reader.broken_cell()), reader.reason()}};
    } else {
      violations = displays->Read(reader.cells(), display);
    }
    if (!violations.empty()) {
      request_.mutable_displays()->RemoveLast();
      summary_.Reject(name, reader.line(), JoinViolations(violations));
      continue;
    }
    lines_.push_back(reader.line());
    request_bytes_ += display->ByteSizeLong();
    if (request_.displays_size() >= kMaxDisplayItems || request_bytes_ >= kMaxDisplayBytes) {
      server_status_ = Send(name);
    }
  }
  if (server_status_.ok()) server_status_ = Send(name);
  saw_time_without_zone_ |= displays.has_value() && displays->saw_time_without_zone();
  return read_status;
}

absl::Status DisplaySender::Send(const std::string& file) {
  const v1::RecordDisplayRequest request = std::exchange(request_, {});
  const std::vector<int64_t> lines = std::exchange(lines_, {});
  request_bytes_ = 0;
  if (client_ == nullptr || request.displays().empty()) return absl::OkStatus();
  const auto response = client_->RecordDisplay(request);
  if (!response.ok()) return response.status();
  if (response->results_size() != request.displays_size()) {
    return absl::InternalError("the server did not say what became of each display");
  }
  for (int i = 0; i < response->results_size(); ++i) {
    const v1::SubmitResult& result = response->results(i);
    if (result.outcome() != v1::OUTCOME_REJECTED) {
      summary_.Count(result.outcome());
      continue;
    }
    Violations violations = client::ViolationsOf(result.error());
    if (violations.empty()) violations.push_back({"", result.error().message()});
    summary_.Reject(file, lines.at(static_cast<size_t>(i)), JoinViolations(violations));
  }
  return absl::OkStatus();
}

std::string DisplaysToJson(const ImportSummary& summary) {
  return absl::StrCat("{\"created\":", summary.created, ",\"unchanged\":", summary.unchanged,
                      ",\"rejected\":", summary.rejected,
                      ",\"rejections\":", RejectionsToJson(summary.rejections), "}");
}

Report DisplaysReport(const ImportSummary& summary) {
  Table table;
  table.columns = {{.title = "outcome"}, {.title = "displays", .right_aligned = true}};
  table.rows.push_back({.cells = {"created", FormatCount(summary.created)}});
  table.rows.push_back({.cells = {"unchanged", FormatCount(summary.unchanged)}});
  table.rows.push_back({.cells = {"rejected", FormatCount(summary.rejected)}});
  return {.title = "displays", .tables = {std::move(table)}};
}

}  // namespace voc::cli
