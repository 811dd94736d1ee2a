#include "storage/rocksdb/rocks_view_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"

namespace voc::rocks {
namespace {

using store::Table;
using ::testing::ElementsAre;
using ::testing::Optional;

class RocksViewStoreTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    absl::StatusOr<std::unique_ptr<Database>> database = Database::Open({.path = dir_.path()});
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
  }

  store::ViewStore& views() { return database_->views(); }

  std::optional<std::string> Get(Table table, std::string_view key) {
    absl::StatusOr<std::optional<std::string>> value = views().Get(table, key);
    EXPECT_TRUE(value.ok()) << value.status();
    return value.ok() ? *value : std::nullopt;
  }

  std::vector<std::string> Keys(Table table, std::string_view prefix) {
    std::vector<std::string> keys;
    const std::unique_ptr<store::TableReader> reader = views().Scan(table, prefix);
    while (reader->Next()) keys.emplace_back(reader->key());
    EXPECT_TRUE(reader->status().ok()) << reader->status();
    return keys;
  }

  std::vector<std::string> KeysFrom(Table table, std::string_view first_key) {
    std::vector<std::string> keys;
    const std::unique_ptr<store::TableReader> reader = views().ScanFrom(table, first_key);
    while (reader->Next()) keys.emplace_back(reader->key());
    EXPECT_TRUE(reader->status().ok()) << reader->status();
    return keys;
  }

  base::TempDir dir_;
  std::unique_ptr<Database> database_;
};

TEST_F(RocksViewStoreTest, InstallsEveryTableInOneStepAndKeepsItOverARestart) {
  store::RunSet runs;
  runs[Table::kIds] = {{"k2", "two"}, {"k1", "one"}};  // in any order
  runs[Table::kState] = {{"state", "s"}};
  ASSERT_TRUE(views().Install(std::move(runs)).ok());
  ASSERT_TRUE(database_->Close().ok());
  database_.reset();
  Open();
  EXPECT_THAT(Get(Table::kIds, "k1"), Optional(std::string("one")));
  EXPECT_THAT(Get(Table::kIds, "k2"), Optional(std::string("two")));
  EXPECT_THAT(Get(Table::kState, "state"), Optional(std::string("s")));
  EXPECT_EQ(Get(Table::kIds, "k3"), std::nullopt);
  EXPECT_EQ(Get(Table::kFacts, "k1"), std::nullopt);
}

TEST_F(RocksViewStoreTest, ALaterRunReplacesAnEarlierOne) {
  for (int i = 0; i < 20; ++i) {
    store::RunSet runs;
    runs[Table::kIds] = {{"key", std::to_string(i)}, {"key" + std::to_string(i), "own"}};
    ASSERT_TRUE(views().Install(std::move(runs)).ok());
  }
  EXPECT_THAT(Get(Table::kIds, "key"), Optional(std::string("19")));
  EXPECT_THAT(Get(Table::kIds, "key7"), Optional(std::string("own")));
}

TEST_F(RocksViewStoreTest, ScansByPrefixInKeyOrder) {
  store::RunSet runs;
  runs[Table::kDictionary] = {{"aaaa2", ""}, {"aaaa1", ""}, {"aaab1", ""}};
  ASSERT_TRUE(views().Install(std::move(runs)).ok());
  store::RunSet more;
  more[Table::kDictionary] = {{"aaaa0", ""}};
  ASSERT_TRUE(views().Install(std::move(more)).ok());
  EXPECT_THAT(Keys(Table::kDictionary, "aaaa"), ElementsAre("aaaa0", "aaaa1", "aaaa2"));
  EXPECT_THAT(Keys(Table::kDictionary, "aaac"), ElementsAre());
  EXPECT_THAT(Keys(Table::kDictionary, ""), ElementsAre("aaaa0", "aaaa1", "aaaa2", "aaab1"));
  EXPECT_THAT(KeysFrom(Table::kDictionary, "aaaa11"), ElementsAre("aaaa2", "aaab1"));
  EXPECT_THAT(KeysFrom(Table::kDictionary, "b"), ElementsAre());
}

TEST_F(RocksViewStoreTest, RefusesTheSameKeyTwiceAndInstallsNothingOfIt) {
  store::RunSet runs;
  runs[Table::kIds] = {{"k", "1"}, {"k", "2"}};
  runs[Table::kState] = {{"state", "s"}};
  EXPECT_FALSE(views().Install(std::move(runs)).ok());
  EXPECT_EQ(Get(Table::kIds, "k"), std::nullopt);
  EXPECT_EQ(Get(Table::kState, "state"), std::nullopt);
  EXPECT_TRUE(std::filesystem::is_empty(dir_.path() + "/incoming"));
}

TEST_F(RocksViewStoreTest, ClearDropsEveryTableAndNotTheLog) {
  ASSERT_TRUE(database_->log().Append(1, std::vector<std::string_view>{"a"}).ok());
  store::RunSet runs;
  runs[Table::kIds] = {{"k", "1"}};
  runs[Table::kDeaths] = {{"d", "1"}};
  ASSERT_TRUE(views().Install(std::move(runs)).ok());
  ASSERT_TRUE(views().Clear().ok());
  EXPECT_EQ(Get(Table::kIds, "k"), std::nullopt);
  EXPECT_EQ(Get(Table::kDeaths, "d"), std::nullopt);
  EXPECT_EQ(database_->log().newest(), 1u);
  store::RunSet again;
  again[Table::kIds] = {{"k", "2"}};
  ASSERT_TRUE(views().Install(std::move(again)).ok());
  EXPECT_THAT(Get(Table::kIds, "k"), Optional(std::string("2")));
}

}  // namespace
}  // namespace voc::rocks
