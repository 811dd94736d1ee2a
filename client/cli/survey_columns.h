#ifndef VOC_CLIENT_CLI_SURVEY_COLUMNS_H_
#define VOC_CLIENT_CLI_SURVEY_COLUMNS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "client/formats/mapping.h"
#include "client/formats/survey_questions.h"

namespace voc::cli {

// At most so many records are looked at to tell what their columns are.
inline constexpr size_t kMaxSampledRecords = 500;

// What the beginning of a survey's export tells of it.
struct SurveyHead {
  std::vector<formats::SurveyColumn> columns;
  // "America/Denver", of the third header row of Qualtrics; empty where none is said.
  std::string zone;
};

// Reads the header rows that `layout` says and the records after them. `head` may be
// cut anywhere. Empty where the header is broken: who reads the file says why.
SurveyHead ReadSurveyHead(std::string_view head, const formats::CsvLayout& layout);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_SURVEY_COLUMNS_H_
