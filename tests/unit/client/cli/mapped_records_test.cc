#include "client/cli/mapped_records.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

formats::Mapping Parse(const std::string& text) {
  auto mapping = formats::ParseMapping(text);
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  return *std::move(mapping);
}

// Says what it is told to.
class Scripted final : public MappedRecords {
 public:
  explicit Scripted(const std::string& map = "client_revision <- c time\n")
      : MappedRecords(Parse(map), {}) {}

  std::vector<formats::Mapped> script;
  absl::Status error;

 private:
  absl::StatusOr<bool> ReadRecord() override {
    if (at_ == script.size()) {
      if (!error.ok()) return error;
      return false;
    }
    // The third has nothing to say.
    if (at_ != 2) Deliver(static_cast<int64_t>(at_) + 1, std::move(script[at_]));
    ++at_;
    return true;
  }

  size_t at_ = 0;
};

TEST(MappedRecordsTest, HandsOutOneByOneOnTheSameLine) {
  Scripted records;
  records.script.resize(4);
  records.script[0].feedback.resize(2);
  for (size_t i = 0; i < 2; ++i) {
    v1::Feedback& feedback = records.script[0].feedback[i];
    feedback.set_source_id("app");
    feedback.set_submission_id(i == 0 ? "a" : "b");
    feedback.mutable_response()->set_metric(v1::METRIC_NPS);
    feedback.mutable_response()->set_score(9);
  }
  records.script[1].left_out.resize(2);
  records.script[1].left_out[0].set_question_id("p");
  records.script[1].left_out[1].set_question_id("q");
  records.script[3].violations = {{"f", "wrong"}};
  std::vector<std::string> said;
  while (true) {
    v1::Feedback feedback;
    const auto event = records.Next(&feedback);
    ASSERT_TRUE(event.ok());
    if (*event == RecordReader::Event::kEnd) break;
    const std::string what = *event == RecordReader::Event::kFeedback ? feedback.submission_id()
                             : *event == RecordReader::Event::kLeftOut
                                 ? records.left_out().question_id()
                                 : records.violations().front().description;
    said.push_back(absl::StrCat(records.line(), " ", what));
  }
  EXPECT_THAT(said, ElementsAre("1 a", "1 b", "2 p", "2 q", "4 wrong"));
  EXPECT_THAT(records.notes(), IsEmpty());
}

TEST(MappedRecordsTest, RecordsOnOneLineAreTold) {
  class OneLine final : public MappedRecords {
   public:
    OneLine() : MappedRecords(Parse("client_revision <- c time\n"), {}) {}

   private:
    absl::StatusOr<bool> ReadRecord() override {
      if (++read_ > 2) return false;
      formats::Mapped mapped;
      mapped.left_out.resize(2);
      Deliver(1, std::move(mapped));
      return true;
    }
    int read_ = 0;
  };
  OneLine records;
  std::vector<int64_t> told;
  v1::Feedback feedback;
  while (*records.Next(&feedback) != RecordReader::Event::kEnd) told.push_back(records.record());
  EXPECT_THAT(told, ElementsAre(1, 1, 2, 2));
}

TEST(MappedRecordsTest, ErrorsEndIt) {
  Scripted records;
  records.error = absl::DataLossError("cut off");
  v1::Feedback feedback;
  EXPECT_EQ(records.Next(&feedback).status(), records.error);
}

TEST(MappedRecordsTest, WithoutATimeOfChangeItSaysSo) {
  EXPECT_THAT(Scripted("metric = nps\n").notes(), ElementsAre(HasSubstr("an older export too")));
}

}  // namespace
}  // namespace voc::cli
