#include "server/views/query/cluster_entry.h"

#include <gtest/gtest.h>

namespace voc::views {
namespace {

TEST(ClusterId, AccountsAndRespondentsAreApart) {
  EXPECT_FALSE(ClusterId().known());
  EXPECT_FALSE(ClusterId::OfAccount(0).known());
  EXPECT_FALSE(ClusterId::OfRespondent(0).known());
  EXPECT_EQ(ClusterId::OfRespondent(0), ClusterId::OfAccount(0));
  EXPECT_TRUE(ClusterId::OfAccount(7).known());
  EXPECT_FALSE(ClusterId::OfAccount(7) == ClusterId::OfRespondent(7));
  EXPECT_TRUE(ClusterId::OfRespondent(7).is_respondent());
  EXPECT_FALSE(ClusterId::OfAccount(7).is_respondent());
  EXPECT_EQ(ClusterId::OfAccount(0xffffffff).ordinal(), 0xffffffff);
  EXPECT_EQ(ClusterId::OfRespondent(0xffffffff).ordinal(), 0xffffffff);
}

}  // namespace
}  // namespace voc::views
