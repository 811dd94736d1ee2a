#include "client/cli/explain.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cli/byte_source.h"
#include "client/cli/import_format.h"
#include "client/cli/numbers.h"
#include "client/cli/record_error.h"
#include "client/cli/record_reader.h"
#include "client/cli/survey_columns.h"
#include "client/cli/text_source.h"
#include "client/cli/text_width.h"
#include "client/formats/column_uses.h"
#include "client/formats/day_order.h"
#include "client/formats/draft.h"
#include "client/formats/given.h"
#include "client/formats/json/rows.h"
#include "client/formats/mapper.h"
#include "client/formats/survey_questions.h"
#include "google/protobuf/util/json_util.h"

namespace voc::cli {
namespace {

constexpr int64_t kMaxRecords = 1'000;
constexpr size_t kShownRecords = 3;
constexpr size_t kShownReasons = 5;
// Of columns that are listed, and of the name of one.
constexpr size_t kMaxColumns = 200;
constexpr size_t kMaxNameWidth = 40;

// "answers[3].text" is "answers[].text", and a column of a row of several is itself.
std::string WithoutNumbers(std::string_view name) {
  if (name.starts_with("rows[")) {
    const size_t end = name.find("].");
    if (end != std::string_view::npos) return std::string(name.substr(end + 2));
  }
  std::string without;
  for (size_t i = 0; i < name.size(); ++i) {
    without += name[i];
    if (name[i] != '[') continue;
    const size_t end = name.find_first_not_of("0123456789", i + 1);
    if (end != std::string_view::npos && name[end] == ']') i = end - 1;
  }
  return without;
}

std::string ToJson(const v1::Feedback& feedback) {
  std::string json;
  // A Feedback holds nothing that JSON cannot.
  if (!google::protobuf::util::MessageToJsonString(feedback, &json).ok()) return "";
  return json;
}

// What the records of a file become.
class Survey {
 public:
  absl::Status Read(RecordReader& records) {
    int64_t last_record = -1;
    while (records_ < kMaxRecords) {
      v1::Feedback feedback;
      const auto event = records.Next(&feedback);
      if (!event.ok()) return event.status();
      if (*event == RecordReader::Event::kEnd) return absl::OkStatus();
      const int64_t record = records.record() != 0 ? records.record() : records.line();
      records_ += record != last_record ? 1 : 0;
      NoteColumns(records);
      if (*event == RecordReader::Event::kFeedback) {
        ++feedback_;
        if (shown_.size() < kShownRecords) shown_.push_back(ToJson(feedback));
      } else if (*event == RecordReader::Event::kRejected) {
        ++rejected_;
        const client::FieldViolation violation = JoinViolations(records.violations());
        Reason("rejected", records.line(),
               absl::StrCat(violation.field, violation.field.empty() ? "" : ": ",
                            violation.description));
      } else if (record != last_record) {
        ++left_out_;
        Reason("left out", records.line(), records.left_out().reason());
      }
      last_record = record;
    }
    return absl::OkStatus();
  }

  bool all_rejected() const { return rejected_ > 0 && feedback_ == 0; }

  std::string Text() const {
    std::string text = absl::StrCat(
        "# Read ", FormatCount(records_), " records: ", FormatCount(feedback_), " feedback, ",
        FormatCount(left_out_), " left out, ", FormatCount(rejected_), " rejected.\n");
    if (!columns_.empty()) absl::StrAppend(&text, "#\n# What is taken from where:\n");
    size_t width = 0;
    for (const std::string& column : columns_) width = std::max(width, DisplayWidth(column));
    for (const std::string& column : columns_) {
      absl::StrAppend(&text, "#   ", column, std::string(width - DisplayWidth(column), ' '), "  ",
                      uses_.at(column), "\n");
    }
    if (!shown_.empty()) absl::StrAppend(&text, "#\n# Stored as:\n");
    for (const std::string& json : shown_) absl::StrAppend(&text, "#   ", json, "\n");
    for (const auto& [what, lines] : reasons_) {
      absl::StrAppend(&text, "#\n# Some of what is ", what, ":\n");
      for (const std::string& line : lines) absl::StrAppend(&text, "#   ", line, "\n");
    }
    return text;
  }

