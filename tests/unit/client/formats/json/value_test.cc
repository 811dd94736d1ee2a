#include "client/formats/json/value.h"

#include "gtest/gtest.h"
#include "tests/unit/client/formats/json/dump.h"

namespace voc::formats::json {
namespace {

TEST(ValueTest, MembersByName) {
  Value value = Parse(R"({"a":1,"b":{"c":"x"},"a":2})");
  EXPECT_EQ(value.TextAt("a"), "2") << "the last one counts, as in most readers";
  EXPECT_EQ(value.TextAt({"b", "c"}), "x");
  EXPECT_EQ(value.TextAt({"b", "d"}), "");
  EXPECT_EQ(value.TextAt({"a", "c"}), "") << "no object";
  EXPECT_EQ(value.Find("z"), nullptr);
}

TEST(ValueTest, SetsAndRemoves) {
  Value value = Parse(R"({"a":1,"b":2,"a":3})");
  value.Set("a", Value::String("x"));
  value.Set("c", Value::Array());
  value.Remove("b");
  value.Remove("nothing");
  EXPECT_EQ(Dump(value), "{a:x,c:[]}");
}

}  // namespace
}  // namespace voc::formats::json
