#include "server/discover/text_sample.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/server/discover/texts.h"
#include "tests/unit/server/views/query/fake_facts.h"

namespace voc::discover {
namespace {

const Periods kPeriods = {{100, 200}, {200, 300}};

class SampleTextsTest : public ::testing::Test {
 protected:
  views::Fact Text(base::TimeNs time) {
    views::Fact fact;
    fact.collected_at = time;
    fact.event_sequence = fact.sequence = ++events_;
    fact.flags = views::kHasText;
    fact.kind = static_cast<uint8_t>(views::Kind::kNps);
    return fact;
  }

  TextSample Sample(size_t limit = 1000) {
    const auto sample = SampleTexts(facts_, views::CompiledFilter({}, dictionaries_), kPeriods,
                                    limit, NotCancelled);
    EXPECT_TRUE(sample.ok()) << sample.status();
    return *sample;
  }

  views::Dictionaries dictionaries_;
  views::FakeFacts facts_;
  uint64_t events_ = 0;
};

TEST_F(SampleTextsTest, TakesTheTextsOfBothPeriods) {
  for (const base::TimeNs time : {99, 100, 199, 200, 299, 300}) facts_.Add(Text(time));
  views::Fact silent = Text(250);
  silent.flags = 0;
  facts_.Add(silent);
  views::Fact excluded = Text(250);
  excluded.flags |= views::kExcluded;
  facts_.Add(excluded);
  facts_.Add(Text(250), /*live=*/false);
  const TextSample sample = Sample();
  EXPECT_EQ(sample.found, 2);
  EXPECT_EQ(sample.found_before, 2);
  ASSERT_EQ(sample.texts.size(), 4u);
  for (const SampledText& text : sample.texts) {
    EXPECT_EQ(text.document.now, text.document.collected_at >= 200);
  }
}

TEST_F(SampleTextsTest, AuthorsAreAccountsElseRespondentsElseTexts) {
  views::Fact fact = Text(200);
  fact.account = 5;
  fact.respondent = 1;
  facts_.Add(fact);
  fact = Text(200);
  fact.account = 5;
  fact.respondent = 2;
  facts_.Add(fact);
  fact = Text(200);
  fact.respondent = 5;
  facts_.Add(fact);
  facts_.Add(Text(200));
  facts_.Add(Text(200));
  std::set<uint64_t> authors;
  for (const SampledText& text : Sample().texts) authors.insert(text.document.author);
  EXPECT_EQ(authors.size(), 4u);
}

TEST_F(SampleTextsTest, DrawsTheSameOnesOfMany) {
  for (int i = 0; i < 5000; ++i) facts_.Add(Text(100 + i % 200));
  const TextSample all = Sample(2500);
  EXPECT_EQ(all.texts.size(), 5000u);
  const TextSample some = Sample(100);
  EXPECT_EQ(some.found, 2500);
  EXPECT_EQ(some.texts.size(), 200u);
  std::set<uint64_t> events;
  for (const SampledText& text : some.texts) events.insert(text.document.event_sequence);
  // One more text changes one at most.
  facts_.Add(Text(250));
  size_t kept = 0;
  for (const SampledText& text : Sample(100).texts) {
    kept += events.contains(text.document.event_sequence) ? 1 : 0;
  }
  EXPECT_GE(kept, 199u);
}

TEST_F(SampleTextsTest, StopsWhenTold) {
  facts_.Add(Text(200));
  const auto sample = SampleTexts(facts_, views::CompiledFilter({}, dictionaries_), kPeriods, 10,
                                  [] { return true; });
  EXPECT_EQ(sample.status().code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace voc::discover
