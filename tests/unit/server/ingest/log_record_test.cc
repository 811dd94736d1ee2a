#include "server/ingest/log_record.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "server/ingest/content_hash.h"
#include "server/ingest/encode_undecided.h"
#include "server/ingest/feedback_key.h"
#include "server/ingest/normalize.h"
#include "storage/base/time.h"
#include "tests/unit/server/ingest/random_feedback.h"

namespace voc::ingest {
namespace {

storage::v1::FeedbackEvent EventOf(v1::Feedback feedback) {
  Normalize(feedback);
  feedback.set_feedback_id(FeedbackIdOf(feedback).ToHex());
  const ContentHash hash = HashContent(feedback);
  storage::v1::FeedbackEvent event;
  event.set_content_hash(hash.data(), hash.size());
  *event.mutable_feedback() = std::move(feedback);
  return event;
}

TEST(LogRecord, ComesBackWhole) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomFeedback random(seed);
  for (int i = 0; i < 300; ++i) {
    storage::v1::FeedbackEvent event = EventOf(random.Next());
    const std::string before = event.DebugString();
    std::string record;
    AppendRecord(event, record);
    EXPECT_EQ(event.DebugString(), before);
    storage::v1::FeedbackEvent read;
    ASSERT_TRUE(ParseRecord(record, read));
    EXPECT_EQ(read.DebugString(), before);
  }
}

TEST(LogRecord, AFeedbackThatWasEncodedBeforeItWasDecidedComesBackWhole) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomFeedback random(seed);
  for (int i = 0; i < 300; ++i) {
    v1::Feedback input = random.Next();
    Normalize(input);
    google::protobuf::Arena arena;
    const std::string_view undecided = EncodeUndecided(input, arena);
    storage::v1::FeedbackEvent event = EventOf(input);
    v1::Feedback& feedback = *event.mutable_feedback();
    feedback.set_sequence(random.random()());
    feedback.set_revision(1);
    base::SetTimestamp(random.Below(2'000'000'000) * base::kNsPerSecond + random.Below(2),
                       *feedback.mutable_ingested_at());
    event.set_collected_at_claimed(feedback.has_collected_at());
    if (!feedback.has_collected_at()) *feedback.mutable_collected_at() = feedback.ingested_at();
    // Plain events, and each with something more now and then.
    if (random.Coin()) event.set_change(storage::v1::CHANGE_CREATED);
    event.set_time_ns(random.Coin() ? 0 : int64_t{1'790'000'000} * base::kNsPerSecond);
    event.set_language_given(random.Coin());
    event.set_backfill(random.Coin());
    if (random.Below(4) == 0) event.add_alerts()->set_rule_id("nps-detractor");
    if (random.Below(8) == 0) event.set_previous_sequence(5);
    if (random.Below(8) == 0) event.set_excluded_before(true);
    if (random.Below(8) == 0) event.mutable_asked()->set_metric(v1::METRIC_NPS);
    if (random.Below(8) == 0) event.mutable_import_trace()->set_import_id("i");
    const std::string before = event.DebugString();
    std::string record = "other records";
    const size_t begin = record.size();
    AppendRecord(event, undecided, record);
    EXPECT_EQ(event.DebugString(), before);
    storage::v1::FeedbackEvent read;
    ASSERT_TRUE(ParseRecord(std::string_view(record).substr(begin), read));
    EXPECT_EQ(read.DebugString(), before);
    // Not a byte more than the other way round.
    std::string whole;
    AppendRecord(event, whole);
    EXPECT_EQ(record.size() - begin, whole.size());
    // And the feedback, without walking through it.
    v1::Feedback put_together;
    ASSERT_TRUE(put_together.ParseFromString(EncodeRest(event).append(undecided)));
    EXPECT_EQ(put_together.DebugString(), event.feedback().DebugString());
  }
}

// A field of an event that IsPlain does not know would be lost: whoever adds one looks there.
TEST(LogRecord, EveryFieldOfAnEventIsKnown) {
  EXPECT_EQ(storage::v1::FeedbackEvent::descriptor()->field_count(), 13);
}

TEST(LogRecord, HoldsNothingThatFollowsFromTheRest) {
  v1::Feedback feedback;
  feedback.set_source_id("app");
  feedback.set_submission_id("r1");
  storage::v1::FeedbackEvent event = EventOf(feedback);
  std::string record;
  AppendRecord(event, record);
  EXPECT_EQ(record.find(event.feedback().feedback_id()), std::string::npos);
  EXPECT_EQ(record.find(event.content_hash()), std::string::npos);
}

TEST(LogRecord, ANoteIsAboutNoFeedback) {
  storage::v1::FeedbackEvent event;
  event.set_change(storage::v1::CHANGE_NOTED);
  event.set_time_ns(5);
  event.mutable_note()->mutable_mark()->set_mark_id("m");
  const std::string before = event.SerializeAsString();
  std::string record;
  AppendRecord(event, record);
  EXPECT_EQ(event.SerializeAsString(), before);
  storage::v1::FeedbackEvent read;
  ASSERT_TRUE(ParseRecord(record, read));
  EXPECT_FALSE(read.has_feedback());
  EXPECT_EQ(read.SerializeAsString(), before);
}

TEST(LogRecord, OtherBytesAreNoRecord) {
  storage::v1::FeedbackEvent event;
  EXPECT_FALSE(ParseRecord("no record", event));
}

}  // namespace
}  // namespace voc::ingest
