#include "client/cli/survey_columns.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/cli/byte_source.h"
#include "client/cli/csv_header.h"
#include "client/cli/csv_reader.h"
#include "client/cli/json_members.h"
#include "client/formats/mapping.h"
#include "client/formats/survey_questions.h"

namespace voc::cli {
namespace {

using Kind = formats::SurveyColumn::Kind;

// Below the words of a question: {"ImportId":"QID2_TEXT"}. Everything that was asked
// has an id that begins with QID.
Kind KindOfImportId(std::string_view id) {
  if (!id.starts_with("QID")) return Kind::kNoText;
  return id.ends_with("_TEXT") ? Kind::kText : Kind::kNoText;
}

// Of a joined header: what stands below the name.
Kind KindOfMark(std::string_view mark) {
  const std::string normal = formats::NormalName(mark);
  if (normal == kOpenEndedMark) return Kind::kText;
  return normal.empty() ? Kind::kUnknown : Kind::kNoText;
}

void ReadImportIds(const std::vector<std::string>& row, SurveyHead& head) {
  for (size_t i = 0; i < head.columns.size(); ++i) {
    const auto members = JsonMembers(row[i]);
    if (!members.has_value()) continue;
    if (const auto id = members->find("ImportId"); id != members->end()) {
      head.columns[i].kind = KindOfImportId(id->second);
    }
    const auto zone = members->find("timeZone");
    if (zone != members->end() && head.zone.empty()) head.zone = zone->second;
  }
}

}  // namespace

SurveyHead ReadSurveyHead(std::string_view head, const formats::CsvLayout& layout) {
  const auto source = OpenBytes(head);
  CsvReader reader(*source, layout.delimiter);
  CsvHeader header(layout);
  while (!header.complete()) {
    const auto event = reader.Next();
    const bool good = event.ok() && *event == CsvReader::Event::kRecord;
    if (!good || !header.Add(reader.cells()).empty()) return {};
  }
  SurveyHead survey;
  const auto& rows = header.rows();
  for (std::string& name : header.names()) {
    formats::SurveyColumn& column = survey.columns.emplace_back();
    column.words = name;
    column.name = std::move(name);
  }
  for (size_t i = 0; i < survey.columns.size(); ++i) {
    if (layout.joined_header && rows.size() > 1) {
      survey.columns[i].kind = KindOfMark(rows[1][i]);
    } else if (rows.size() > 1) {
      survey.columns[i].words = rows[1][i];
    }
  }
  if (rows.size() > 2) ReadImportIds(rows[2], survey);
  for (size_t records = 0; records < kMaxSampledRecords;) {
    const auto event = reader.Next();
    if (!event.ok() || *event == CsvReader::Event::kEnd) break;
    // The last one may be cut, and a broken one is refused later.
    if (*event != CsvReader::Event::kRecord || reader.cells().size() != survey.columns.size()) {
      continue;
    }
    ++records;
    for (size_t i = 0; i < survey.columns.size(); ++i) {
      survey.columns[i].samples.emplace_back(reader.cells()[i]);
    }
  }
  return survey;
}

}  // namespace voc::cli
