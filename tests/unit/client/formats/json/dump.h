#ifndef VOC_TESTS_UNIT_CLIENT_FORMATS_JSON_DUMP_H_
#define VOC_TESTS_UNIT_CLIENT_FORMATS_JSON_DUMP_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/formats/json/parse.h"
#include "client/formats/json/shape.h"
#include "client/formats/json/value.h"
#include "gtest/gtest.h"

namespace voc::formats::json {

// A value in short: {a:1,b:[x,null]}, strings without quotes.
inline std::string Dump(const Value& value) {
  std::string text;
  if (value.is_object()) {
    for (const auto& [name, member] : value.members) {
      absl::StrAppend(&text, text.empty() ? "" : ",", name, ":", Dump(member));
    }
    return "{" + text + "}";
  }
  if (value.is_array()) {
    for (const Value& item : value.items) {
      absl::StrAppend(&text, text.empty() ? "" : ",", Dump(item));
    }
    return "[" + text + "]";
  }
  return value.kind == Value::Kind::kNull ? "null" : value.text;
}

inline Value Parse(std::string_view text) {
  absl::StatusOr<Value> value = ParseValue(text);
  EXPECT_TRUE(value.ok()) << value.status() << " of " << text;
  return value.ok() ? *std::move(value) : Value();
}

// Sees all records, then makes each by itself. What cannot be read is its problem.
inline std::vector<std::string> MakeEach(Shape& shape, const std::vector<std::string>& records) {
  for (const std::string& record : records) shape.See(Parse(record));
  std::vector<std::string> made;
  for (const std::string& record : records) {
    for (const Shaped& shaped : shape.Make({Parse(record)})) {
      made.push_back(shaped.problem.empty() ? Dump(shaped.record) : "! " + shaped.problem);
    }
  }
  return made;
}

// What is in "answers" of the one record that `records`, one group, become.
inline std::string AnswersOf(Shape& shape, const std::vector<std::string>& records) {
  std::vector<Value> group;
  for (const std::string& record : records) {
    shape.See(Parse(record));
    group.push_back(Parse(record));
  }
  const std::vector<Shaped> made = shape.Make(std::move(group));
  EXPECT_EQ(made.size(), 1u);
  if (made.empty()) return "";
  if (!made[0].problem.empty()) return "! " + made[0].problem;
  const Value* const answers = made[0].record.Find("answers");
  return answers == nullptr ? "none" : Dump(*answers);
}

}  // namespace voc::formats::json

#endif  // VOC_TESTS_UNIT_CLIENT_FORMATS_JSON_DUMP_H_
