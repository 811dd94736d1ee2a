#include "tests/benchmark/peers/postgres/calls.h"

#include <gtest/gtest.h>

#include "storage/base/big_endian.h"
#include "storage/base/time.h"
#include "tests/benchmark/rows_file.h"
#include "voc/v1/feedback.pb.h"

namespace voc::benchmark::postgres {
namespace {

std::string Rows(int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) {
    v1::Feedback row;
    row.set_source_id("survey-01");
    row.set_submission_id(std::to_string(i));
    row.mutable_response()->set_score(-2 + i);
    base::SetTimestamp(946'684'800 * base::kNsPerSecond + 5'000 * i, *row.mutable_collected_at());
    (*row.mutable_properties())["plan"] = "pro";
    AppendRecord(row.SerializeAsString(), bytes);
  }
  return bytes;
}

TEST(CallsTest, CutsRowsIntoCalls) {
  const auto calls = EncodeCalls(Rows(5), 2);
  ASSERT_TRUE(calls.ok()) << calls.status();
  ASSERT_EQ(calls->size(), 3u);
  EXPECT_EQ((*calls)[0].rows, 2u);
  EXPECT_EQ((*calls)[2].rows, 1u);
}

TEST(CallsTest, ArraysAreAsPostgresqlReadsThem) {
  const auto calls = EncodeCalls(Rows(2), 100);
  ASSERT_TRUE(calls.ok()) << calls.status();
  using std::string_literals::operator""s;
  const auto& arguments = calls->front().arguments;
  const std::string length_and_first = "\0\0\0\2\0\0\0\1"s;
  EXPECT_EQ(arguments[1], "\0\0\0\1\0\0\0\0\0\0\0\x19"s + length_and_first + "\0\0\0\1"s + "0" +
                              "\0\0\0\1"s + "1");
  EXPECT_EQ(arguments[4],
            "\0\0\0\1\0\0\0\0\0\0\0\x15"s + length_and_first + "\0\0\0\2\xff\xfe\0\0\0\2\xff\xff"s);
  EXPECT_EQ(arguments[9].substr(20), "\0\0\0\x8\0\0\0\0\0\0\0\0"s + "\0\0\0\x8\0\0\0\0\0\0\0\5"s);
  EXPECT_EQ(arguments[11].substr(24, 15), "\1{\"plan\":\"pro\"}");
}

TEST(CallsTest, RefusesOtherRows) {
  v1::Feedback row;
  (*row.mutable_properties())["plan"] = "\"quoted\"";
  std::string bytes;
  AppendRecord(row.SerializeAsString(), bytes);
  EXPECT_FALSE(EncodeCalls(bytes, 100).ok());
  EXPECT_FALSE(EncodeCalls("no rows", 100).ok());
}

}  // namespace
}  // namespace voc::benchmark::postgres
