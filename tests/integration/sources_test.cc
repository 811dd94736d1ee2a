// Sources and their keys over a real connection.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/notes/notes.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"

namespace voc {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr char kSecret[] = "a secret of the host's backend, long enough";

v1::Source Survey(const std::string& source_id) {
  v1::Source source;
  source.set_source_id(source_id);
  source.set_metric(v1::METRIC_CSAT);
  return source;
}

class SourcesTest : public ::testing::Test {
 protected:
  grpc::Status Create(const v1::Source& source, v1::Source* created = nullptr) {
    grpc::ClientContext context;
    v1::CreateSourceRequest request;
    *request.mutable_source() = source;
    v1::CreateSourceResponse response;
    const grpc::Status status = server_->sources().CreateSource(&context, request, &response);
    if (created != nullptr) *created = response.source();
    return status;
  }
  grpc::Status Update(const v1::Source& source, const std::vector<std::string>& fields,
                      v1::Source* updated = nullptr) {
    grpc::ClientContext context;
    v1::UpdateSourceRequest request;
    *request.mutable_source() = source;
    for (const std::string& field : fields) request.mutable_update_mask()->add_paths(field);
    v1::UpdateSourceResponse response;
    const grpc::Status status = server_->sources().UpdateSource(&context, request, &response);
    if (updated != nullptr) *updated = response.source();
    return status;
  }
  v1::Source Get(const std::string& source_id) {
    grpc::ClientContext context;
    v1::GetSourceRequest request;
    request.set_source_id(source_id);
    v1::GetSourceResponse response;
    const grpc::Status status = server_->sources().GetSource(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.source();
  }
  void Restart() {
    server_.reset();
    server_ = std::make_unique<RunningServer>(folder_.path());
  }

  base::TempDir folder_;
  std::unique_ptr<RunningServer> server_ = std::make_unique<RunningServer>(folder_.path());
};

TEST_F(SourcesTest, ASourceIsStoredAsWhatItMeansAndHasAKey) {
  v1::Source source = Survey("checkout");
  source.add_allowed_origins("HTTPS://App.Example.com:443");
  (*source.mutable_texts())["SV-se"].set_question("Hur nöjd är du?");
  source.add_keys()->set_key("vks_mine");  // output only
  v1::Source created;
  ASSERT_TRUE(Create(source, &created).ok());
  EXPECT_EQ(created.kind(), v1::SOURCE_KIND_SURVEY);
  EXPECT_EQ(created.scale_points(), 5);
  EXPECT_EQ(created.top_box(), 2);
  EXPECT_THAT(created.allowed_origins(), ElementsAre("https://app.example.com"));
  EXPECT_EQ(created.texts().at("sv-SE").question(), "Hur nöjd är du?");
  ASSERT_EQ(created.keys_size(), 1);
  EXPECT_THAT(created.keys(0).key(), MatchesRegex("vks_[A-Za-z0-9]{32}"));
  EXPECT_TRUE(created.has_create_time());
  EXPECT_EQ(Get("checkout").SerializeAsString(), created.SerializeAsString());
  Restart();
  EXPECT_EQ(Get("checkout").SerializeAsString(), created.SerializeAsString());
}

TEST_F(SourcesTest, EveryBadFieldIsNamed) {
  v1::Source source = Survey("");
  source.set_scale_points(4);
  source.set_low_is_good(true);
  source.set_expected_per_week(-1);
  source.set_sampling(1.5);
  source.add_allowed_origins("https://example.com/path");
  source.mutable_quiet_period()->set_seconds(-1);
  v1::TokenKey& key = *source.add_token_keys();
  key.set_key_id("k");
  key.set_algorithm(v1::TOKEN_ALGORITHM_HS256);
  key.set_key("short");
  (*source.mutable_texts())["no tag"];
  const grpc::Status status = Create(source);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFieldsOf(DetailsOf(status)),
              ElementsAre("source.source_id", "source.scale_points", "source.low_is_good",
                          "source.texts", "source.expected_per_week", "source.allowed_origins[0]",
                          "source.quiet_period", "source.sampling", "source.token_keys[0].key"));
}

TEST_F(SourcesTest, AnIdIsDefinedOnce) {
  ASSERT_TRUE(Create(Survey("a")).ok());
  const grpc::Status again = Create(Survey("a"));
  EXPECT_EQ(again.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(ErrorInfoOf(again).reason(), "SOURCE_EXISTS");
  const grpc::Status unknown = Update(Survey("b"), {});
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ErrorInfoOf(unknown).reason(), "SOURCE_NOT_FOUND");
}

TEST_F(SourcesTest, SecretsAreKeptAndNeverShown) {
  v1::Source source = Survey("a");
  v1::TokenKey& key = *source.add_token_keys();
  key.set_key_id("k");
  key.set_algorithm(v1::TOKEN_ALGORITHM_HS256);
  key.set_key(kSecret);
  v1::Source shown;
  ASSERT_TRUE(Create(source, &shown).ok());
  EXPECT_THAT(shown.DebugString(), Not(HasSubstr(kSecret)));
  // What is shown can be written back: the secret stays.
  v1::Source updated;
  shown.set_title("Checkout");
  ASSERT_TRUE(Update(shown, {}, &updated).ok());
  EXPECT_EQ(updated.title(), "Checkout");
  EXPECT_THAT(updated.DebugString(), Not(HasSubstr(kSecret)));
  EXPECT_EQ(server_->notes()->FindSource("a")->source().token_keys(0).key(), kSecret);
  grpc::ClientContext context;
  v1::ListSourcesResponse list;
  ASSERT_TRUE(server_->sources().ListSources(&context, {}, &list).ok());
  EXPECT_THAT(list.DebugString(), Not(HasSubstr(kSecret)));
  // Under another name there is nothing to keep.
  shown.mutable_token_keys(0)->set_key_id("other");
  EXPECT_THAT(BadFieldsOf(DetailsOf(Update(shown, {"token_keys"}))),
              ElementsAre("source.token_keys[0].key"));
}

TEST_F(SourcesTest, AnUpdateChangesWhatTheMaskNames) {
  v1::Source source = Survey("a");
  source.set_title("before");
  source.set_sampling(0.5);
  source.set_expected_per_week(7);
  ASSERT_TRUE(Create(source).ok());
  v1::Source update;
  update.set_source_id("a");
  update.set_title("after");
  v1::Source updated;
  ASSERT_TRUE(Update(update, {"title", "sampling"}, &updated).ok());
  EXPECT_EQ(updated.title(), "after");
  EXPECT_FALSE(updated.has_sampling());  // absent: all again
  EXPECT_EQ(updated.expected_per_week(), 7);
  EXPECT_EQ(updated.metric(), v1::METRIC_CSAT);
  EXPECT_EQ(updated.keys_size(), 1);
  for (const char* path : {"keys", "source_id", "texts.sv", "nonsense"}) {
    EXPECT_THAT(BadFieldsOf(DetailsOf(Update(update, {path}))), ElementsAre("update_mask")) << path;
  }
  // What it would become is checked as a whole.
  update.set_scale_points(3);
  update.set_top_box(3);
  EXPECT_THAT(BadFieldsOf(DetailsOf(Update(update, {"scale_points", "top_box"}))),
              ElementsAre("source.top_box"));
}

TEST_F(SourcesTest, KeysComeAndGo) {
  v1::Source source;
  ASSERT_TRUE(Create(Survey("a"), &source).ok());
  const std::string first = source.keys(0).key();
  v1::CreateSourceKeyRequest create;
  create.set_source_id("a");
  v1::CreateSourceKeyResponse created;
  std::set<std::string> keys = {first};
  for (size_t i = 1; i < notes::kMaxSourceKeys; ++i) {
    grpc::ClientContext context;
    ASSERT_TRUE(server_->sources().CreateSourceKey(&context, create, &created).ok());
    keys.insert(created.source().keys(static_cast<int>(i)).key());
  }
  EXPECT_EQ(keys.size(), static_cast<size_t>(notes::kMaxSourceKeys));
  {
    grpc::ClientContext context;
    const grpc::Status status = server_->sources().CreateSourceKey(&context, create, &created);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(ErrorInfoOf(status).reason(), "TOO_MANY_KEYS");
  }
  v1::RevokeSourceKeyRequest revoke;
  revoke.set_source_id("a");
  revoke.set_key(first);
  for (const bool known : {true, false}) {
    grpc::ClientContext context;
    v1::RevokeSourceKeyResponse response;
    const grpc::Status status = server_->sources().RevokeSourceKey(&context, revoke, &response);
    EXPECT_EQ(status.ok(), known);
    EXPECT_EQ(known ? "KEY_NOT_FOUND" : ErrorInfoOf(status).reason(), "KEY_NOT_FOUND");
  }
  EXPECT_EQ(Get("a").keys_size(), notes::kMaxSourceKeys - 1);
  EXPECT_EQ(server_->notes()->FindSourceByKey(first), nullptr);
}

TEST_F(SourcesTest, AListGoesOnWhereAPageEnds) {
  std::vector<std::string> expected;
  for (int i = 0; i < 7; ++i) {
    expected.push_back(absl::StrCat("s", i));
    ASSERT_TRUE(Create(Survey(expected.back())).ok());
  }
  std::vector<std::string> found;
  v1::ListSourcesRequest request;
  request.set_page_size(3);
  do {
    grpc::ClientContext context;
    v1::ListSourcesResponse page;
    ASSERT_TRUE(server_->sources().ListSources(&context, request, &page).ok());
    EXPECT_LE(page.sources_size(), 3);
    for (const v1::Source& source : page.sources()) found.push_back(source.source_id());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(found, expected);
}

TEST_F(SourcesTest, ViewsHoldWhatTheLogSaysOfSources) {
  v1::Source source = Survey("a");
  for (const char* tag : {"en", "sv", "da", "no", "de", "fr", "fi"}) {
    (*source.mutable_texts())[tag].set_question(tag);
  }
  ASSERT_TRUE(Create(source).ok());
  ASSERT_TRUE(Create(Survey("b")).ok());
  EXPECT_THAT(server_->Verify(), IsEmpty());
  Restart();
  EXPECT_THAT(server_->Verify(), IsEmpty());
}

TEST_F(SourcesTest, AStrictServerRejectsWhatIsOfNoSource) {
  ASSERT_TRUE(Create(Survey("checkout")).ok());
  server_.reset();
  server_ = std::make_unique<RunningServer>(folder_.path(), RunningOptions{.strict_sources = true});
  v1::Feedback feedback = Nps("1", 9);
  feedback.set_source_id("chekcout");
  const v1::SubmitResult result = server_->Submit(feedback);
  EXPECT_EQ(result.outcome(), v1::OUTCOME_REJECTED);
  EXPECT_THAT(BadFieldsOf(result.error()), ElementsAre("source_id"));
  EXPECT_THAT(result.error().message(), AllOf(HasSubstr("\"chekcout\" is not defined"),
                                              HasSubstr("did you mean \"checkout\"")));
  EXPECT_EQ(server_->Ingest({feedback})[0].outcome(), v1::OUTCOME_REJECTED);
  {
    grpc::ClientContext context;
    v1::BatchSubmitRequest request;
    *request.add_feedback() = feedback;
    v1::BatchSubmitResponse response;
    ASSERT_TRUE(server_->feedback().BatchSubmit(&context, request, &response).ok());
    EXPECT_EQ(response.results(0).outcome(), v1::OUTCOME_REJECTED);
  }
  v1::RecordDisplayRequest displays;
  v1::Display& display = *displays.add_displays();
  display.set_source_id("chekcout");
  display.set_display_id("1");
  display.set_metric(v1::METRIC_NPS);
  v1::RecordDisplayResponse recorded;
  grpc::ClientContext context;
  ASSERT_TRUE(server_->feedback().RecordDisplay(&context, displays, &recorded).ok());
  EXPECT_EQ(recorded.results(0).outcome(), v1::OUTCOME_REJECTED);
  // From the moment on that it is defined it is taken.
  ASSERT_TRUE(Create(Survey("chekcout")).ok());
  EXPECT_EQ(server_->Submit(feedback).outcome(), v1::OUTCOME_CREATED);
}

TEST_F(SourcesTest, OthersTakeAnySource) {
  EXPECT_EQ(server_->Submit(Nps("1", 9)).outcome(), v1::OUTCOME_CREATED);
}

}  // namespace
}  // namespace voc
