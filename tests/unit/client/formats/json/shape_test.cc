#include "client/formats/json/shape.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/formats/json/dump.h"

namespace voc::formats::json {
namespace {

using ::testing::ElementsAre;

TEST(ShapeTest, OtherFormatsAreLeftAsTheyAre) {
  const auto shape = MakeShape("wootric-json", {});
  EXPECT_FALSE(shape->sees_all());
  EXPECT_THAT(MakeEach(*shape, {R"({"id":1})", R"({"id":2})"}), ElementsAre("{id:1}", "{id:2}"));
}

}  // namespace
}  // namespace voc::formats::json
