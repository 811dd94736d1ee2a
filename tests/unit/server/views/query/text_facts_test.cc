#include "server/views/query/text_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/server/views/query/fake_facts.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;

// Every third event says "bad"; every seventh was erased.
class EveryThirdIsBad final : public FeedbackReader {
 public:
  absl::Status Read(
      absl::Span<const uint64_t> events,
      absl::FunctionRef<absl::Status(size_t, const v1::Feedback&)> visit) const override {
    for (size_t i = events.size(); i > 0; --i) {
      if (events[i - 1] % 7 == 0) continue;
      v1::Feedback feedback;
      feedback.mutable_response()->set_comment(events[i - 1] % 3 == 0 ? "BAD" : "good");
      if (absl::Status status = visit(i - 1, feedback); !status.ok()) return status;
      ++read_;
    }
    return absl::OkStatus();
  }

  int read() const { return read_; }

 private:
  mutable int read_ = 0;
};

TEST(FactsWithText, KeepsWhatPassesAllOfTheFilter) {
  FakeFacts facts(4);
  facts.set_sequence(30);
  for (uint64_t event = 1; event <= 30; ++event) {
    Fact fact;
    fact.event_sequence = event;
    fact.account = static_cast<Ordinal>(event);
    fact.flags = event == 9 ? uint8_t{kExcluded} : uint8_t{0};
    facts.Add(fact, event != 12);
  }
  const Dictionaries dictionaries;
  v1::Filter filter;
  filter.set_text_contains("bad");
  const EveryThirdIsBad reader;
  const auto kept = FactsWithText(facts, CompiledFilter(filter, dictionaries), reader);
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ((*kept)->sequence(), 30u);
  std::vector<uint64_t> events;
  const absl::Status status = (*kept)->Scan(kAllColumns, TimeRange(), [&](const FactSpan& span) {
    for (size_t i = 0; i < span.size; ++i) {
      events.push_back(span.event_sequence[i]);
      EXPECT_EQ(span.account[i], span.event_sequence[i]);
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok());
  std::sort(events.begin(), events.end());
  EXPECT_THAT(events, ElementsAre(3, 6, 15, 18, 24, 27, 30));
  // What the rest of the filter drops is not read: 30 rows, but for the 9th, the
  // 12th and the erased.
  EXPECT_EQ(reader.read(), 30 - 2 - 4);
}

class Broken final : public FeedbackReader {
 public:
  absl::Status Read(absl::Span<const uint64_t>,
                    absl::FunctionRef<absl::Status(size_t, const v1::Feedback&)>) const override {
    return absl::DataLossError("broken");
  }
};

TEST(FactsWithText, PassesOnWhatReadingRunsInto) {
  FakeFacts facts;
  facts.Add(Fact());
  const Dictionaries dictionaries;
  v1::Filter filter;
  filter.set_text_contains("bad");
  EXPECT_EQ(FactsWithText(facts, CompiledFilter(filter, dictionaries), Broken()).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace voc::views
