#include "tests/benchmark/peers/postgres/calls.h"

#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "storage/base/big_endian.h"
#include "storage/base/time.h"
#include "tests/benchmark/rows_file.h"
#include "voc/v1/feedback.pb.h"

namespace voc::benchmark::postgres {
namespace {

// Element types, in the order of the columns.
constexpr uint32_t kText = 25;
constexpr uint32_t kInt2 = 21;
constexpr uint32_t kBool = 16;
constexpr uint32_t kTimestamptz = 1184;
constexpr uint32_t kJsonb = 3802;
constexpr std::array<uint32_t, kColumns> kElementTypes = {
    kText, kText, kText, kInt2, kInt2, kBool, kText, kText, kText, kTimestamptz, kText, kJsonb};

constexpr char kJsonbVersion = 1;
// 2000-01-01, where PostgreSQL's time begins.
constexpr int64_t kEpochUs = 946'684'800'000'000;

// One column of a call. PostgreSQL's binary array: dimensions, whether it has nulls,
// element type, length, first index; then each element after its length.
class Column {
 public:
  Column(std::string* out, uint32_t element_type, uint64_t rows) : out_(*out) {
    for (const uint32_t number : {1U, 0U, element_type, static_cast<uint32_t>(rows), 1U}) {
      base::AppendBigEndian32(out_, number);
    }
  }

  void Text(std::string_view text) {
    base::AppendBigEndian32(out_, static_cast<uint32_t>(text.size()));
    out_.append(text);
  }
  void Int2(int value) {
    base::AppendBigEndian32(out_, 2);
    out_.push_back(static_cast<char>(value >> 8));
    out_.push_back(static_cast<char>(value));
  }
  void Bool(bool value) { Text({value ? "\1" : "\0", 1}); }
  void Time(base::TimeNs time) {
    base::AppendBigEndian32(out_, 8);
    base::AppendBigEndian64(out_, static_cast<uint64_t>(time / 1'000 - kEpochUs));
  }
  void Jsonb(std::string_view json) {
    base::AppendBigEndian32(out_, static_cast<uint32_t>(json.size() + 1));
    out_.push_back(kJsonbVersion);
    out_.append(json);
  }

 private:
  std::string& out_;
};

bool NeedsNoEscape(std::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isprint(static_cast<unsigned char>(c)) || c == '"' || c == '\\') return false;
  }
  return true;
}

absl::StatusOr<std::string> ToJson(const google::protobuf::Map<std::string, std::string>& map) {
  std::string json = "{";
  for (const auto& [key, value] : map) {
    if (!NeedsNoEscape(key) || !NeedsNoEscape(value)) {
      return absl::DataLossError("a property that is no row of the workload");
    }
    absl::StrAppend(&json, json.size() > 1 ? "," : "", "\"", key, "\":\"", value, "\"");
  }
  return json.append("}");
}

}  // namespace

absl::StatusOr<std::vector<EncodedCall>> EncodeCalls(std::string_view rows, uint64_t batch) {
  std::vector<EncodedCall> calls;
  RowsCursor cursor(rows);
  v1::IngestRequest request;
  for (RowsCursor::Run run = cursor.Take(batch); run.records > 0; run = cursor.Take(batch)) {
    if (!request.ParseFromArray(run.bytes.data(), static_cast<int>(run.bytes.size()))) {
      return absl::DataLossError("a record that is no Feedback");
    }
    EncodedCall& call = calls.emplace_back();
    call.rows = run.records;
    std::vector<Column> columns;
    columns.reserve(kColumns);
    for (size_t i = 0; i < kColumns; ++i) {
      columns.emplace_back(&call.arguments[i], kElementTypes[i], call.rows);
    }
    for (const v1::Feedback& row : request.feedback()) {
      const absl::StatusOr<std::string> properties = ToJson(row.properties());
      if (!properties.ok()) return properties.status();
      columns[0].Text(row.source_id());
      columns[1].Text(row.submission_id());
      columns[2].Text(row.question_id());
      columns[3].Int2(row.response().metric());
      columns[4].Int2(row.response().score());
      columns[5].Bool(row.response().finished());
      columns[6].Text(row.response().comment());
      columns[7].Text(row.respondent_id());
      columns[8].Text(row.account_id());
      columns[9].Time(base::FromTimestamp(row.collected_at()));
      columns[10].Text(row.channel());
      columns[11].Jsonb(*properties);
    }
  }
  if (!cursor.AtEnd()) return absl::DataLossError("no file of rows");
  return calls;
}

}  // namespace voc::benchmark::postgres
