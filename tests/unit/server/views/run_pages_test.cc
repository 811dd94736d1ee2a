#include "server/views/run_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"

namespace voc::views {
namespace {

TEST(RunPagesTest, KeysComeBackAndFollowEachOtherByRunAndPage) {
  const absl::StatusOr<PageKey> key = DecodePageKey(EncodePageKey({.run = 500, .page = 1023}));
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->run, 500u);
  EXPECT_EQ(key->page, 1023u);
  EXPECT_LT(EncodePageKey({.run = 1, .page = 255}), EncodePageKey({.run = 1, .page = 256}));
  EXPECT_LT(EncodePageKey({.run = 255, .page = 1023}), EncodePageKey({.run = 256, .page = 0}));
}

TEST(RunPagesTest, OtherKeysAreDamage) {
  const std::string key = EncodePageKey({.run = 500, .page = 1023});
  EXPECT_TRUE(absl::IsDataLoss(DecodePageKey("").status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodePageKey(key.substr(1)).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodePageKey(key + "x").status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodePageKey(EncodePageKey({.page = 1024})).status()));
}

TEST(RunPagesTest, PartsFollowTheirPage) {
  const std::string page = EncodePageKey({.run = 1, .page = 5});
  const std::string part = EncodePageKey({.run = 1, .page = 5, .part = 700});
  EXPECT_LT(page, EncodePageKey({.run = 1, .page = 5, .part = PageKey::kDirectory}));
  EXPECT_LT(part, EncodePageKey({.run = 1, .page = 6}));
  const absl::StatusOr<PageKey> key = DecodePageKey(part);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->page, 5u);
  EXPECT_EQ(key->part, 700u);
}

TEST(RunPagesTest, EveryPageIsTheSameShareOfAllMarks) {
  EXPECT_EQ(PageOf(0), 0);
  EXPECT_EQ(PageOf((1u << 22) - 1), 0);
  EXPECT_EQ(PageOf(1u << 22), 1);
  EXPECT_EQ(PageOf(UINT32_MAX), 1023);
}

TEST(RunPagesTest, EntriesOfAPageShareAKeyAndAPageWithoutHasNone) {
  store::Run pages;
  PageWriter writer(7, &pages);
  writer.Add(0, 1, "a");
  writer.Add(0, 2, "bc");
  writer.Add(9, 3, "d");
  writer.Finish();
  ASSERT_EQ(pages.size(), 2u);
  EXPECT_EQ(pages.key(0), EncodePageKey({.run = 7, .page = 0}));
  EXPECT_EQ(pages.value(0), "abc");
  EXPECT_EQ(pages.key(1), EncodePageKey({.run = 7, .page = 9}));
  EXPECT_EQ(pages.value(1), "d");
}

class SplitPageTest : public ::testing::Test {
 protected:
  // 30,000 entries of 8 bytes on page 5, of the marks 10, 20 and so on; some hundred share the
  // mark 90,000. A few entries lie on the pages beside.
  void SetUp() override {
    store::RunSet runs;
    store::Run& run = runs[store::Table::kIds];
    PageWriter writer(7, &run);
    writer.Add(4, 3, "before");
    for (uint64_t i = 1; i <= 30'000; ++i) {
      const uint64_t mark = i > 9'000 && i < 9'500 ? 90'000 : 10 * i;
      writer.Add(5, mark, std::string(i > 9'000 && i < 9'500 ? 80 : 8, Letter(mark)));
    }
    writer.Add(6, 9, "behind");
    writer.Finish();
    for (size_t i = 0; i < run.size(); ++i) {
      const absl::StatusOr<PageKey> key = DecodePageKey(run.key(i));
      ASSERT_TRUE(key.ok()) << key.status();
      if (!HoldsEntries(*key, run.value(i))) continue;
      entry_bytes_ += run.value(i).size();
      large_ += run.value(i).size() > kMaxPageBytes ? 1 : 0;
    }
    absl::StatusOr<std::unique_ptr<rocks::Database>> database =
        rocks::Database::Open({.path = dir_.path()});
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    ASSERT_TRUE(store().Install(std::move(runs)).ok());
  }

  static char Letter(uint64_t mark) { return static_cast<char>('a' + mark / 10 % 26); }

  store::ViewStore& store() { return database_->views(); }

  std::string Read(uint16_t page, uint64_t mark) {
    const absl::StatusOr<std::optional<std::string>> read =
        ReadPage(store(), store::Table::kIds, {.run = 7, .page = page}, mark);
    EXPECT_TRUE(read.ok()) << read.status();
    return read.ok() && read->has_value() ? **read : "none";
  }

  base::TempDir dir_;
  std::unique_ptr<rocks::Database> database_;
  size_t entry_bytes_ = 0;
  int large_ = 0;
};

TEST_F(SplitPageTest, HasNoMoreBytesInAPartThanAPageMayHaveButForOneMark) {
  EXPECT_EQ(entry_bytes_, 6 + (30'000 - 499) * 8 + 499 * 80 + 6u);
  EXPECT_EQ(large_, 1);
}

TEST_F(SplitPageTest, IsReadWhereTheMarkIs) {
  for (const uint64_t mark : {10, 8'190, 10'240, 89'990, 95'000, 150'000, 299'990, 300'000}) {
    const std::string part = Read(5, mark);
    EXPECT_LE(part.size(), kMaxPageBytes) << mark;
    EXPECT_NE(part.find(std::string(8, Letter(mark))), std::string::npos) << mark;
  }
  // All of one mark together.
  const std::string shared = Read(5, 90'000);
  EXPECT_GE(std::count(shared.begin(), shared.end(), Letter(90'000)), 499 * 80);
  EXPECT_EQ(Read(5, 9), "none");
  EXPECT_EQ(Read(4, 3), "before");
  EXPECT_EQ(Read(6, 9), "behind");
  EXPECT_EQ(Read(7, 9), "none");
}

TEST_F(SplitPageTest, DamageIsToldAsSuch) {
  for (const uint16_t part : {PageKey::kDirectory, uint16_t{1}}) {
    store::RunSet runs;
    runs[store::Table::kIds].Remove(EncodePageKey({.run = 7, .page = 5, .part = part}));
    ASSERT_TRUE(store().Install(std::move(runs)).ok());
    EXPECT_TRUE(absl::IsDataLoss(
        ReadPage(store(), store::Table::kIds, {.run = 7, .page = 5}, 10).status()));
    store::RunSet again;
    again[store::Table::kIds].Add(EncodePageKey({.run = 7, .page = 5, .part = part}), "cut");
    ASSERT_TRUE(store().Install(std::move(again)).ok());
    if (part != PageKey::kDirectory) continue;
    EXPECT_TRUE(absl::IsDataLoss(
        ReadPage(store(), store::Table::kIds, {.run = 7, .page = 5}, 10).status()));
    store::RunSet right;
    right[store::Table::kIds].Add(EncodePageKey({.run = 7, .page = 5, .part = part}),
                                  std::string("\0\0\0\0\0\0\0\x0a", 8));
    ASSERT_TRUE(store().Install(std::move(right)).ok());
  }
}

}  // namespace
}  // namespace voc::views
