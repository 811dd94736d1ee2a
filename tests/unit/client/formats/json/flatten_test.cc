#include "client/formats/json/flatten.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/formats/mapping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/formats/json/dump.h"

namespace voc::formats::json {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Columns(std::string_view record, const std::set<std::string>& lists = {}) {
  const Row row = Flatten(Parse(record), lists);
  EXPECT_EQ(row.names.size(), row.texts.size());
  std::vector<std::string> columns;
  for (size_t i = 0; i < row.names.size(); ++i) {
    columns.push_back(absl::StrCat(row.names[i], "=", row.texts[i]));
  }
  return columns;
}

TEST(FlattenTest, MembersByPath) {
  EXPECT_THAT(
      Columns(R"({"id":7,"person":{"email":"a@b.example","x":{"y":true}},"z":null,"e":{}})"),
      ElementsAre("id=7", "person.email=a@b.example", "person.x.y=true", "z=", "e="));
  EXPECT_THAT(Columns("{}"), IsEmpty());
}

TEST(FlattenTest, ListsAreJoined) {
  EXPECT_THAT(Columns(R"({"tags":["a",null,"b"],"n":[],"l":[{"name":"x","id":1},{"name":"y"}]})"),
              ElementsAre("tags=a, b", "n=", "l[].name=x, y", "l[].id=1"));
}

TEST(FlattenTest, ListsThatAreReadOneByOne) {
  EXPECT_THAT(Columns(R"({"Answers":[{"v":1,"c":[{"t":"p"},{"t":"q"}]},{"v":2}]})", {"answers"}),
              ElementsAre("Answers[0].v=1", "Answers[0].c[].t=p, q", "Answers[1].v=2"));
  EXPECT_THAT(Columns(R"({"a":{"b":["x","y"]}})", {"a.b"}), ElementsAre("a.b[0]=x", "a.b[1]=y"));
}

TEST(FlattenTest, AMappingSaysWhichListsItReads) {
  const auto mapping = ParseMapping(
      "submission_id <- id\nrespondent_id <- \"contacts.results[0].id\"\n"
      "property.t <- \"tags[].name\"\neach \"Answers\"\nquestion_id <- id\n");
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  EXPECT_THAT(ListsOf(*mapping), ElementsAre("answers", "contacts.results"));
}

}  // namespace
}  // namespace voc::formats::json
