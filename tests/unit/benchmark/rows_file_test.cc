#include "tests/benchmark/rows_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "voc/v1/feedback.pb.h"

namespace voc::benchmark {
namespace {

using testing::Eq;
using testing::Optional;

v1::Feedback Named(const std::string& id) {
  v1::Feedback row;
  row.set_submission_id(id);
  return row;
}

TEST(RowsFileTest, RunsOfRecordsAreRequests) {
  const std::string longer(300, 'x');  // a length of two bytes
  std::string bytes;
  for (const std::string& id : {std::string("a"), longer, std::string("c")}) {
    AppendRecord(Named(id).SerializeAsString(), bytes);
  }

  v1::IngestRequest all;
  ASSERT_TRUE(all.ParseFromString(bytes));
  ASSERT_EQ(all.feedback_size(), 3);
  EXPECT_EQ(all.feedback(1).submission_id(), longer);

  RowsCursor cursor(bytes);
  v1::SubmitRequest one;
  ASSERT_TRUE(one.ParseFromString(std::string(cursor.Take(1).bytes)));
  EXPECT_EQ(one.feedback().submission_id(), "a");
  EXPECT_THAT(cursor.Next(), Optional(Eq(Named(longer).SerializeAsString())));
  const RowsCursor::Run rest = cursor.Take(500);
  EXPECT_EQ(rest.records, 1u);
  EXPECT_TRUE(cursor.AtEnd());
  EXPECT_EQ(cursor.Take(500).records, 0u);
}

TEST(RowsFileTest, EndsAtDamage) {
  std::string bytes;
  AppendRecord("whole", bytes);
  AppendRecord("cut short", bytes);
  bytes.pop_back();
  RowsCursor cursor(bytes);
  EXPECT_EQ(cursor.Take(2).records, 1u);
  EXPECT_FALSE(cursor.AtEnd());
}

TEST(RowsFileTest, MapsAFile) {
  const std::string path = testing::TempDir() + "/rows_file_test";
  std::string bytes;
  AppendRecord("row", bytes);
  std::ofstream(path, std::ios::binary) << bytes;
  const absl::StatusOr<std::unique_ptr<RowsFile>> file = RowsFile::Open(path);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ((*file)->bytes(), bytes);
  EXPECT_FALSE(RowsFile::Open(path + "-missing").ok());
}

}  // namespace
}  // namespace voc::benchmark
