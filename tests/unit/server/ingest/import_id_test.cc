#include "server/ingest/import_id.h"

#include <gtest/gtest.h>

#include <string>

namespace voc::ingest {
namespace {

TEST(ImportIdTest, LettersDigitsAndDashesUpToTheLimit) {
  for (const std::string id : {"a", "0", "-", "20260302-081500-1f3a9c0b"}) {
    EXPECT_TRUE(IsImportId(id)) << id;
  }
  EXPECT_TRUE(IsImportId(std::string(64, 'z')));
  EXPECT_FALSE(IsImportId(std::string(65, 'z')));
  for (const std::string id : {"", "A", "a b", "a_b", "\xc3\xa5", "a/b"}) {
    EXPECT_FALSE(IsImportId(id)) << id;
  }
}

}  // namespace
}  // namespace voc::ingest
