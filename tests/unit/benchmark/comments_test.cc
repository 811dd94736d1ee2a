#include "tests/benchmark/comments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace voc::benchmark {
namespace {

TEST(CommentsTest, AreAboutEightyCharactersAndHardlyEverTheSame) {
  constexpr int kComments = 10'000;
  std::set<std::string> seen;
  size_t bytes = 0;
  Random random(1, 0);
  for (int i = 0; i < kComments; ++i) {
    std::string comment = MakeComment(Mood::kGood, random);
    bytes += comment.size();
    seen.insert(std::move(comment));
  }
  EXPECT_GT(bytes / kComments, 70u);
  EXPECT_LT(bytes / kComments, 95u);
  EXPECT_GT(seen.size(), kComments * 6 / 10);
}

TEST(CommentsTest, SpeakFourLanguages) {
  std::set<std::string> references;
  Random random(1, 0);
  for (int i = 0; i < 200; ++i) {
    const std::string comment = MakeComment(Mood::kBad, random);
    for (const char* reference : {"(ticket ", "(ärende ", "(sag ", "(sak "}) {
      if (comment.find(reference) != std::string::npos) references.insert(reference);
    }
  }
  EXPECT_THAT(references, testing::SizeIs(4));
}

}  // namespace
}  // namespace voc::benchmark
