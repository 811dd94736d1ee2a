#include "client/cli/importer.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cli/byte_source.h"
#include "client/cpp/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_vocd.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;

class ImporterTest : public ::testing::Test {
 protected:
  client::ClientOptions Options() {
    return {.server = server_.address(),
            .retry = {.retry_for = absl::Seconds(30),
                      .initial_backoff = absl::Milliseconds(1),
                      .max_backoff = absl::Milliseconds(5)}};
  }

  // "file:line: field: reason" of every rejection.
  static std::vector<std::string> Lines(const ImportSummary& summary) {
    std::vector<std::string> lines;
    for (const Rejection& rejection : summary.rejections) {
      lines.push_back(RejectionLine(rejection));
    }
    return lines;
  }

  static std::string Csv(int rows) {
    std::string text = "source_id,submission_id,metric,score\n";
    for (int i = 0; i < rows; ++i) absl::StrAppend(&text, "web,", i, ",nps,", i % 11, "\n");
    return text;
  }

  client::FakeVocd server_;
};

TEST_F(ImporterTest, SendsEveryRecord) {
  client::Client client(Options());
  int64_t told = 0;
  Importer importer(&client, {.begin = [] { return "id1"; }},
                    [&](int64_t records) { told = records; });
  const std::string text = Csv(2345);
  const auto source = OpenBytes(text);
  EXPECT_TRUE(importer.ReadFile("a.csv", *source).ok());
  EXPECT_TRUE(importer.Finish().ok());
  const ImportSummary summary = importer.Summary();
  EXPECT_EQ(summary.import_id, "id1");
  EXPECT_EQ(summary.created, 2345);
  EXPECT_EQ(summary.rejected, 0);
  EXPECT_EQ(importer.records_read(), 2345);
  EXPECT_EQ(told, 2345);
  EXPECT_EQ(server_.stored().size(), 2345u);
}

TEST_F(ImporterTest, ALostConnectionIsNotNoticed) {
  server_.BreakStreams({{.after = 1, .stored = true}, {.after = 0}, {.after = 3, .stored = true}});
  client::Client client(Options());
  Importer importer(&client, {}, nullptr);
  const std::string text = Csv(5000);
  const auto source = OpenBytes(text);
  EXPECT_TRUE(importer.ReadFile("a.csv", *source).ok());
  EXPECT_TRUE(importer.Finish().ok());
  EXPECT_EQ(importer.Summary().created, 5000);
  EXPECT_EQ(server_.streams(), 4);
}

TEST_F(ImporterTest, RejectionsOfBothSidesInFileOrder) {
  client::Client client(Options());
  Importer importer(&client, {}, nullptr);
  const std::string first =
      "source_id,submission_id,metric,score\n"
      "web,1,nps,99\n"   // the server's
      "web,2,nps,6.5\n"  // ours
      "web,3,nps,7\n"
      "web,4,nps,99\n";
  const auto first_source = OpenBytes(first);
  EXPECT_TRUE(importer.ReadFile("z.csv", *first_source).ok());
  const std::string second = "{\"sourceId\":\"x\",\"submissionId\":\"1\"}\nbroken\n";
  const auto second_source = OpenBytes(second);
  EXPECT_TRUE(importer.ReadFile("a.jsonl", *second_source).ok());
  EXPECT_TRUE(importer.Finish().ok());
  const ImportSummary summary = importer.Summary();
  EXPECT_EQ(summary.created, 2);
  EXPECT_EQ(summary.rejected, 4);
  EXPECT_THAT(Lines(summary), ElementsAre("z.csv:2: response.score: must be 0 to 10",
                                          "z.csv:3: response.score: must be a whole number",
                                          "z.csv:5: response.score: must be 0 to 10",
                                          testing::StartsWith("a.jsonl:2: ")));
}

TEST_F(ImporterTest, BatchesStayBelowTheServersMessageLimit) {
  // Feedback of about 2 MiB: 64 properties at the text limit.
  std::string text = "submission_id,metric,score";
  for (int i = 0; i < 64; ++i) absl::StrAppend(&text, ",property.p", i);
  text += "\n";
  for (int r = 0; r < 5; ++r) {
    absl::StrAppend(&text, r, ",nps,7");
    for (int i = 0; i < 64; ++i) absl::StrAppend(&text, ",", std::string(32 * 1024, 'x'));
    text += "\n";
  }
  client::Client client(Options());
  Importer importer(&client, {}, nullptr);
  const auto source = OpenBytes(text);
  EXPECT_TRUE(importer.ReadFile("big.csv", *source).ok());
  // gRPC's own limit, which the fake keeps, is the 4 MiB of vocd.
  EXPECT_TRUE(importer.Finish().ok());
  EXPECT_EQ(importer.Summary().created, 5);
}

