#include "storage/rocksdb/rocks_event_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"

namespace voc::rocks {
namespace {

using ::testing::ElementsAre;

class RocksEventLogTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    absl::StatusOr<std::unique_ptr<Database>> database = Database::Open({.path = dir_.path()});
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
  }

  void Reopen() {
    ASSERT_TRUE(database_->Close().ok());
    database_.reset();
    Open();
  }

  store::EventLog& log() { return database_->log(); }

  std::vector<std::string> From(store::Sequence from) {
    std::vector<std::string> payloads;
    const std::unique_ptr<store::LogReader> reader = log().ReadFrom(from);
    while (reader->Next()) payloads.emplace_back(reader->payload());
    EXPECT_TRUE(reader->status().ok()) << reader->status();
    return payloads;
  }

  base::TempDir dir_;
  std::unique_ptr<Database> database_;
};

TEST_F(RocksEventLogTest, IsEmptyAtFirst) {
  EXPECT_EQ(log().oldest(), 0u);
  EXPECT_EQ(log().newest(), 0u);
  EXPECT_TRUE(absl::IsNotFound(log().Read(1).status()));
  EXPECT_THAT(From(1), ElementsAre());
}

TEST_F(RocksEventLogTest, KeepsWhatWasAppendedOverARestart) {
  ASSERT_TRUE(log().Append(1, std::vector<std::string_view>{"a", ""}).ok());
  ASSERT_TRUE(log().Append(3, std::vector<std::string_view>{"c"}).ok());
  Reopen();
  EXPECT_EQ(log().oldest(), 1u);
  EXPECT_EQ(log().newest(), 3u);
  EXPECT_THAT(From(0), ElementsAre("a", "", "c"));
  EXPECT_THAT(From(2), ElementsAre("", "c"));
  EXPECT_THAT(From(4), ElementsAre());
  const std::vector<store::Sequence> wanted = {3, 1};
  absl::StatusOr<std::vector<std::string>> read = log().ReadMany(wanted);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read, ElementsAre("c", "a"));
}

TEST_F(RocksEventLogTest, RefusesAGap) {
  ASSERT_TRUE(log().Append(1, std::vector<std::string_view>{"a"}).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(log().Append(3, std::vector<std::string_view>{"c"})));
  EXPECT_TRUE(absl::IsInvalidArgument(log().Append(1, std::vector<std::string_view>{"a"})));
  EXPECT_EQ(log().newest(), 1u);
}

TEST_F(RocksEventLogTest, AReaderKeepsToWhatThereWasWhenItWasMade) {
  ASSERT_TRUE(log().Append(1, std::vector<std::string_view>{"a"}).ok());
  const std::unique_ptr<store::LogReader> reader = log().ReadFrom(1);
  ASSERT_TRUE(log().Append(2, std::vector<std::string_view>{"b"}).ok());
  EXPECT_TRUE(reader->Next());
  EXPECT_FALSE(reader->Next());
  EXPECT_TRUE(reader->status().ok());
}

TEST_F(RocksEventLogTest, NamesTheEventThatIsMissing) {
  ASSERT_TRUE(log().Append(1, std::vector<std::string_view>{"a"}).ok());
  const std::vector<store::Sequence> wanted = {1, 17};
  const absl::Status status = log().ReadMany(wanted).status();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("17"));
}

}  // namespace
}  // namespace voc::rocks
