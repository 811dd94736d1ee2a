#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/formats/json/dump.h"

namespace voc::formats::json {
namespace {

using ::testing::ElementsAre;

TEST(CountlyShapeTest, WhatClientsSendBecomesRowsOfTheTable) {
  const auto shape = MakeShape("countly-json", {});
  EXPECT_THAT(
      MakeEach(*shape, {R"({"_id":"a","sg":{"rating":5},"ts":1})",
                        R"({"device_id":"d","events":[
                            {"key":"[CLY]_star_rating","timestamp":7,"segmentation":{"rating":2}},
                            {"key":"[CLY]_view","timestamp":8},
                            {"key":"[CLY]_star_rating","timestamp":9}]})",
                        R"({"events":[]})"}),
      ElementsAre("{_id:a,sg:{rating:5},ts:1}", "{sg:{rating:2},ts:7,did:d}", "{ts:9,did:d}"));
}

}  // namespace
}  // namespace voc::formats::json
