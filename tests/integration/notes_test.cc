// Marks and imports over a real connection, among feedback that must not notice them.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/base/time.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"
#include "tests/integration/store_questions.h"

namespace voc {
namespace {

using ::testing::IsEmpty;

void RecordMark(RunningServer& server, const std::string& title) {
  grpc::ClientContext context;
  v1::RecordMarkRequest request;
  request.mutable_mark()->set_title(title);
  request.mutable_mark()->mutable_mark_time()->set_seconds(1'700'000'000);
  v1::RecordMarkResponse response;
  ASSERT_TRUE(server.marks().RecordMark(&context, request, &response).ok());
}

void BeginImport(RunningServer& server, const std::string& import_id) {
  grpc::ClientContext context;
  v1::BeginImportRequest request;
  request.mutable_import()->set_import_id(import_id);
  v1::BeginImportResponse response;
  ASSERT_TRUE(server.imports().BeginImport(&context, request, &response).ok());
}

// Ingests under an import.
void Import(RunningServer& server, const std::string& import_id,
            const std::vector<v1::Feedback>& feedback) {
  grpc::ClientContext context;
  const auto stream = server.feedback().Ingest(&context);
  v1::IngestRequest request;
  request.set_import_id(import_id);
  for (const v1::Feedback& one : feedback) *request.add_feedback() = one;
  ASSERT_TRUE(stream->Write(request));
  stream->WritesDone();
  v1::IngestResponse response;
  while (stream->Read(&response)) {
    for (const v1::SubmitResult& result : response.results()) {
      ASSERT_NE(result.outcome(), v1::OUTCOME_REJECTED) << result.error().message();
    }
  }
  ASSERT_TRUE(stream->Finish().ok());
}

v1::UndoImportResponse Undo(RunningServer& server, const std::string& import_id) {
  grpc::ClientContext context;
  v1::UndoImportRequest request;
  request.set_import_id(import_id);
  const auto stream = server.imports().UndoImport(&context, request);
  v1::UndoImportResponse response;
  while (stream->Read(&response)) {
  }
  EXPECT_TRUE(stream->Finish().ok());
  return response;
}

v1::QueryTrendResponse NpsTotal(RunningServer& server) {
  grpc::ClientContext context;
  v1::QueryTrendRequest request;
  request.set_metric(v1::TREND_METRIC_NPS);
  request.set_granularity(v1::GRANULARITY_TOTAL);
  request.add_group_by("account");
  v1::QueryTrendResponse response;
  EXPECT_TRUE(server.trends().QueryTrend(&context, request, &response).ok());
  return response;
}

// Alerts told to a watcher from the beginning, up to the newest.
std::vector<std::string> ToldAlerts(RunningServer& server) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  v1::WatchAlertsRequest request;
  request.mutable_start()->set_earliest(true);
  request.set_include_backfill(true);
  const auto stream = server.alerts().WatchAlerts(&context, request);
  std::vector<std::string> told;
  v1::WatchAlertsResponse message;
  while (stream->Read(&message)) {
    if (message.has_alert()) {
      told.push_back(absl::StrCat(message.alert().alert_id(), " ", message.alert().version(), " ",
                                  message.alert().state()));
    }
    if (message.has_progress() && message.progress().lag() == 0) break;
  }
  context.TryCancel();
  stream->Finish();
  return told;
}

std::set<std::string> ListedAlerts(RunningServer& server) {
  std::set<std::string> listed;
  v1::ListAlertsRequest request;
  do {
    grpc::ClientContext context;
    v1::ListAlertsResponse response;
    EXPECT_TRUE(server.alerts().ListAlerts(&context, request, &response).ok());
    for (const v1::Alert& alert : response.alerts()) {
      listed.insert(absl::StrCat(alert.alert_id(), " ", alert.version(), " ", alert.state()));
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return listed;
}

// Everything but where it stands in the log and when it came.
std::map<std::string, std::string> Contents(RunningServer& server) {
  v1::Filter all;
  all.set_include_excluded(true);
  std::map<std::string, std::string> contents;
  for (v1::Feedback feedback : ListAll(server, all)) {
    feedback.clear_sequence();
    feedback.clear_ingested_at();
    feedback.mutable_exclusion()->clear_exclude_time();
    contents[feedback.feedback_id()] = feedback.SerializeAsString();
  }
  return contents;
}

TEST(NotesTest, NotesBetweenFeedbackMoveNothing) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const base::TempDir plain_folder;
  const base::TempDir noted_folder;
  auto plain = std::make_unique<RunningServer>(plain_folder.path());
  auto noted = std::make_unique<RunningServer>(noted_folder.path());
  for (int i = 0; i < 600; ++i) {
    if (random() % 3 == 0) RecordMark(*noted, absl::StrCat("release ", random() % 50));
    if (random() % 20 == 0) BeginImport(*noted, absl::StrCat("import-", random() % 5));
    v1::Feedback feedback = Nps(absl::StrCat(random() % 200), static_cast<int>(random() % 11),
                                absl::StrCat("a", random() % 7));
    feedback.set_respondent_id(absl::StrCat("r", random() % 20));
    feedback.mutable_collected_at()->set_seconds(1'700'000'000 + i);
    if (random() % 4 == 0) feedback.mutable_response()->set_comment("slow and broken");
    const int what = static_cast<int>(random() % 10);
    for (RunningServer* server : {plain.get(), noted.get()}) {
      const std::string id = server->Submit(feedback).feedback_id();
      if (what == 0) server->Exclude(id, "spam");
      if (what == 1) server->Restore(id);
    }
  }
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(Contents(*noted), Contents(*plain));
    EXPECT_EQ(CountExported(*noted, {}), CountExported(*plain, {}));
    const v1::QueryTrendResponse trend = NpsTotal(*noted);
    const v1::QueryTrendResponse expected = NpsTotal(*plain);
    EXPECT_EQ(trend.series_size(), expected.series_size());
    EXPECT_EQ(trend.total().n(), expected.total().n());
    EXPECT_EQ(trend.total().value(), expected.total().value());
    // Only the second time, from the log, since its end is told after seconds.
    if (round == 1) {
      EXPECT_EQ(ToldAlerts(*noted), ToldAlerts(*plain));
    }
    EXPECT_EQ(ListedAlerts(*noted), ListedAlerts(*plain));
    EXPECT_EQ(Rescore(*noted, false).texts(), Rescore(*plain, false).texts());
    EXPECT_THAT(noted->Verify(), IsEmpty());
    // The same once more from the log.
    noted = nullptr;
    noted = std::make_unique<RunningServer>(noted_folder.path());
  }
}

TEST(NotesTest, AWatchedTrendHearsOfAnUndoAndOfNoMark) {
  const base::TempDir folder;
  RunningServer server(folder.path());
  server.Submit(Nps("other", 10));
  BeginImport(server, "i");
  std::vector<v1::Feedback> feedback;
  for (int i = 0; i < 500; ++i) feedback.push_back(Nps(absl::StrCat(i), 0));
  Import(server, "i", feedback);
  ASSERT_EQ(NpsTotal(server).total().n(), 501);

  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  v1::WatchTrendsRequest request;
  request.mutable_query()->set_metric(v1::TREND_METRIC_NPS);
  request.mutable_query()->set_granularity(v1::GRANULARITY_TOTAL);
  const auto stream = server.trends().WatchTrends(&context, request);
  v1::WatchTrendsResponse message;
  while (stream->Read(&message) && !message.has_snapshot_complete()) {
  }
  RecordMark(server, "app 4.2");
  const v1::UndoImportResponse undone = Undo(server, "i");
  EXPECT_EQ(undone.excluded(), 500);
  EXPECT_EQ(undone.records_done(), undone.records());
  int64_t n = -1;
  while (n != 1 && stream->Read(&message)) {
    if (message.has_upsert()) n = message.upsert().point().n();
  }
  EXPECT_EQ(n, 1);
  context.TryCancel();
  stream->Finish();
  EXPECT_EQ(NpsTotal(server).total().n(), 1);
  for (const std::string& alert : ListedAlerts(server)) {
    EXPECT_TRUE(alert.ends_with(absl::StrCat(" ", v1::ALERT_STATE_DISMISSED))) << alert;
  }
  EXPECT_THAT(server.Verify(), IsEmpty());
}

TEST(NotesTest, OneUndoRunsAtATime) {
  const base::TempDir folder;
  RunningServer server(folder.path());
  BeginImport(server, "i");
  std::vector<v1::Feedback> feedback;
  for (int i = 0; i < 1000; ++i) feedback.push_back(Nps(absl::StrCat(i), 9));
  Import(server, "i", feedback);
  grpc::ClientContext first_context;
  v1::UndoImportRequest request;
  request.set_import_id("i");
  const auto first = server.imports().UndoImport(&first_context, request);
  grpc::ClientContext second_context;
  const auto second = server.imports().UndoImport(&second_context, request);
  v1::UndoImportResponse response;
  while (second->Read(&response)) {
  }
  const grpc::Status refused = second->Finish();
  while (first->Read(&response)) {
  }
  const grpc::Status done = first->Finish();
  // Whichever of them came first; the other may have come when that one was over.
  EXPECT_TRUE(done.ok() || refused.ok());
  for (const grpc::Status& status : {done, refused}) {
    if (status.ok()) continue;
    EXPECT_EQ(ErrorInfoOf(status).reason(), "UNDO_RUNNING");
  }
  EXPECT_EQ(Undo(server, "i").excluded(), 1000);
}

}  // namespace
}  // namespace voc
