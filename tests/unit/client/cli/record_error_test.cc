#include "client/cli/record_error.h"

#include "gtest/gtest.h"

namespace voc::cli {
namespace {

TEST(RecordErrorTest, JoinsUnderTheFirstField) {
  EXPECT_EQ(JoinViolations({{"response.score", "must be 0 to 10"}}),
            (client::FieldViolation{"response.score", "must be 0 to 10"}));
  EXPECT_EQ(JoinViolations({{"a", "one"}, {"b", "two"}, {"a", "three"}}),
            (client::FieldViolation{"a", "one; b: two; three"}));
}

TEST(RecordErrorTest, SaysTheSameOnce) {
  EXPECT_EQ(JoinViolations({{"a", "one"}, {"a", "one"}, {"b", "two"}, {"b", "two"}}),
            (client::FieldViolation{"a", "one; b: two"}));
}

}  // namespace
}  // namespace voc::cli
