#include "storage/rocksdb/rocks_event_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"

namespace voc::rocks {
namespace {

using ::testing::ElementsAre;

class RocksEventLogTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    absl::StatusOr<std::unique_ptr<Database>> database = Database::Open({.path = dir_.path()});
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
  }

  void Reopen() {
    ASSERT_TRUE(database_->Close().ok());
    database_.reset();
    Open();
  }

  store::EventLog& log() { return database_->log(); }

  std::vector<std::string> From(store::Sequence from) {
    std::vector<std::string> payloads;
    const std::unique_ptr<store::LogReader> reader = log().ReadFrom(from);
    while (reader->Next()) payloads.emplace_back(reader->payload());
    EXPECT_TRUE(reader->status().ok()) << reader->status();
    return payloads;
  }

  base::TempDir dir_;
  std::unique_ptr<Database> database_;
};

TEST_F(RocksEventLogTest, IsEmptyAtFirst) {
  EXPECT_EQ(log().oldest(), 0u);
  EXPECT_EQ(log().newest(), 0u);
  EXPECT_TRUE(absl::IsNotFound(log().Read(1).status()));
  EXPECT_THAT(From(1), ElementsAre());
}

TEST_F(RocksEventLogTest, KeepsWhatWasAppendedOverARestart) {
  ASSERT_TRUE(log().Append(1, std::vector<std::string_view>{"a", ""}).ok());
  ASSERT_TRUE(log().Append(3, std::vector<std::string_view>{"c"}).ok());
  Reopen();
  EXPECT_EQ(log().oldest(), 1u);
  EXPECT_EQ(log().newest(), 3u);
  EXPECT_THAT(From(0), ElementsAre("a", "", "c"));
  EXPECT_THAT(From(2), ElementsAre("", "c"));
  EXPECT_THAT(From(4), ElementsAre());
  const std::vector<store::Sequence> wanted = {3, 1};
  absl::StatusOr<std::vector<std::string>> read = log().ReadMany(wanted);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read, ElementsAre("c", "a"));
}

TEST_F(RocksEventLogTest, RefusesAGap) {
  ASSERT_TRUE(log().Append(1, std::vector<std::string_view>{"a"}).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(log().Append(3, std::vector<std::string_view>{"c"})));
  EXPECT_TRUE(absl::IsInvalidArgument(log().Append(1, std::vector<std::string_view>{"a"})));
  EXPECT_EQ(log().newest(), 1u);
}

TEST_F(RocksEventLogTest, AReaderKeepsToWhatThereWasWhenItWasMade) {
  ASSERT_TRUE(log().Append(1, std::vector<std::string_view>{"a"}).ok());
  const std::unique_ptr<store::LogReader> reader = log().ReadFrom(1);
  ASSERT_TRUE(log().Append(2, std::vector<std::string_view>{"b"}).ok());
  EXPECT_TRUE(reader->Next());
  EXPECT_FALSE(reader->Next());
  EXPECT_TRUE(reader->status().ok());
}

TEST_F(RocksEventLogTest, NamesTheEventThatIsMissing) {
  ASSERT_TRUE(log().Append(1, std::vector<std::string_view>{"a"}).ok());
  const std::vector<store::Sequence> wanted = {1, 17};
  const absl::Status status = log().ReadMany(wanted).status();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("17"));
}

// Records of one to some thousand bytes, in groups of one to some hundred: they end in the
// middle of packs, fill them and outgrow them.
TEST_F(RocksEventLogTest, EveryEventIsFoundFromEverywhere) {
  absl::BitGen seeds;
  const auto seed = absl::Uniform<uint32_t>(seeds);
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  std::vector<std::string> written;
  for (int group = 0; group < 30; ++group) {
    const size_t first = written.size();
    const size_t count = 1 + random() % (group % 3 == 0 ? 3 : 400);
    for (size_t i = 0; i < count; ++i) {
      const size_t bytes = random() % 50 == 0 ? random() % 40'000 : random() % 300;
      written.push_back(absl::StrCat(first + i + 1, ":", std::string(bytes, 'x')));
    }
    const std::vector<std::string_view> payloads(
        written.begin() + static_cast<std::ptrdiff_t>(first), written.end());
    ASSERT_TRUE(log().Append(first + 1, payloads).ok());
    if (group == 15) Reopen();
  }
  Reopen();
  ASSERT_EQ(log().newest(), written.size());
  ASSERT_EQ(From(1), written);
  for (int i = 0; i < 200; ++i) {
    const store::Sequence from = 1 + random() % written.size();
    const std::unique_ptr<store::LogReader> reader = log().ReadFrom(from);
    for (store::Sequence at = from; at < from + 100 && at <= written.size(); ++at) {
      ASSERT_TRUE(reader->Next());
      ASSERT_EQ(reader->sequence(), at);
      ASSERT_EQ(reader->payload(), written[at - 1]);
    }
    EXPECT_EQ(*log().Read(from), written[from - 1]);
  }
  std::vector<store::Sequence> wanted;
  std::vector<std::string> expected;
  for (int i = 0; i < 500; ++i) {
    wanted.push_back(1 + random() % written.size());
    expected.push_back(written[wanted.back() - 1]);
  }
  EXPECT_EQ(*log().ReadMany(wanted), expected);
  EXPECT_TRUE(absl::IsNotFound(log().Read(0).status()));
  EXPECT_TRUE(absl::IsNotFound(log().Read(written.size() + 1).status()));
}

