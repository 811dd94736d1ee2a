#include "client/cli/source_query.h"

#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string WriteFile(const std::string& name, const std::string& text) {
  std::string path = testing::TempDir() + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

TEST(SourceQueryTest, EachOptionTouchesItsField) {
  SourceOptions options;
  options.title = "Checkout";
  options.kind = "survey";
  options.metric = "CSAT";
  options.scale_points = 7;
  options.top_box = 1;
  options.question = {"en=How was it?", "sv=Hur gick det = bra?"};
  options.thank_you = {"en="};
  options.expected_per_week = 0;
  options.origins = {"https://a.example.com", "https://*.example.org"};
  options.quiet_period = "0";
  options.sampling = 0;
  v1::Source source;
  const auto fields = ApplyOptions(options, source);
  ASSERT_TRUE(fields.ok()) << fields.status();
  EXPECT_THAT(*fields,
              ElementsAre("title", "kind", "metric", "scale_points", "top_box", "texts",
                          "expected_per_week", "allowed_origins", "quiet_period", "sampling"));
  EXPECT_EQ(source.metric(), v1::METRIC_CSAT);
  EXPECT_EQ(source.texts().at("en").question(), "How was it?");
  EXPECT_EQ(source.texts().at("sv").question(), "Hur gick det = bra?");
  EXPECT_THAT(source.allowed_origins(),
              ElementsAre("https://a.example.com", "https://*.example.org"));
  EXPECT_TRUE(source.has_quiet_period());
  EXPECT_TRUE(source.has_sampling());
}

TEST(SourceQueryTest, WhatIsNotSaidStaysAndOriginsAreReplaced) {
  v1::Source source;
  source.set_title("before");
  source.add_allowed_origins("https://old.example.com");
  (*source.mutable_texts())["sv"].set_question("gammal");
  SourceOptions options;
  options.question = {"en=new"};
  options.origins = {"https://new.example.com"};
  EXPECT_THAT(*ApplyOptions(options, source), ElementsAre("texts", "allowed_origins"));
  EXPECT_EQ(source.title(), "before");
  EXPECT_EQ(source.texts().at("sv").question(), "gammal");
  EXPECT_THAT(source.allowed_origins(), ElementsAre("https://new.example.com"));
  options = {};
  options.clear = {"texts", "allowed-origins"};
  EXPECT_THAT(*ApplyOptions(options, source), ElementsAre("texts", "allowed_origins"));
  EXPECT_THAT(source.texts(), IsEmpty());
  EXPECT_THAT(source.allowed_origins(), IsEmpty());
  EXPECT_THAT(*ApplyOptions({}, source), IsEmpty());
}

TEST(SourceQueryTest, ATokenKeyComesFromAFile) {
  const std::string path = WriteFile("token_key", "a secret of a backend\n");
  SourceOptions options;
  options.token_keys = {"kid=2025,alg=hs256,file=" + path, "kid=old,alg=rs256"};
  v1::Source source;
  ASSERT_TRUE(ApplyOptions(options, source).ok());
  ASSERT_EQ(source.token_keys_size(), 2);
  EXPECT_EQ(source.token_keys(0).key_id(), "2025");
  EXPECT_EQ(source.token_keys(0).algorithm(), v1::TOKEN_ALGORITHM_HS256);
  EXPECT_EQ(source.token_keys(0).key(), "a secret of a backend");
  EXPECT_EQ(source.token_keys(1).key(), "");
  for (const char* bad : {"", "kid=a", "alg=hs256", "kid=a,alg=none",
                          "kid=a,alg=hs256,file=/none/such", "kid=a,alg=hs256,key=inline"}) {
    options.token_keys = {bad};
    EXPECT_THAT(std::string(ApplyOptions(options, source).status().message()),
                HasSubstr("--token-key"))
        << bad;
  }
}

TEST(SourceQueryTest, MistakesNameTheOption) {
  const auto said = [](SourceOptions options) {
    v1::Source source;
    return std::string(ApplyOptions(options, source).status().message());
  };
  EXPECT_THAT(said({.metric = "happiness"}), HasSubstr("--metric: nps, csat, ces"));
  EXPECT_THAT(said({.kind = "poll"}), HasSubstr("--kind: survey, review_site"));
  EXPECT_THAT(said({.question = {"How?"}}), HasSubstr("--question"));
  EXPECT_THAT(said({.high_label = {"=x"}}), HasSubstr("--high-label"));
  EXPECT_THAT(said({.quiet_period = "soon"}), HasSubstr("--quiet-period"));
  EXPECT_THAT(said({.clear = {"nonsense"}}), HasSubstr("--clear"));
}

TEST(SourceQueryTest, AFileIsASourceInJson) {
  const std::string path =
      WriteFile("source.json", R"({"sourceId":"app","metric":"METRIC_NPS","quietPeriod":"3600s"})");
  auto source = ReadSource({.file = path});
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ(source->source_id(), "app");
  EXPECT_EQ(source->quiet_period().seconds(), 3600);
  EXPECT_TRUE(ReadSource({.source_id = "app", .file = path}).ok());
  EXPECT_FALSE(ReadSource({.source_id = "other", .file = path}).ok());
  EXPECT_FALSE(ReadSource({.file = "/none/such"}).ok());
  EXPECT_THAT(
      std::string(
          ReadSource({.file = WriteFile("bad.json", R"({"metrik":1})")}).status().message()),
      HasSubstr("--file"));
  EXPECT_FALSE(ReadSource({}).ok());
}

TEST(SourceQueryTest, PeriodsComeInWholeUnits) {
  const auto seconds = [](const char* text) -> int64_t {
    const auto period = ParsePeriod("--quiet-period", text);
    return period.ok() ? period->seconds() : -1;
  };
  EXPECT_EQ(seconds("90d"), 90 * 86400);
  EXPECT_EQ(seconds("2w"), 14 * 86400);
  EXPECT_EQ(seconds("1d12h"), 36 * 3600);
  EXPECT_EQ(seconds("5m30s"), 330);
  EXPECT_EQ(seconds("0"), 0);
  EXPECT_EQ(seconds("0d"), 0);
  for (const char* bad : {"", "90", "d", "-1d", "1.5d", "1y", "1d ", "99999999999999999999d",
                          "9223372036854775807s9223372036854775807s"}) {
    EXPECT_EQ(seconds(bad), -1) << bad;
  }
  for (const char* text : {"90d", "1d12h", "5m30s", "0"}) {
    EXPECT_EQ(FormatPeriod(*ParsePeriod("", text)), text);
  }
  EXPECT_EQ(FormatPeriod(*ParsePeriod("", "2w")), "14d");
}

}  // namespace
}  // namespace voc::cli
