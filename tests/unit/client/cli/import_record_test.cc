#include "client/cli/import_record.h"

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "client/cpp/client.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_vocd.h"

namespace voc::cli {
namespace {

class ImportRecordTest : public ::testing::Test {
 protected:
  // An import of files with these fingerprints.
  static v1::Import Wanted(const std::string& id, const std::vector<std::string>& fingerprints) {
    v1::Import import;
    import.set_import_id(id);
    for (const std::string& fingerprint : fingerprints) {
      import.add_files()->set_name("a.csv");
      import.mutable_files()->rbegin()->set_fingerprint(fingerprint);
    }
    return import;
  }

  // One that is there already.
  void Put(v1::Import import, v1::ImportState state, int64_t done = 0) {
    import.set_state(state);
    import.mutable_files(0)->set_records_done(done);
    import.mutable_counts()->set_created(done);
    server_.notes().Put(import);
  }

  client::FakeVocd server_;
  client::Client client_{{.server = server_.address(), .retry = {.retry_for = absl::Seconds(30)}}};
};

TEST_F(ImportRecordTest, ANewOneIsNotKnownBeforeItBegins) {
  auto record = ImportRecord::Open(client_, Wanted("new", {"aa"}), true);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->id(), "new");
  EXPECT_FALSE(record->resumed());
  EXPECT_TRUE(record->Report({}, {}, true).ok());
  EXPECT_TRUE(server_.notes().imports().empty());
  EXPECT_FALSE(record->begun());
  ASSERT_TRUE(record->Begin().ok());
  EXPECT_TRUE(record->begun());
  EXPECT_EQ(record->import().state(), v1::IMPORT_STATE_RUNNING);
  EXPECT_EQ(server_.notes().imports().size(), 1u);
}

TEST_F(ImportRecordTest, WhatAnotherClientBringsIsNotGoneOnWith) {
  Put(Wanted("same", {"aa"}), v1::IMPORT_STATE_RUNNING, 7);
  server_.notes().MakeBusy("same");
  auto record = ImportRecord::Open(client_, Wanted("new", {"aa"}), true);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->id(), "new");
  EXPECT_EQ(record->busy_id(), "same");
  EXPECT_FALSE(record->resumed());
  EXPECT_EQ(record->import().files(0).records_done(), 0);
}

TEST_F(ImportRecordTest, GoesOnWithOneThatRunsAndReadsTheSame) {
  Put(Wanted("done", {"aa", "bb"}), v1::IMPORT_STATE_DONE, 9);
  Put(Wanted("other", {"aa", "cc"}), v1::IMPORT_STATE_RUNNING, 8);
  Put(Wanted("same", {"aa", "bb"}), v1::IMPORT_STATE_RUNNING, 7);
  Put(Wanted("undone", {"aa", "bb"}), v1::IMPORT_STATE_UNDONE, 6);
  auto record = ImportRecord::Open(client_, Wanted("new", {"aa", "bb"}), true);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->id(), "same");
  EXPECT_TRUE(record->resumed());
  EXPECT_EQ(record->import().files(0).records_done(), 7);
  EXPECT_EQ(record->import().counts().created(), 7);
  // The other order is another import, and so it is where nobody wants to go on.
  EXPECT_EQ(ImportRecord::Open(client_, Wanted("n2", {"bb", "aa"}), true)->id(), "n2");
  EXPECT_EQ(ImportRecord::Open(client_, Wanted("n3", {"aa", "bb"}), false)->id(), "n3");
}

TEST_F(ImportRecordTest, WhatCannotBeToldApartIsNotGoneOnWith) {
  Put(Wanted("nameless", {""}), v1::IMPORT_STATE_RUNNING, 5);
  EXPECT_EQ(ImportRecord::Open(client_, Wanted("new", {""}), true)->id(), "new");
}

TEST_F(ImportRecordTest, ReportsKeepTheFingerprints) {
  auto record = ImportRecord::Open(client_, Wanted("new", {"aa", "bb"}), true);
  ASSERT_TRUE(record.ok() && record->Begin().ok());
  v1::ImportFile file;
  file.set_records_done(3);
  v1::ImportCounts counts;
  counts.set_created(2);
  ASSERT_TRUE(record->Report({file}, counts, false).ok());
  const v1::ReportImportRequest report = server_.notes().reports().back();
  EXPECT_EQ(report.import_id(), "new");
  ASSERT_EQ(report.files_size(), 2);
  EXPECT_EQ(report.files(0).fingerprint(), "aa");
  EXPECT_EQ(report.files(0).records_done(), 3);
  EXPECT_EQ(report.files(1).fingerprint(), "bb");
  EXPECT_EQ(report.counts().created(), 2);
  EXPECT_FALSE(report.done());
  ASSERT_TRUE(record->Report({file}, counts, true).ok());
  EXPECT_EQ(server_.notes().imports().front().state(), v1::IMPORT_STATE_DONE);
}

TEST_F(ImportRecordTest, AnOldServerKeepsNone) {
  client::FakeVocd old(client::FakeVocd::Age::kOld);
  client::Client client({.server = old.address()});
  for (const bool resume : {false, true}) {
    auto record = ImportRecord::Open(client, Wanted("new", {"aa"}), resume);
    ASSERT_TRUE(record.ok()) << record.status();
    ASSERT_TRUE(record->Begin().ok());
    EXPECT_EQ(record->id(), "");
    EXPECT_TRUE(record->Report({}, {}, true).ok());
  }
}

TEST_F(ImportRecordTest, NewIdsDifferAndAreAllowed) {
  const std::string id = NewImportId();
  EXPECT_NE(id, NewImportId());
  EXPECT_LE(id.size(), 64u);
  EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos);
}

}  // namespace
}  // namespace voc::cli
