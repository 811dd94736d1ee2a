#include "client/cli/app.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_vocd.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class AppTest : public ::testing::Test {
 protected:
  AppTest() : folder_(absl::StrCat(testing::TempDir(), "app_test_", getpid())) {
    std::filesystem::create_directories(folder_);
    std::vector<v1::Feedback> rows(5);
    for (int i = 0; i < 5; ++i) {
      rows[i].set_feedback_id(absl::StrCat("f", i));
      rows[i].set_source_id("web");
      rows[i].set_submission_id(absl::StrCat(i));
      rows[i].mutable_response()->set_metric(v1::METRIC_NPS);
      rows[i].mutable_response()->set_score(i);
    }
    (*rows[3].mutable_properties())["plan"] = "pro";
    server_.SetFeedback(rows);
  }
  ~AppTest() override { std::filesystem::remove_all(folder_); }

  // Runs with --server in front; returns the exit code.
  int Voc(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "--server=" + server_.address());
    return Bare(arguments, {});
  }
  int Bare(const std::vector<std::string>& arguments, const Environment& environment) {
    out_.str("");
    err_.str("");
    return cli::Run(arguments, environment, {.in = in_, .out = out_, .err = err_});
  }
  std::string WriteFile(const std::string& name, const std::string& content) {
    const std::string path = absl::StrCat(folder_, "/", name);
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  const std::string folder_;
  client::FakeVocd server_;
  int in_ = STDIN_FILENO;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(AppTest, HelpAndVersionAreOk) {
  EXPECT_EQ(Bare({"--help"}, {}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("feedback"));
  EXPECT_EQ(Bare({"watch", "alerts", "--help"}, {}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("--include-backfill"));
  EXPECT_EQ(Bare({"--version"}, {}), kExitOk);
  EXPECT_THAT(out_.str(), StartsWith("voc "));
}

TEST_F(AppTest, UsageErrorsExitWith2) {
  const std::vector<std::vector<std::string>> lines = {
      {},
      {"dance"},
      {"trend", "--colour"},
      {"trend", "--metric", "stars"},
      {"trend", "--by", "fortnight"},
      {"trend", "--since", "soon"},
      {"trend", "--where", "colour=red"},
      {"trend", "--tz", "Mars/Olympus"},
      {"trend", "--lang", "de"},
      {"trend", "--compare", "never"},
      {"trend", "--anonymity-n", "-1"},
      {"trend", "--group-by", "\xFF"},
      {"mark", "\xFF"},
      {"import", "undo", "\xFF"},
      {"report", "--lang", "de"},
      {"report", "--output", "csv"},
      {"trend", "--output", "xml"},
      {"trend", "--retry-for", "soon"},
      {"submit", "--source", "s"},
      {"submit", "--source", "s", "--id", "i", "--metric", "nps", "--score", "6.5"},
      {"mention", "--source", "s", "--id", "i", "--rating", "two"},
      {"mention", "--source", "s", "--id", "i", "--property", "novalue"},
      {"feedback", "list", "--limit", "0"},
      {"feedback", "exclude", "f1", "--kind", "test"},
      {"feedback", "exclude", "f1", "--kind", "nope", "--reason", "r"},
      {"feedback", "correct", "f1", "--by", "ann"},
      {"feedback", "correct", "f1", "--label", "positive"},
      {"feedback", "correct", "f1", "--label", "nice", "--by", "ann"},
      {"feedback", "correct", "f1", "--undo", "--themes", "price"},
      {"admin", "rescore", "--yes", "--dry-run"},
      {"feedback", "export", "--output", "md"},
      {"alerts", "list", "--state", "asleep"},
      {"themes"},
      {"themes", "impact", "--metric", "stars"},
      {"themes", "impact", "--before-since", "soon"},
      {"themes", "discover", "--before-since", "soon"},
      {"watch", "alerts", "--after", "c", "--earliest"},
      {"watch", "alerts", "--output", "html"},
      {"import"},
      {"import", "--format", "xls", "x"},
      {"completion", "powershell"},
      {"--config", "/nonexistent/config.toml", "trend"},
  };
  for (const auto& line : lines) {
    EXPECT_EQ(Voc(line), kExitUsage) << testing::PrintToString(line);
    EXPECT_NE(err_.str(), "") << testing::PrintToString(line);
    EXPECT_EQ(out_.str(), "") << testing::PrintToString(line);
  }
}

TEST_F(AppTest, UnreachableExitsWith3) {
  EXPECT_EQ(Bare({"--server=127.0.0.1:1", "--retry-for=0", "trend"}, {}), kExitUnreachable);
  EXPECT_THAT(err_.str(), StartsWith("voc: 127.0.0.1:1: "));
}

TEST_F(AppTest, RefusedExitsWith1) {
  EXPECT_EQ(Voc({"feedback", "show", "missing"}), kExitRefused);
  EXPECT_EQ(err_.str(), "voc: no such feedback [FEEDBACK_NOT_FOUND]\n");
  server_.FailCalls({client::RichStatus(grpc::StatusCode::INVALID_ARGUMENT, "bad request",
                                        "INVALID_FIELD", {{"group_by[0]", "is unknown"}})});
  EXPECT_EQ(Voc({"trend", "--group-by", "colour"}), kExitRefused);
  EXPECT_THAT(err_.str(), HasSubstr("group_by[0]: is unknown"));
}

TEST_F(AppTest, GlobalOptionsBeforeAndAfterTheCommand) {
  const std::string server = server_.address();
  EXPECT_EQ(Bare({"--output", "json", "admin", "status", "--server", server}, {}), kExitOk);
  EXPECT_EQ(Bare({"admin", "--output=json", "status", "--server=" + server}, {}), kExitOk);
  EXPECT_THAT(out_.str(), StartsWith("{"));
}

TEST_F(AppTest, CommandLineThenEnvironmentThenConfig) {
  std::filesystem::create_directories(folder_ + "/voc");
  WriteFile("voc/config.toml",
            "server = \"127.0.0.1:1\"\nkey = \"from-config\"\n"
            "retry-for = \"0\"\n[trend]\nby = \"day\"\n");
  Environment environment{.config_home = folder_};
  EXPECT_EQ(Bare({"trend"}, environment), kExitUnreachable);
  environment.server = server_.address();
  EXPECT_EQ(Bare({"trend"}, environment), kExitOk);
  EXPECT_EQ(server_.last_trend_request().granularity(), v1::GRANULARITY_DAY);
  const std::vector<std::string> submit = {"submit",   "--source", "s",       "--id", "1",
                                           "--metric", "nps",      "--score", "9"};
  EXPECT_EQ(Bare(submit, environment), kExitOk);
  EXPECT_EQ(server_.last_authorization(), "Bearer from-config");
  environment.key = "from-environment";
  EXPECT_EQ(Bare(submit, environment), kExitOk);
  EXPECT_EQ(server_.last_authorization(), "Bearer from-environment");
  std::vector<std::string> with_key = submit;
  with_key.insert(with_key.end(), {"--key", "from-line"});
  EXPECT_EQ(Bare(with_key, environment), kExitOk);
  EXPECT_EQ(server_.last_authorization(), "Bearer from-line");
}

TEST_F(AppTest, AMistypedConfigKeyIsAUsageError) {
  const std::string config = WriteFile("typo.toml", "sever = \"127.0.0.1:1\"\n");
  EXPECT_EQ(Voc({"--config", config, "trend"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("sever"));
}

TEST_F(AppTest, SubmitPrintsTheOutcome) {
  EXPECT_EQ(Voc({"submit",
                 "--source",
                 "s",
                 "--id",
                 "1",
                 "--metric",
                 "nps",
                 "--score",
                 "9",
                 "--comment",
                 "good",
                 "--account",
                 "acme",
                 "--respondent",
                 "r",
                 "--property",
                 "plan=pro",
                 "--property",
                 "eq=a=b",
                 "--collected-at",
                 "2025-03-01",
                 "--tz",
                 "Europe/Stockholm",
                 "--journey-stage",
                 "renew",
                 "--finished"}),
            kExitOk);
  EXPECT_EQ(out_.str(), "created id-1 (sequence 1, revision 1)\n");
  const v1::Feedback stored = server_.stored().front();
  EXPECT_EQ(stored.response().score(), 9);
  EXPECT_EQ(stored.response().comment(), "good");
  EXPECT_TRUE(stored.response().finished());
  EXPECT_EQ(stored.properties().at("plan"), "pro");
  EXPECT_EQ(stored.properties().at("eq"), "a=b");
  EXPECT_EQ(stored.collected_at().seconds(), 1740783600);
  EXPECT_EQ(stored.journey_stage(), v1::JOURNEY_STAGE_RENEW);
}

TEST_F(AppTest, SubmitWithoutScoreSendsNone) {
  EXPECT_EQ(Voc({"submit", "--source", "s", "--id", "1", "--metric", "csat"}), kExitOk);
  EXPECT_FALSE(server_.stored().front().response().has_score());
}

TEST_F(AppTest, ARejectedItemExitsWith1AndNamesItsFields) {
  const std::vector<std::string> line = {"submit",   "--source", "s",       "--id", "1",
                                         "--metric", "nps",      "--score", "99"};
  EXPECT_EQ(Voc(line), kExitRefused);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str(), "response.score: must be 0 to 10\n");
  std::vector<std::string> json = line;
  json.push_back("--output=json");
  EXPECT_EQ(Voc(json), kExitRefused);
  EXPECT_THAT(out_.str(), HasSubstr("\"outcome\":\"OUTCOME_REJECTED\""));
  EXPECT_THAT(out_.str(), HasSubstr("\"fieldViolations\":[{\"field\":\"response.score\""));
}

TEST_F(AppTest, TextThatIsNotUtf8IsRejectedHere) {
  EXPECT_EQ(Voc({"submit", "--source", "s", "--id", "1", "--metric", "nps", "--comment", "\xFF"}),
            kExitRefused);
  EXPECT_EQ(err_.str(), "response.comment: is not UTF-8\n");
}

TEST_F(AppTest, MentionTypeFollowsTheRating) {
  const std::vector<std::string> base = {"mention", "--source", "s",   "--platform",
                                         "g2",      "--body",   "text"};
  const auto type_of = [&](const std::string& id, std::vector<std::string> more) {
    std::vector<std::string> line = base;
    line.insert(line.end(), {"--id", id});
    line.insert(line.end(), more.begin(), more.end());
    EXPECT_EQ(Voc(line), kExitOk) << err_.str();
    return server_.stored().back().mention();
  };
  const v1::Mention review = type_of("1", {"--rating", "2/10"});
  EXPECT_EQ(review.mention_type(), v1::MENTION_TYPE_REVIEW);
  EXPECT_EQ(review.rating(), 2);
  EXPECT_EQ(review.rating_max(), 10);
  EXPECT_EQ(type_of("2", {}).mention_type(), v1::MENTION_TYPE_SOCIAL);
  EXPECT_EQ(type_of("3", {"--type", "review"}).mention_type(), v1::MENTION_TYPE_REVIEW);
  EXPECT_EQ(type_of("4", {"--rating", "4.5"}).rating_max(), 0);
}

TEST_F(AppTest, ListGathersPagesIntoOneResponse) {
  EXPECT_EQ(Voc({"feedback", "list", "--output", "json", "--limit", "3", "--where", "source=web"}),
            kExitOk);
  EXPECT_THAT(out_.str(), StartsWith("{\"feedback\":["));
  EXPECT_THAT(out_.str(), HasSubstr("\"f2\""));
  EXPECT_THAT(out_.str(), Not(HasSubstr("\"f3\"")));
  EXPECT_EQ(server_.last_list_request().filter().source_ids(0), "web");
  EXPECT_EQ(Voc({"feedback", "list"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("f4"));
}

TEST_F(AppTest, ExportsCsvThatImports) {
  const std::string path = folder_ + "/export.csv";
  EXPECT_EQ(Voc({"feedback", "export", "--output", "csv", "--output-file", path}), kExitOk);
  EXPECT_EQ(out_.str(), "");
  EXPECT_FALSE(std::filesystem::exists(path + ".partial"));
  EXPECT_EQ(Voc({"import", path, "--output", "json"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("\"created\":5,"));
  EXPECT_EQ(server_.stored().size(), 5u);
  EXPECT_EQ(server_.stored()[3].properties().at("plan"), "pro");
}

TEST_F(AppTest, ExportsJsonMessagesThatImport) {
  EXPECT_EQ(Voc({"feedback", "export", "--output", "json"}), kExitOk);
  EXPECT_THAT(out_.str(), StartsWith("{\"feedback\":{\"feedbackId\":\"f0\""));
  EXPECT_THAT(out_.str(), HasSubstr("\n{\"rowCount\":\"5\"}\n"));
  const std::string path = WriteFile("messages.jsonl", out_.str());
  EXPECT_EQ(Voc({"import", path, "--output", "json"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("\"created\":5,"));
}

TEST_F(AppTest, ExportsJsonLinesThatImport) {
  EXPECT_EQ(Voc({"feedback", "export", "--format", "voc-jsonl"}), kExitOk);
  // Files are oldest first, the stream newest first.
  EXPECT_THAT(out_.str(), StartsWith("{\"feedbackId\":\"f4\""));
  const std::string path = WriteFile("rows.jsonl", out_.str());
  EXPECT_EQ(Voc({"import", path, "--output", "json"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("\"created\":5,"));
}

TEST_F(AppTest, ACutExportIsNeverPrinted) {
  server_.BreakStreams({{.after = 3}});
  EXPECT_EQ(Voc({"feedback", "export", "--retry-for", "0"}), kExitUnreachable);
  EXPECT_EQ(out_.str(), "");
  server_.BreakStreams({{.after = 3}});
  EXPECT_EQ(Voc({"feedback", "export"}), kExitOk);
  const std::string text = out_.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6);
}

TEST_F(AppTest, ImportReportsAndExitsByRejections) {
  const std::string path =
      WriteFile("mixed.csv", "source_id,submission_id,metric,score\ns,1,nps,7\ns,2,nps,99\n");
  EXPECT_EQ(Voc({"import", path}), kExitRefused);
  EXPECT_THAT(err_.str(), HasSubstr(path + ":3: response.score: must be 0 to 10\n"));
  EXPECT_THAT(out_.str(), HasSubstr("created           1\n"));
  EXPECT_EQ(Voc({"import", path, "--output=json"}), kExitRefused);
  EXPECT_THAT(out_.str(), HasSubstr("\"unchanged\":1,"));
  EXPECT_THAT(out_.str(), HasSubstr("\"line\":3,\"field\":\"response.score\""));
}

TEST_F(AppTest, ImportFromStandardInput) {
  const std::string path = WriteFile("input", "submission_id,metric,score\n1,nps,7\n");
  in_ = open(path.c_str(), O_RDONLY);
  EXPECT_EQ(Voc({"import", "-", "--source", "piped"}), kExitOk);
  close(in_);
  EXPECT_EQ(server_.stored().front().source_id(), "piped");
}

TEST_F(AppTest, ImportWarnsOnceOfTimesWithoutZone) {
  const std::string path =
      WriteFile("naive.csv",
                "source_id,submission_id,metric,score,collected_at\ns,1,nps,7,2025-03-01T10:00:00\n"
                "s,2,nps,7,2025-03-01T11:00:00\n");
  EXPECT_EQ(Voc({"import", path}), kExitOk);
  EXPECT_THAT(err_.str(), HasSubstr("warning: times without zone were taken as UTC"));
  EXPECT_EQ(server_.stored().front().collected_at().seconds(), 1740823200);
  EXPECT_EQ(Voc({"import", path, "--tz", "Asia/Kathmandu"}), kExitOk);
  EXPECT_EQ(err_.str(), "");
  EXPECT_EQ(server_.stored().front().collected_at().seconds(), 1740802500);
}

TEST_F(AppTest, AnImportIsKeptByTheServer) {
  const std::string path = WriteFile("a.csv", "source_id,submission_id,metric,score\ns,1,nps,7\n");
  EXPECT_EQ(Voc({"import", path, "--output", "json"}), kExitOk);
  ASSERT_EQ(server_.notes().imports().size(), 1u);
  const v1::Import import = server_.notes().imports().front();
  EXPECT_THAT(out_.str(), HasSubstr("{\"importId\":\"" + import.import_id() + "\""));
  EXPECT_THAT(server_.import_ids(), ElementsAre(import.import_id()));
  EXPECT_EQ(import.state(), v1::IMPORT_STATE_DONE);
  EXPECT_EQ(import.format(), "voc-csv");
  ASSERT_EQ(import.files_size(), 1);
  EXPECT_EQ(import.files(0).records_done(), 1);
  EXPECT_TRUE(import.files(0).complete());
  EXPECT_EQ(import.counts().created(), 1);
  EXPECT_EQ(Voc({"import", path, "--dry-run"}), kExitOk);
  EXPECT_EQ(server_.notes().imports().size(), 1u);
}

TEST_F(AppTest, AnImportThatWasCutOffGoesOn) {
  const std::string path =
      WriteFile("a.csv", "source_id,submission_id,metric,score\ns,1,nps,7\ns,2,nps,8\ns,3,nps,9\n");
  EXPECT_EQ(Voc({"import", path}), kExitOk);
  v1::Import import = server_.notes().imports().front();
  import.set_state(v1::IMPORT_STATE_RUNNING);
  import.mutable_files(0)->set_records_done(2);
  import.mutable_counts()->set_created(2);
  server_.notes().Put(import);
  EXPECT_EQ(Voc({"import", path, "--output", "json"}), kExitOk);
  EXPECT_THAT(err_.str(), HasSubstr("going on with import " + import.import_id() +
                                    ": 2 records were done before"));
  EXPECT_THAT(out_.str(), HasSubstr("\"created\":2,\"updated\":0,\"unchanged\":1,"));
  EXPECT_EQ(server_.notes().imports().size(), 1u);
  server_.notes().Put(import);
  EXPECT_EQ(Voc({"import", path, "--no-resume"}), kExitOk);
  EXPECT_EQ(err_.str(), "");
  EXPECT_EQ(server_.notes().imports().size(), 2u);
  // What is read in another way is another import.
  EXPECT_EQ(Voc({"import", path, "--source", "web"}), kExitOk);
  EXPECT_EQ(server_.notes().imports().size(), 3u);
}

TEST(OldServerTest, AnImportWorksWithoutAnId) {
  client::FakeVocd server(client::FakeVocd::Age::kOld);
  const std::string path = absl::StrCat(testing::TempDir(), "old_server_", getpid(), ".csv");
  std::ofstream(path) << "source_id,submission_id,metric,score\ns,1,nps,7\n";
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(cli::Run({"--server=" + server.address(), "import", path, "--output=json"}, {},
                     {.out = out, .err = err}),
            kExitOk);
  EXPECT_THAT(err.str(), HasSubstr("the server keeps no list of imports"));
  EXPECT_THAT(out.str(), HasSubstr("{\"importId\":\"\",\"created\":1,"));
  EXPECT_THAT(server.import_ids(), ElementsAre(""));
  std::filesystem::remove(path);
}

TEST_F(AppTest, ImportsAreListedUndoneAndRedone) {
  EXPECT_EQ(Voc({"import", "list"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("no imports"));
  for (const char* id : {"i1", "i2", "i3"}) {
    v1::Import import;
    import.set_import_id(id);
    import.add_files()->set_name(absl::StrCat(id, ".csv"));
    server_.notes().Put(import);
  }
  EXPECT_EQ(Voc({"import", "list", "--limit", "2"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("i2.csv"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("i3.csv")));
  EXPECT_EQ(Voc({"import", "undo", "i2"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("taken out                        10\n"));
  EXPECT_EQ(Voc({"import", "redo", "i2", "--output", "json"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("\"restored\":\"10\""));
  EXPECT_EQ(Voc({"import", "undo", "i9"}), kExitRefused);
  EXPECT_EQ(Voc({"import", "undo"}), kExitUsage);
  EXPECT_EQ(Voc({"import", "list", "more.csv"}), kExitUsage);
  EXPECT_EQ(Voc({"import"}), kExitUsage);
}

TEST_F(AppTest, MarksAreRecordedListedAndDeleted) {
  EXPECT_EQ(Voc({"mark", "app 4.2", "--at", "2025-03-01", "--note", "new checkout", "--tz", "UTC"}),
            kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("2025-03-01 00:00  app 4.2  new checkout  id of app 4.2\n"));
  EXPECT_EQ(Voc({"mark", "campaign", "--id", "c", "--output", "json"}), kExitOk);
  EXPECT_THAT(out_.str(), StartsWith("{\"mark\":{\"markId\":\"c\",\"title\":\"campaign\","));
  EXPECT_EQ(Voc({"mark", "list", "--output", "csv"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("2025-03-01T00:00:00Z,app 4.2,"));
  EXPECT_THAT(out_.str(), HasSubstr(",campaign,"));
  EXPECT_EQ(Voc({"mark", "delete", "c"}), kExitOk);
  EXPECT_EQ(Voc({"mark", "delete", "c"}), kExitRefused);
  EXPECT_EQ(Voc({"mark"}), kExitUsage);
  EXPECT_EQ(Voc({"mark", "x", "--at", "soon"}), kExitUsage);
  EXPECT_EQ(Voc({"mark", "list", "x"}), kExitUsage);
}

TEST_F(AppTest, FilesThatCannotBeReadAreRefused) {
  EXPECT_EQ(Voc({"import", folder_ + "/missing.csv"}), kExitRefused);
  EXPECT_THAT(err_.str(), HasSubstr("missing.csv"));
  const std::string path = WriteFile("bad.csv", "submission_id,colour\n1,red\n");
  EXPECT_EQ(Voc({"import", path, "--output", "json"}), kExitRefused);
  EXPECT_THAT(out_.str(), HasSubstr("\"rejected\":1,"));
  EXPECT_THAT(out_.str(),
              HasSubstr("\"line\":1,\"field\":\"colour\",\"reason\":\"unknown column\""));
}

TEST_F(AppTest, DryRunSendsNothing) {
  const std::string path =
      WriteFile("dry.csv", "source_id,submission_id,metric,score\ns,1,nps,7\ns,2,nps,11\n");
  // Nobody needs to listen.
  EXPECT_EQ(Bare({"--server=127.0.0.1:1", "import", path, "--dry-run", "--output=json"}, {}),
            kExitRefused);
  EXPECT_THAT(out_.str(), HasSubstr("\"created\":0,"));
  EXPECT_THAT(out_.str(), HasSubstr("\"rejected\":1,"));
  EXPECT_THAT(err_.str(), HasSubstr("2 records read, 1 would be sent"));
}

TEST_F(AppTest, TrendShowsATableNamedByItsZone) {
  EXPECT_EQ(Voc({"trend", "--tz", "Asia/Kathmandu", "--group-by", "source,account", "--group-by",
                 "theme", "--where", "channel=email", "--where", "channel=web"}),
            kExitOk);
  EXPECT_THAT(out_.str(),
              StartsWith("NPS by month, channel=email, channel=web (Asia/Kathmandu)\n"));
  const v1::QueryTrendRequest request = server_.last_trend_request();
  EXPECT_EQ(request.time_zone(), "Asia/Kathmandu");
  EXPECT_EQ(request.group_by_size(), 3);
  EXPECT_EQ(request.filter().channels_size(), 2);
  EXPECT_EQ(Voc({"trend", "--output", "json"}), kExitOk);
  EXPECT_EQ(out_.str(), "{\"series\":[{\"points\":[{\"n\":\"10\",\"value\":40}]}]}\n");
}

TEST_F(AppTest, TrendAsAPage) {
  EXPECT_EQ(Voc({"trend", "--output", "html", "--lang", "no"}), kExitOk);
  EXPECT_THAT(out_.str(), StartsWith("<!doctype html>\n<html lang=\"nb\">"));
  EXPECT_THAT(out_.str(), HasSubstr("<h1>NPS over tid</h1>"));
}

TEST_F(AppTest, ThemesImpactShowsWhatEachDoes) {
  EXPECT_EQ(Voc({"themes", "impact", "--by", "property.plan", "--since", "2025-10-06", "--tz",
                 "Asia/Kathmandu"}),
            kExitOk);
  EXPECT_THAT(out_.str(), StartsWith("what each property.plan does to NPS (Asia/Kathmandu)\n"));
  EXPECT_EQ(server_.last_impact_request().group_by(), "property.plan");
  EXPECT_EQ(Voc({"themes", "impact", "--output", "json"}), kExitOk);
  EXPECT_EQ(out_.str(), "{\"rows\":[{\"value\":\"price\",\"impact\":-2.5}]}\n");
}

TEST_F(AppTest, ThemesDiscoverShowsWhatRose) {
  EXPECT_EQ(Voc({"themes", "discover", "--since", "2025-10-06", "--limit", "7", "--tz",
                 "Asia/Kathmandu", "--where", "language=en"}),
            kExitOk);
  EXPECT_THAT(out_.str(), StartsWith("what texts say more than before (Asia/Kathmandu)\n"));
  EXPECT_THAT(out_.str(), HasSubstr("app crashes"));
  const v1::DiscoverThemesRequest request = server_.last_discover_request();
  EXPECT_EQ(request.time_zone(), "Asia/Kathmandu");
  EXPECT_EQ(request.limit(), 7);
  EXPECT_EQ(request.filter().languages(0), "en");
  EXPECT_EQ(Voc({"themes", "discover", "--output", "json"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("\"phrases\":[{\"phrase\":\"app crashes\"}]"));
}

TEST_F(AppTest, AnnotatePrintsTabs) {
  const std::string path = WriteFile("texts",
                                     "one\r\n\nthr\xFF"
                                     "ee\n");
  EXPECT_EQ(Voc({"annotate", path}), kExitRefused);
  EXPECT_EQ(out_.str(),
            "en\t-0.250\tnegative\tone,x\n"
            "en\t-0.250\tnegative\t,x\n"
            "en\t-0.250\tnegative\t,x\n");
  EXPECT_EQ(err_.str(), path + ":3: is not UTF-8\n");
}

TEST_F(AppTest, ExcludeSendsKindAndReason) {
  EXPECT_EQ(
      Voc({"feedback", "exclude", "f1", "--kind", "spam", "--reason", "a bot", "--output", "json"}),
      kExitOk);
  EXPECT_EQ(out_.str(),
            "{\"feedback\":{\"feedbackId\":\"f1\",\"exclusion\":{\"kind\":\"EXCLUSION_KIND_SPAM\","
            "\"reason\":\"a bot\"}}}\n");
}

TEST_F(AppTest, CorrectSendsWhatTheHumanSays) {
  EXPECT_EQ(Voc({"feedback", "correct", "f1", "--label", "negative", "--themes", "price, speed",
                 "--by", "ann", "--note", "ironic", "--output", "json"}),
            kExitOk);
  EXPECT_EQ(out_.str(),
            "{\"feedback\":{\"feedbackId\":\"f1\","
            "\"sentiment\":{\"label\":\"SENTIMENT_LABEL_NEGATIVE\"},"
            "\"correction\":{\"label\":\"SENTIMENT_LABEL_NEGATIVE\","
            "\"themes\":{\"names\":[\"price\",\"speed\"]},"
            "\"author\":\"ann\",\"note\":\"ironic\"}}}\n");
}

TEST_F(AppTest, CorrectToNoThemesDiffersFromNotSayingAny) {
  EXPECT_EQ(Voc({"feedback", "correct", "f1", "--by", "ann", "--themes", "", "--output=json"}),
            kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("\"correction\":{\"themes\":{},\"author\":\"ann\"}"));
  EXPECT_EQ(Voc({"feedback", "correct", "f1", "--by", "ann", "--label=neutral", "--output=json"}),
            kExitOk);
  EXPECT_THAT(out_.str(), Not(HasSubstr("themes")));
}

TEST_F(AppTest, CorrectIsUndone) {
  EXPECT_EQ(Voc({"feedback", "correct", "f1", "--undo", "--output", "json"}), kExitOk);
  EXPECT_EQ(out_.str(), "{\"feedback\":{\"feedbackId\":\"f1\"}}\n");
}

TEST_F(AppTest, RescoreRecordsNothingUnlessToldTo) {
  EXPECT_EQ(Voc({"admin", "rescore", "--dry-run"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("2 sound otherwise"));
  // Nobody to ask.
  EXPECT_EQ(Voc({"admin", "rescore"}), kExitRefused);
  EXPECT_THAT(out_.str(), HasSubstr("2 sound otherwise"));
  EXPECT_EQ(err_.str(), "voc: nothing was recorded; --yes records it\n");
}

TEST_F(AppTest, RescoreShowsWhatWouldMoveAndThenRecordsIt) {
  EXPECT_EQ(Voc({"admin", "rescore", "--yes", "--output", "json"}), kExitOk);
  EXPECT_EQ(out_.str(),
            "{\"texts\":\"3\",\"current\":\"1\",\"changed\":\"2\"}\n"
            "{\"applied\":true,\"texts\":\"3\",\"current\":\"1\",\"changed\":\"2\"}\n");
  EXPECT_EQ(Voc({"admin", "rescore", "--yes"}), kExitOk);
  EXPECT_EQ(err_.str(), "voc: nothing to record\n");
}

TEST_F(AppTest, RescoreAsksOnATerminal) {
  for (const auto& [answer, code] :
       {std::pair{"n\n", kExitRefused}, {"", kExitRefused}, {"y\n", kExitOk}}) {
    const std::string path = WriteFile("answer", answer);
    const int in = open(path.c_str(), O_RDONLY);
    out_.str("");
    err_.str("");
    EXPECT_EQ(
        cli::Run(
            {"--server=" + server_.address(), "admin", "rescore"}, {},
            {.in = in, .out = out_, .err = err_, .err_is_terminal = true, .in_is_terminal = true}),
        code);
    close(in);
    EXPECT_THAT(err_.str(), HasSubstr("voc: record this? [y/N] "));
  }
  EXPECT_THAT(out_.str(), HasSubstr("2 recorded"));
}

TEST_F(AppTest, VerifyExitsByWhatItFinds) {
  EXPECT_EQ(Voc({"admin", "verify"}), kExitRefused);
  EXPECT_THAT(out_.str(), HasSubstr("a fact is missing"));
}

TEST_F(AppTest, VerifyWaitsForARebuildAndExitsByWhatItFindsThen) {
  EXPECT_EQ(Voc({"admin", "verify", "--rebuild", "--output", "json"}), kExitOk);
  EXPECT_EQ(out_.str(),
            "{\"problems\":[\"a fact is missing\"],\"rebuilding\":true,"
            "\"startTime\":\"1970-01-01T00:00:01Z\"}\n"
            "{\"rebuilt\":true,\"startTime\":\"1970-01-01T00:00:02Z\"}\n");
  EXPECT_THAT(err_.str(), HasSubstr("are being rebuilt"));
}

TEST_F(AppTest, VerifyGivesUpWaitingForARebuild) {
  EXPECT_EQ(Voc({"admin", "verify", "--rebuild", "--retry-for", "0"}), kExitUnreachable);
  EXPECT_THAT(err_.str(), HasSubstr("the rebuild goes on"));
}

TEST_F(AppTest, WatchRefusesADamagedCursor) {
  EXPECT_EQ(Voc({"watch", "alerts", "--after", "damaged"}), kExitRefused);
  EXPECT_THAT(err_.str(), HasSubstr("start.after_cursor: is no cursor of this store"));
}

TEST_F(AppTest, WatchPrintsOneObjectALineUntilTheStreamIsRefused) {
  const grpc::Status end(grpc::StatusCode::PERMISSION_DENIED, "enough");
  server_.BreakStreams({{.after = 2, .status = end}});
  EXPECT_EQ(Voc({"watch", "alerts", "--since", "2025-03-01T00:00:00Z", "--min-severity", "high",
                 "--output", "json"}),
            kExitRefused);
  EXPECT_EQ(out_.str(),
            "{\"cursor\":\"0\",\"started\":{}}\n"
            "{\"cursor\":\"1\",\"alert\":{\"sequence\":\"1\"}}\n"
            "{\"cursor\":\"2\",\"alert\":{\"sequence\":\"2\"}}\n");
  const v1::WatchAlertsRequest request = server_.watch_requests().front();
  EXPECT_EQ(request.start().since_time().seconds(), 1740787200);
  EXPECT_EQ(request.min_severity(), v1::ALERT_SEVERITY_HIGH);
}

TEST_F(AppTest, CompletionKnowsTheCommands) {
  EXPECT_EQ(Bare({"completion", "bash"}, {}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("\"voc watch alerts\""));
  EXPECT_THAT(out_.str(), HasSubstr("--include-backfill"));
  EXPECT_EQ(Bare({"completion", "fish"}, {}), kExitOk);
  EXPECT_EQ(Bare({"completion", "zsh"}, {}), kExitOk);
}

}  // namespace
}  // namespace voc::cli