 private:
  void NoteColumns(const RecordReader& records) {
    const formats::Mapper* const mapper = records.mapper();
    if (mapper == nullptr || mapper->columns() == last_columns_) return;
    last_columns_ = mapper->columns();
    const std::vector<std::string> uses = formats::ColumnUses(*mapper);
    for (size_t i = 0; i < uses.size() && columns_.size() < kMaxColumns; ++i) {
      const std::string name = FitToWidth(OneLine(WithoutNumbers(last_columns_[i])), kMaxNameWidth);
      const auto [it, is_new] = uses_.emplace(name, OneLine(uses[i]));
      if (is_new) {
        columns_.push_back(name);
      } else if (it->second == formats::kNotTaken) {
        it->second = OneLine(uses[i]);
      }
    }
  }

  void Reason(const std::string& what, int64_t line, std::string_view reason) {
    std::vector<std::string>& lines = reasons_[what];
    if (lines.size() < kShownReasons) {
      lines.push_back(OneLine(absl::StrCat("line ", line, ": ", std::string(reason))));
    }
  }

  int64_t records_ = 0;
  int64_t feedback_ = 0;
  int64_t left_out_ = 0;
  int64_t rejected_ = 0;
  std::vector<std::string> columns_;
  std::map<std::string, std::string> uses_;
  std::vector<std::string> last_columns_;
  std::vector<std::string> shown_;
  std::map<std::string, std::vector<std::string>> reasons_;
};

// A mapping to start from, for a file that cannot be told.
std::string Draft(std::string_view head, const ImportFormat& format) {
  const auto base = ChooseBase(head, format);
  if (!base.ok()) {
    if (LooksLikeJson(head)) return formats::DraftMapping(formats::json::ColumnsOfJson(head));
    const char delimiter = DelimiterOf(head);
    return absl::StrCat(
        formats::DraftMapping(ReadSurveyHead(head, {.delimiter = delimiter}).columns),
        delimiter == ',' ? "" : absl::StrCat("delimiter ", formats::Quoted({&delimiter, 1}), "\n"));
  }
  const SurveyHead survey = ReadSurveyHead(head, base->mapping.csv);
  std::string text =
      formats::WithDayOrder(formats::WithoutFindQuestions(base->map), survey.columns);
  absl::TimeZone zone;
  const bool knows_zone = absl::LoadTimeZone(survey.zone, &zone);
  if (!survey.zone.empty()) {
    absl::StrAppend(&text, knows_zone ? "zone " : "# Not known: zone ",
                    formats::Quoted(survey.zone), "\n");
  }
  const auto found = formats::FindQuestions(base->mapping, survey.columns);
  return absl::StrCat(text, "\n",
                      found.ok() ? *found : formats::DraftQuestions(base->mapping, survey.columns));
}

}  // namespace

Explanation Explain(std::string_view file, ByteSource& source, const ImportFormat& format,
                    const RecordOptions& options, const std::string& zone_name) {
  Explanation explanation;
  const formats::Given given = {.source_id = options.source_id, .zone = zone_name};
  TextSource text(source);
  const auto head = text.Peek();
  if (!head.ok()) {
    explanation.problem = head.status();
    return explanation;
  }
  const std::string title = absl::StrCat("# ", OneLine(std::string(file)), "\n");
  const auto chosen = ChooseFormat(*head, format);
  if (!chosen.ok()) {
    explanation.problem = chosen.status();
    explanation.text =
        absl::StrCat(title, "# Not yet: ", OneLine(std::string(chosen.status().message())), "\n#\n",
                     formats::WithGiven(Draft(*head, format), given));
    return explanation;
  }
  const auto records = OpenRecords(text, format, options);
  Survey survey;
  explanation.problem = survey.Read(*records);
  const std::string& vendor = chosen->mapping.title;
  explanation.text = absl::StrCat(title, "# Read as ", chosen->name, vendor.empty() ? "" : ", ",
                                  vendor, ".\n", survey.Text());
  for (const std::string& note : records->notes()) {
    absl::StrAppend(&explanation.text, "#\n# Note: ", note, ".\n");
  }
  if (chosen->is_mapped()) {
    absl::StrAppend(&explanation.text, "\n", formats::WithGiven(chosen->map, given));
  } else if (!survey.all_rejected()) {
    absl::StrAppend(&explanation.text,
                    "#\n# Its fields are taken as they are called: no mapping is needed.\n");
  }
  return explanation;
}

}  // namespace voc::cli
