#include "storage/rocksdb/database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "storage/testing/temp_dir.h"

namespace voc::rocks {
namespace {

TEST(DatabaseTest, KeepsItsIdentityOverRestartsUntilItIsRenewed) {
  base::TempDir dir;
  std::string id;
  {
    absl::StatusOr<std::unique_ptr<Database>> database = Database::Open({.path = dir.path()});
    ASSERT_TRUE(database.ok()) << database.status();
    id = (*database)->store_id();
    EXPECT_EQ(id.size(), 32u);
    ASSERT_TRUE((*database)->Close().ok());
  }
  absl::StatusOr<std::unique_ptr<Database>> database = Database::Open({.path = dir.path()});
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_EQ((*database)->store_id(), id);
  ASSERT_TRUE((*database)->RenewStoreId().ok());
  EXPECT_NE((*database)->store_id(), id);
}

TEST(DatabaseTest, RemembersThatARebuildWasAskedForUntilTheViewsAreDropped) {
  base::TempDir dir;
  {
    absl::StatusOr<std::unique_ptr<Database>> database = Database::Open({.path = dir.path()});
    ASSERT_TRUE(database.ok()) << database.status();
    EXPECT_FALSE(*(*database)->rebuild_asked());
    store::RunSet runs;
    runs[store::Table::kState] = {{"state", "x"}};
    ASSERT_TRUE((*database)->views().Install(std::move(runs)).ok());
    ASSERT_TRUE((*database)->AskForRebuild().ok());
    ASSERT_TRUE((*database)->Close().ok());
  }
  absl::StatusOr<std::unique_ptr<Database>> database = Database::Open({.path = dir.path()});
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_TRUE(*(*database)->rebuild_asked());
  EXPECT_TRUE((*database)->views().Get(store::Table::kState, "state")->has_value());
  ASSERT_TRUE((*database)->DropViews().ok());
  EXPECT_FALSE(*(*database)->rebuild_asked());
  EXPECT_FALSE((*database)->views().Get(store::Table::kState, "state")->has_value());
}

TEST(DatabaseTest, TwoFoldersAreTwoStores) {
  base::TempDir one, two;
  EXPECT_NE((*Database::Open({.path = one.path()}))->store_id(),
            (*Database::Open({.path = two.path()}))->store_id());
}

TEST(DatabaseTest, RefusesAFolderThatIsOpen) {
  base::TempDir dir;
  const absl::StatusOr<std::unique_ptr<Database>> first = Database::Open({.path = dir.path()});
  ASSERT_TRUE(first.ok()) << first.status();
  const absl::Status second = Database::Open({.path = dir.path()}).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(second)) << second;
}

TEST(DatabaseTest, RefusesAPathThatIsNoFolder) {
  base::TempDir dir;
  std::ofstream(dir.path() + "/file") << "x";
  const absl::Status status = Database::Open({.path = dir.path() + "/file"}).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
}

TEST(DatabaseTest, CountsItsBytes) {
  base::TempDir dir;
  const absl::StatusOr<std::unique_ptr<Database>> database = Database::Open({.path = dir.path()});
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_GT((*database)->disk_bytes(), 0);
}

}  // namespace
}  // namespace voc::rocks