TEST_F(ImporterTest, AFeedbackLargerThanARequestIsRejected) {
  const std::string text =
      absl::StrCat("{\"submissionId\":\"a\",\"response\":{\"comment\":\"",
                   std::string(5'000'000, 'x'), "\"}}\n", "{\"submissionId\":\"b\"}\n");
  client::Client client(Options());
  Importer importer(&client, {}, nullptr);
  const auto source = OpenBytes(text);
  EXPECT_TRUE(importer.ReadFile("a.jsonl", *source).ok());
  EXPECT_TRUE(importer.Finish().ok());
  EXPECT_EQ(importer.Summary().created, 1);
  EXPECT_THAT(Lines(importer.Summary()), ElementsAre("a.jsonl:1: larger than a request may be"));
}

TEST_F(ImporterTest, DryRunChecksAndSendsNothing) {
  Importer importer(nullptr, {}, nullptr);
  const std::string text =
      "source_id,submission_id,metric,score\nweb,1,nps,7\nweb,2,nps,11\nweb,,nps,7\nweb,4,nps,x\n";
  const auto source = OpenBytes(text);
  EXPECT_TRUE(importer.ReadFile("a.csv", *source).ok());
  EXPECT_TRUE(importer.Finish().ok());
  const ImportSummary summary = importer.Summary();
  EXPECT_EQ(summary.created, 0);
  EXPECT_EQ(summary.rejected, 3);
  EXPECT_THAT(Lines(summary), ElementsAre("a.csv:3: response.score: must be from 0 to 10, is 11",
                                          "a.csv:4: submission_id: is required",
                                          "a.csv:5: response.score: must be a whole number"));
  EXPECT_EQ(importer.records_read(), 4);
  EXPECT_TRUE(server_.stored().empty());
}

