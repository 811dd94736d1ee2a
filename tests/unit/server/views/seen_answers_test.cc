#include "server/views/seen_answers.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/views/answer_page.h"
#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"
#include "tests/support/scratch_database.h"

namespace voc::views {
namespace {

constexpr absl::Duration kDeadline = absl::Seconds(30);

class SeenAnswersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = rocks::ScratchDatabase(dir_.path());
    respondent_ = dictionaries_.Intern(Dimension::kRespondent, "anna");
    source_ = dictionaries_.Intern(Dimension::kSource, "app");
  }

  void Store(Ordinal respondent) {
    const AnswerKey key = {.respondent = respondent, .source = source_, .kind = 1};
    std::string answers;
    AppendAnswer(1, {.collected_at = 1, .event_sequence = 1, .score = 9}, answers);
    store::RunSet runs;
    AnswerPages pages(1, &runs[store::Table::kAnswers]);
    pages.Add(key, answers);
    pages.Finish();
    ASSERT_TRUE(database_->views().Install(std::move(runs)).ok());
  }

  // Whether what was never answered comes to be known as such.
  bool LearnsWithin(absl::Duration deadline) {
    const uint64_t never = MarkAnswer("nobody", "app", 1);
    const absl::Time end = absl::Now() + deadline;
    while (seen_.MayContain(never)) {
      if (absl::Now() > end) return false;
    }
    return true;
  }

  base::TempDir dir_;
  std::unique_ptr<rocks::Database> database_;
  Dictionaries dictionaries_;
  Ordinal respondent_ = 0;
  Ordinal source_ = 0;
  SeenAnswers seen_;
};

TEST_F(SeenAnswersTest, EverythingMayHaveBeenAnsweredUntilTheStoreIsRead) {
  EXPECT_TRUE(seen_.MayContain(MarkAnswer("nobody", "app", 1)));
}

TEST_F(SeenAnswersTest, KnowsWhatIsStoredAndWhatWasAdded) {
  Store(respondent_);
  seen_.Add(MarkAnswer("bo", "app", 1));
  seen_.Load(&database_->views(), &dictionaries_);
  ASSERT_TRUE(LearnsWithin(kDeadline));
  EXPECT_TRUE(seen_.MayContain(MarkAnswer("anna", "app", 1)));
  EXPECT_TRUE(seen_.MayContain(MarkAnswer("bo", "app", 1)));
  EXPECT_FALSE(seen_.MayContain(MarkAnswer("anna", "app", 2)));
}

TEST_F(SeenAnswersTest, ADamagedStoreLeavesEverythingPossible) {
  Store(respondent_ + 100);
  seen_.Load(&database_->views(), &dictionaries_);
  seen_.Stop();
  EXPECT_TRUE(seen_.MayContain(MarkAnswer("nobody", "app", 1)));
}

}  // namespace
}  // namespace voc::views
