#include "client/cli/spool.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;

v1::Feedback Make(int i) {
  v1::Feedback feedback;
  feedback.set_feedback_id(absl::StrCat("f", i));
  feedback.mutable_properties()->insert({absl::StrCat("key", i), "x"});
  return feedback;
}

std::vector<std::string> Ids(Spool& spool, Spool::Order order = Spool::Order::kAsTaken) {
  std::vector<std::string> ids;
  const absl::Status status = spool.ForEach(order, [&](const v1::Feedback& feedback) {
    ids.push_back(feedback.feedback_id());
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return ids;
}

TEST(SpoolTest, HandsOutWhatItTookSinceTheRestart) {
  const auto spool = Spool::Make();
  ASSERT_TRUE(spool.ok()) << spool.status();
  ASSERT_TRUE((*spool)->Restart().ok());
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE((*spool)->Row(Make(i)).ok());
  ASSERT_TRUE((*spool)->Restart().ok());
  ASSERT_TRUE((*spool)->Row(Make(1)).ok());
  ASSERT_TRUE((*spool)->Row(Make(2)).ok());
  EXPECT_THAT(Ids(**spool), ElementsAre("f1", "f2"));
  EXPECT_THAT(Ids(**spool, Spool::Order::kReversed), ElementsAre("f2", "f1"));
  EXPECT_THAT((*spool)->property_keys(), ElementsAre("key1", "key2"));
}

TEST(SpoolTest, NothingTaken) {
  const auto spool = Spool::Make();
  ASSERT_TRUE(spool.ok()) << spool.status();
  ASSERT_TRUE((*spool)->Restart().ok());
  EXPECT_TRUE(Ids(**spool).empty());
}

TEST(SpoolTest, StopsAtTheFirstError) {
  const auto spool = Spool::Make();
  ASSERT_TRUE(spool.ok()) << spool.status();
  ASSERT_TRUE((*spool)->Row(Make(1)).ok());
  ASSERT_TRUE((*spool)->Row(Make(2)).ok());
  int calls = 0;
  const absl::Status status = (*spool)->ForEach(Spool::Order::kAsTaken, [&](const v1::Feedback&) {
    ++calls;
    return absl::DataLossError("full");
  });
  EXPECT_EQ(status, absl::DataLossError("full"));
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace voc::cli