TEST_F(ImporterTest, AnUnreachableServerEndsTheImport) {
  client::ClientOptions options = Options();
  options.server = "127.0.0.1:1";
  options.retry.retry_for = absl::Milliseconds(20);
  client::Client client(options);
  Importer importer(&client, {}, nullptr);
  const std::string text = Csv(100'000);
  const auto source = OpenBytes(text);
  EXPECT_TRUE(importer.ReadFile("a.csv", *source).ok());
  EXPECT_EQ(importer.Finish().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(importer.Summary().created, 0);
}

// Goes with every request, so that it can be undone as a whole.
TEST_F(ImporterTest, EveryRequestNamesTheImport) {
  client::Client client(Options());
  Importer importer(&client, {.begin = [] { return "id1"; }}, nullptr);
  const std::string text = Csv(1200);
  const auto source = OpenBytes(text);
  EXPECT_TRUE(importer.ReadFile("a.csv", *source).ok());
  EXPECT_TRUE(importer.Finish().ok());
  EXPECT_THAT(server_.import_ids(), ElementsAre("id1"));
}

TEST_F(ImporterTest, SaysHowFarEachFileCame) {
  client::Client client(Options());
  Importer importer(&client, {}, nullptr);
  const std::string first = Csv(700) + "web,x,nps,none\n";  // the last one is rejected here
  const auto first_source = OpenBytes(first);
  EXPECT_TRUE(importer.ReadFile("a.csv", *first_source).ok());
  importer.PassOver("missing.csv");
  const std::string second = "submission_id,colour\n";
  const auto second_source = OpenBytes(second);
  EXPECT_TRUE(importer.ReadFile("b.csv", *second_source).ok());
  EXPECT_TRUE(importer.Finish().ok());
  const std::vector<v1::ImportFile> files = importer.Files();
  ASSERT_EQ(files.size(), 3u);
  EXPECT_EQ(files[0].name(), "a.csv");
  EXPECT_EQ(files[0].records_done(), 701);
  EXPECT_TRUE(files[0].complete());
  EXPECT_EQ(files[1].name(), "missing.csv");
  EXPECT_FALSE(files[1].complete());
  EXPECT_EQ(files[2].records_done(), 1);
  EXPECT_EQ(importer.Counts().created(), 700);
  EXPECT_EQ(importer.Counts().rejected(), 2);
}

TEST_F(ImporterTest, GoesOnBehindWhatIsDone) {
  client::Client client(Options());
  v1::ImportCounts counted;
  counted.set_created(600);
  counted.set_rejected(1);
  Importer importer(&client, {.counted = counted}, nullptr);
  const std::string text = Csv(1000);
  const auto source = OpenBytes(text);
  EXPECT_TRUE(importer.ReadFile("a.csv", *source, 601).ok());
  EXPECT_TRUE(importer.Finish().ok());
  EXPECT_EQ(server_.stored().size(), 399u);
  EXPECT_EQ(importer.Summary().created, 999);
  EXPECT_EQ(importer.Summary().rejected, 1);
  EXPECT_EQ(importer.Files()[0].records_done(), 1000);
  EXPECT_TRUE(importer.Files()[0].complete());
}

// What is not answered is not done, whatever was read.
TEST_F(ImporterTest, CountsAsDoneOnlyWhatIsAnswered) {
  client::ClientOptions options = Options();
  options.retry.retry_for = absl::ZeroDuration();
  server_.BreakStreams({{.after = 2}});
  client::Client client(options);
  Importer importer(&client, {}, nullptr);
  const std::string text = Csv(5000);
  const auto source = OpenBytes(text);
  EXPECT_TRUE(importer.ReadFile("a.csv", *source).ok());
  EXPECT_FALSE(importer.Finish().ok());
  EXPECT_EQ(importer.Files()[0].records_done(), 1000);  // two requests of 500
  EXPECT_FALSE(importer.Files()[0].complete());
}

TEST_F(ImporterTest, WhatIsRefusedAsAWholeBeginsNothing) {
  client::Client client(Options());
  int begun = 0;
  const ImportOptions options{.begin = [&] {
    ++begun;
    return absl::StrCat("id", begun);
  }};
  Importer importer(&client, options, nullptr);
  for (const char* const text :
       {"Ticket,Words\n1,hello\n", "submission_id,scroe,metric\n1,9,nps\n",
        "source_id,submission_id,metric,score\nweb,1,nps,nine\n", "{\"aaData\": [{"}) {
    const auto source = OpenBytes(text);
    importer.ReadFile("a.csv", *source).IgnoreError();
    EXPECT_EQ(begun, 0) << text;
  }
  const auto source =
      OpenBytes("source_id,submission_id,metric,score\nweb,1,nps,nine\nweb,2,nps,9\n");
  ASSERT_TRUE(importer.ReadFile("b.csv", *source).ok());
  ASSERT_TRUE(importer.Finish().ok());
  EXPECT_EQ(begun, 1);
  EXPECT_EQ(importer.Summary().import_id, "id1");
  EXPECT_EQ(importer.Summary().created, 1);
}

TEST_F(ImporterTest, TellsTheServerWhatIsLeftOut) {
  client::Client client(Options());
  ImportOptions options{.begin = [] { return "id1"; }};
  options.format.map =
      "format mine \"Mine\"\n"
      "source_id = app\n"
      "submission_id <- Id\n"
      "metric = nps\n"
      "score <- Score number\n"
      "skip when Status is preview because \"a preview\"\n";
  Importer importer(&client, options, nullptr);
  std::string text = "Id,Score,Status\n";
  for (int i = 0; i < 2500; ++i) absl::StrAppend(&text, i, ",7,", i % 2 ? "preview" : "real", "\n");
  absl::StrAppend(&text, ",7,preview\n");  // without a key it is only counted
  const auto source = OpenBytes(text);
  ASSERT_TRUE(importer.ReadFile("a.csv", *source).ok());
  ASSERT_TRUE(importer.Finish().ok());
  EXPECT_EQ(importer.Summary().skipped, 1251);
  EXPECT_EQ(importer.Summary().created, 1250);
  EXPECT_EQ(importer.Files()[0].records_done(), 2501);
  const std::vector<v1::LeftOut> left_out = server_.notes().left_out();
  ASSERT_EQ(left_out.size(), 1250u);
  EXPECT_EQ(left_out[0].source_id(), "app");
  EXPECT_EQ(left_out[0].submission_id(), "1");
  EXPECT_EQ(left_out[0].reason(), "a preview");
  // A server without imports is told of none.
  Importer nameless(&client, {.format = options.format}, nullptr);
  const auto again = OpenBytes(text);
  ASSERT_TRUE(nameless.ReadFile("a.csv", *again).ok());
  ASSERT_TRUE(nameless.Finish().ok());
  EXPECT_EQ(server_.notes().left_out().size(), 1250u);
}

}  // namespace
}  // namespace voc::cli
