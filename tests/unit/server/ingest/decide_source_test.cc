#include "server/ingest/decide_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/ingest/source_definition.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

constexpr base::TimeNs kNow = 1'760'000'000 * base::kNsPerSecond;
constexpr char kSecret[] = "0123456789abcdef0123456789abcdef";

class DecideSourceTest : public ::testing::Test {
 protected:
  template <typename Command>
  absl::StatusOr<DecidedNote> Decide(const Command& command) {
    now_ += base::kNsPerSecond;
    absl::StatusOr<DecidedNote> decided =
        DecideSource(command, notes_, {.sequence = 1, .now = now_});
    if (decided.ok() && decided->fresh) notes_.Apply(decided->note);
    return decided;
  }
  static v1::Source Survey(const std::string& id) {
    v1::Source source;
    source.set_source_id(id);
    source.set_metric(v1::METRIC_NPS);
    return source;
  }
  absl::StatusOr<DecidedNote> Create(v1::Source source, const std::string& key = "vks_1") {
    NormalizeSource(source);
    return Decide(CreateSource{.source = std::move(source), .key = key});
  }
  const v1::Source& Stored(const std::string& id) { return notes_.FindSource(id)->source(); }

  notes::Notes notes_;
  base::TimeNs now_ = kNow;
};

TEST_F(DecideSourceTest, ASourceSaysWhenItWasMadeAndChanged) {
  ASSERT_TRUE(Create(Survey("a")).ok());
  const base::TimeNs made = now_;
  EXPECT_EQ(base::FromTimestamp(Stored("a").create_time()), made);
  EXPECT_EQ(base::FromTimestamp(Stored("a").update_time()), made);
  EXPECT_EQ(base::FromTimestamp(Stored("a").keys(0).create_time()), made);
  v1::Source update = Survey("a");
  update.set_title("new");
  ASSERT_TRUE(Decide(UpdateSource{.source = update, .fields = {"title"}})->fresh);
  EXPECT_EQ(base::FromTimestamp(Stored("a").create_time()), made);
  EXPECT_EQ(base::FromTimestamp(Stored("a").update_time()), now_);
  // The same once more changes nothing, nor when.
  const base::TimeNs changed = now_;
  const auto again = Decide(UpdateSource{.source = update, .fields = {"title"}});
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(again->fresh);
  EXPECT_EQ(base::FromTimestamp(again->note->source().update_time()), changed);
}

TEST_F(DecideSourceTest, AnUpdateTouchesNeitherKeysNorTimes) {
  ASSERT_TRUE(Create(Survey("a")).ok());
  v1::Source update = Survey("a");
  update.add_keys()->set_key("vks_mine");
  update.mutable_create_time()->set_seconds(1);
  ASSERT_TRUE(Decide(UpdateSource{.source = update, .fields = *FieldsOf({})}).ok());
  EXPECT_EQ(Stored("a").keys_size(), 1);
  EXPECT_EQ(Stored("a").keys(0).key(), "vks_1");
  EXPECT_EQ(notes_.FindSourceByKey("vks_mine"), nullptr);
}

TEST_F(DecideSourceTest, SecretsStayUnderTheirNameAndAlgorithm) {
  v1::Source source = Survey("a");
  v1::TokenKey& key = *source.add_token_keys();
  key.set_key_id("k");
  key.set_algorithm(v1::TOKEN_ALGORITHM_HS256);
  key.set_key(kSecret);
  ASSERT_TRUE(Create(source).ok());
  key.clear_key();
  ASSERT_TRUE(Decide(UpdateSource{.source = source, .fields = {"token_keys"}}).ok());
  EXPECT_EQ(Stored("a").token_keys(0).key(), kSecret);
  key.set_key("another secret of at least 32 bytes");
  ASSERT_TRUE(Decide(UpdateSource{.source = source, .fields = {"token_keys"}}).ok());
  EXPECT_EQ(Stored("a").token_keys(0).key(), key.key());
  // A secret is no public key.
  key.clear_key();
  key.set_algorithm(v1::TOKEN_ALGORITHM_RS256);
  EXPECT_EQ(Decide(UpdateSource{.source = source, .fields = {"token_keys"}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(DecideSourceTest, WhatAnUpdateComesToIsChecked) {
  ASSERT_TRUE(Create(Survey("a")).ok());
  v1::Source update = Survey("a");
  update.set_metric(v1::METRIC_CSAT);
  // The scale of NPS stays, which CSAT has not.
  EXPECT_EQ(Decide(UpdateSource{.source = update, .fields = {"metric"}}).status().code(),
            absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(Decide(UpdateSource{.source = update, .fields = {"metric", "scale_points"}}).ok());
  EXPECT_EQ(Stored("a").scale_points(), 5);
  EXPECT_EQ(Stored("a").top_box(), 2);
}

TEST_F(DecideSourceTest, UnknownOnesAreNotFound) {
  EXPECT_EQ(Decide(UpdateSource{.source = Survey("a")}).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Decide(CreateSourceKey{"a", "vks_2"}).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Decide(RevokeSourceKey{"a", "vks_2"}).status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(Create(Survey("a"), "vks_a").ok());
  ASSERT_TRUE(Create(Survey("b"), "vks_b").ok());
  EXPECT_EQ(Create(Survey("a")).status().code(), absl::StatusCode::kAlreadyExists);
  // A key of another source is none of this one.
  EXPECT_EQ(Decide(RevokeSourceKey{"a", "vks_b"}).status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(Decide(RevokeSourceKey{"a", "vks_a"}).ok());
  EXPECT_EQ(Stored("a").keys_size(), 0);
  EXPECT_EQ(Stored("b").keys_size(), 1);
}

TEST_F(DecideSourceTest, ThereIsALimitOfSourcesAndOfTheirKeys) {
  ASSERT_TRUE(Create(Survey("0"), "vks_0").ok());
  for (int i = 1; i < notes::kMaxSourceKeys; ++i) {
    ASSERT_TRUE(Decide(CreateSourceKey{"0", absl::StrCat("vks_0_", i)}).ok());
  }
  EXPECT_EQ(Decide(CreateSourceKey{"0", "vks_more"}).status().code(),
            absl::StatusCode::kResourceExhausted);
  for (size_t i = 1; i < notes::kMaxSources; ++i) {
    ASSERT_TRUE(Create(Survey(absl::StrCat(i)), absl::StrCat("vks_", i)).ok());
  }
  EXPECT_EQ(Create(Survey("more"), "vks_more").status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST_F(DecideSourceTest, AllSourcesTogetherHaveALimitOfBytes) {
  v1::Source large = Survey("");
  for (char a = 'a'; a <= 'z'; ++a) {
    v1::SurveyTexts& texts = (*large.mutable_texts())[std::string(2, a)];
    for (std::string* text : {texts.mutable_question(), texts.mutable_follow_up(),
                              texts.mutable_thank_you(), texts.mutable_low_label()}) {
      text->assign(1000, 'x');
    }
  }
  absl::Status status;
  size_t created = 0;
  while (status.ok() && created < notes::kMaxSources) {
    large.set_source_id(absl::StrCat(created));
    status = Create(large, absl::StrCat("vks_", created)).status();
    if (status.ok()) ++created;
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_LE(notes_.source_bytes(), notes::kMaxSourceBytes);
  EXPECT_GT(notes_.source_bytes(), notes::kMaxSourceBytes - 200'000);
  // What there is can still be made smaller.
  v1::Source small = Survey("0");
  EXPECT_TRUE(Decide(UpdateSource{.source = small, .fields = {"texts"}}).ok());
}

}  // namespace
}  // namespace voc::ingest
