#include "client/cpp/undo_import.h"

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/cpp/client.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_vocd.h"

namespace voc::client {
namespace {

class UndoImportTest : public ::testing::Test {
 protected:
  UndoImportTest() {
    v1::Import import;
    import.set_import_id("i");
    server_.notes().Put(import);
  }

  ClientOptions Options() {
    return {.server = server_.address(),
            .retry = {.retry_for = absl::Seconds(30),
                      .initial_backoff = absl::Milliseconds(1),
                      .max_backoff = absl::Milliseconds(5)}};
  }

  absl::StatusOr<v1::UndoImportResponse> Undo(const std::string& import_id) {
    Client client(Options());
    v1::UndoImportRequest request;
    request.set_import_id(import_id);
    return UndoImport(client, request, [this](const v1::UndoImportResponse& progress) {
      EXPECT_EQ(progress.records_done(), 10);
      ++progresses_;
    });
  }

  FakeVocd server_;
  int progresses_ = 0;
};

TEST_F(UndoImportTest, ReturnsTheFinalCounts) {
  const auto done = Undo("i");
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->excluded(), 10);
  EXPECT_EQ(done->changed_since(), 1);
  EXPECT_EQ(done->import().state(), v1::IMPORT_STATE_UNDONE);
  EXPECT_EQ(progresses_, 1);
}

TEST_F(UndoImportTest, OneThatIsCutOffIsMadeAgain) {
  server_.notes().CutOffUndos(2);
  const auto done = Undo("i");
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->excluded(), 10);
  EXPECT_EQ(progresses_, 3);
}

TEST_F(UndoImportTest, ARefusalIsReturned) {
  EXPECT_EQ(Undo("j").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(UndoImportTest, ARedoIsTheSame) {
  server_.notes().CutOffUndos(1);
  Client client(Options());
  v1::RedoImportRequest request;
  request.set_import_id("i");
  const auto done = RedoImport(client, request, nullptr);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->restored(), 10);
  EXPECT_EQ(done->import().state(), v1::IMPORT_STATE_DONE);
}

}  // namespace
}  // namespace voc::client
