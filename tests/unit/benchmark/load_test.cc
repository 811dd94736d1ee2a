#include "tests/benchmark/load.h"

#include <gtest/gtest.h>

namespace voc::benchmark {
namespace {

TEST(LoadTest, CountsOutcomesWithoutDecodingTheRest) {
  v1::IngestResponse response;
  for (const v1::Outcome outcome :
       {v1::OUTCOME_CREATED, v1::OUTCOME_UNCHANGED, v1::OUTCOME_CREATED, v1::OUTCOME_REJECTED}) {
    v1::SubmitResult& result = *response.add_results();
    result.set_outcome(outcome);
    result.set_feedback_id("00112233445566778899aabbccddeeff");
    result.set_sequence(1'000'000);
    result.set_revision(3);
  }
  response.mutable_results(3)->mutable_error()->set_message("no such scale");

  Outcomes outcomes{};
  const absl::StatusOr<uint64_t> count = CountOutcomes(response.SerializeAsString(), outcomes);
  ASSERT_TRUE(count.ok()) << count.status();
  EXPECT_EQ(*count, 4u);
  EXPECT_EQ(outcomes[v1::OUTCOME_CREATED], 2u);
  EXPECT_EQ(outcomes[v1::OUTCOME_UNCHANGED], 1u);
  EXPECT_EQ(outcomes[v1::OUTCOME_REJECTED], 1u);
}

TEST(LoadTest, RefusesWhatIsNoResponse) {
  v1::SubmitResponse response;
  response.mutable_result()->set_outcome(v1::OUTCOME_CREATED);
  std::string bytes = response.SerializeAsString();
  Outcomes outcomes{};
  EXPECT_TRUE(CountOutcomes(bytes, outcomes).ok());
  bytes.pop_back();
  EXPECT_FALSE(CountOutcomes(bytes, outcomes).ok());
  EXPECT_FALSE(CountOutcomes("\x12\x01x", outcomes).ok());
}

}  // namespace
}  // namespace voc::benchmark