// Opens a folder that no vocd has open, behind its back, and passes on every family.
void WithFamilies(const std::string& path,
                  const std::function<void(rocksdb::DB&, rocksdb::ColumnFamilyHandle*)>& visit) {
  std::vector<std::string> names;
  ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, path, &names).ok());
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  families.reserve(names.size());
  for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open({}, path, families, &handles, &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  for (rocksdb::ColumnFamilyHandle* handle : handles) {
    visit(*db, handle);
    ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
  }
}

std::string KeyOf(char sequence) { return std::string(7, '\0') + sequence; }

// What a vocd of the folder's first format left: a record a key, of either envelope.
void WriteFirstFormat(const std::string& path, bool damaged = false) {
  WithFamilies(path, [damaged](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* handle) {
    if (handle->GetName() == "log") {
      const std::string crc("\x01\x58\x44\x29\xd2", 5);
      const std::string xxh("\x02\x19\x77\xfe\x1b", 5);
      const std::string last = damaged ? "feedbac?" : "feedback";
      ASSERT_TRUE(db.Put({}, handle, KeyOf(1), crc + "feedback").ok());
      ASSERT_TRUE(db.Put({}, handle, KeyOf(2), xxh + "feedback").ok());
      ASSERT_TRUE(db.Put({}, handle, KeyOf(3), crc + last).ok());
    }
    if (handle->GetName() == "default") ASSERT_TRUE(db.Put({}, handle, "format", "1").ok());
  });
}

// Takes the record or pack that begins with this event out of the log.
void Remove(const std::string& path, char sequence) {
  WithFamilies(path, [sequence](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* handle) {
    if (handle->GetName() == "log") ASSERT_TRUE(db.Delete({}, handle, KeyOf(sequence)).ok());
  });
}

TEST_F(RocksEventLogTest, GoesOnWhereAFolderOfTheFirstFormatEnds) {
  ASSERT_TRUE(database_->Close().ok());
  database_.reset();
  WriteFirstFormat(dir_.path());
  Open();
  EXPECT_EQ(log().newest(), 3u);
  ASSERT_TRUE(log().Append(4, std::vector<std::string_view>{"four", "five"}).ok());
  Reopen();
  EXPECT_THAT(From(1), ElementsAre("feedback", "feedback", "feedback", "four", "five"));
  EXPECT_THAT(From(3), ElementsAre("feedback", "four", "five"));
  EXPECT_EQ(*log().Read(2), "feedback");
  EXPECT_EQ(*log().Read(5), "five");
}

TEST_F(RocksEventLogTest, AnEventThatIsGoneIsDamageToWhoReadsPastIt) {
  ASSERT_TRUE(database_->Close().ok());
  database_.reset();
  WriteFirstFormat(dir_.path());
  Open();
  ASSERT_TRUE(log().Append(4, std::vector<std::string_view>{"four"}).ok());
  ASSERT_TRUE(database_->Close().ok());
  database_.reset();
  Remove(dir_.path(), 2);
  Open();
  const std::unique_ptr<store::LogReader> reader = log().ReadFrom(1);
  EXPECT_TRUE(reader->Next());
  EXPECT_FALSE(reader->Next());
  EXPECT_TRUE(absl::IsDataLoss(reader->status())) << reader->status();
  EXPECT_THAT(From(3), ElementsAre("feedback", "four"));
}

TEST_F(RocksEventLogTest, AFolderOfTheFirstFormatThatCannotBeOpenedStaysOne) {
  ASSERT_TRUE(database_->Close().ok());
  database_.reset();
  WriteFirstFormat(dir_.path(), /*damaged=*/true);
  EXPECT_TRUE(absl::IsDataLoss(Database::Open({.path = dir_.path()}).status()));
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::OpenForReadOnly({}, dir_.path(), &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  std::string format;
  ASSERT_TRUE(db->Get({}, "format", &format).ok());
  EXPECT_EQ(format, "1");
}

}  // namespace
}  // namespace voc::rocks
