#include "client/formats/column_uses.h"

#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::formats {
namespace {

using ::testing::ElementsAre;

TEST(ColumnUsesTest, OfEveryColumn) {
  auto mapping = ParseMapping(
      "submission_id <- id\nrespondent_id <- mail lower\naccount_id <- mail domain\n"
      "skip when state is test\nignore ip\nproperty.size <- seats\ncomment <- why when kind is "
      "text\n"
      "question q1\nmetric = nps\nscore <- a\n");
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  Mapper mapper(*std::move(mapping), {});
  mapper.SetColumns({"ID", "mail", "state", "IP", "seats", "why", "kind", "a", "Plan"});
  EXPECT_THAT(ColumnUses(mapper),
              ElementsAre("submission_id", "respondent_id, account_id", "whether it counts",
                          "not taken", "property size", "comment", "whether it is comment",
                          "score of \"q1\"", "property Plan"));
}

}  // namespace
}  // namespace voc::formats
