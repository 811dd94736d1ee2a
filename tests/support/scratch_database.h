#ifndef VOC_TESTS_SUPPORT_SCRATCH_DATABASE_H_
#define VOC_TESTS_SUPPORT_SCRATCH_DATABASE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "storage/rocksdb/database.h"

namespace voc::rocks {

// RocksDB in a folder of the test's, its writes not synced. Ends the test program if it
// cannot be opened.
inline std::unique_ptr<Database> ScratchDatabase(const std::string& folder) {
  absl::StatusOr<std::unique_ptr<Database>> database =
      Database::Open({.path = folder, .durability = Durability::kOs});
  EXPECT_TRUE(database.ok()) << database.status();
  return std::move(database).value();
}

}  // namespace voc::rocks

#endif  // VOC_TESTS_SUPPORT_SCRATCH_DATABASE_H_
