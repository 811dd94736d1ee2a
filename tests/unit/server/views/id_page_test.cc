#include "server/views/id_page.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/server/views/damaged_bytes.h"

namespace voc::views {
namespace {

using ingest::FeedbackId;

// All zeros but for these two of its bytes.
FeedbackId IdOf(size_t at, uint8_t value, size_t other = 0, uint8_t other_value = 0) {
  FeedbackId id;
  id.bytes[other] = other_value;
  id.bytes[at] = value;
  return id;
}

KnownFeedback KnownAs(uint32_t revision) {
  return {.sequence = 300, .event_sequence = 400, .collected_at = -7, .revision = revision};
}

// The pages of these ids; of the i-th, revision i + 1 is known.
store::Run PagesOf(const std::vector<FeedbackId>& ids) {
  store::Run run;
  IdPages pages(9, &run);
  for (size_t i = 0; i < ids.size(); ++i) pages.Add(ids[i], KnownAs(static_cast<uint32_t>(i + 1)));
  pages.Finish();
  return run;
}

std::string PageOfIds(const std::vector<FeedbackId>& ids) {
  const store::Run run = PagesOf(ids);
  EXPECT_EQ(run.size(), 1u);
  return std::string(run.value(0));
}

// 0 for an id that is not there.
uint32_t Revision(std::string_view page, const FeedbackId& id) {
  const absl::StatusOr<std::optional<KnownFeedback>> known = FindInIdPage(page, id);
  EXPECT_TRUE(known.ok()) << known.status();
  return known.ok() && known->has_value() ? (*known)->revision : 0;
}

bool IsDamage(std::string_view page, const FeedbackId& id) {
  return absl::IsDataLoss(FindInIdPage(page, id).status());
}

TEST(IdPageTest, FindsWhatWasAddedAndNothingElse) {
  const std::vector<FeedbackId> ids = {IdOf(1, 1), IdOf(1, 3), IdOf(1, 5)};
  const std::string page = PageOfIds(ids);
  for (size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(Revision(page, ids[i]), i + 1);
  for (const uint8_t absent : {0, 2, 4, 6}) EXPECT_EQ(Revision(page, IdOf(1, absent)), 0u);
  const absl::StatusOr<std::optional<KnownFeedback>> known = FindInIdPage(page, ids[1]);
  ASSERT_TRUE(known.ok() && known->has_value());
  EXPECT_EQ(**known, KnownAs(2));
}

TEST(IdPageTest, TellsIdsApartThatShareTheirFirstEightBytes) {
  const std::vector<FeedbackId> ids = {IdOf(15, 1, 7, 9), IdOf(15, 2, 7, 9), IdOf(8, 1, 7, 9)};
  const std::string page = PageOfIds(ids);
  for (size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(Revision(page, ids[i]), i + 1);
  EXPECT_EQ(Revision(page, IdOf(15, 3, 7, 9)), 0u);
}

TEST(IdPageTest, APageHasTheIdsOfTenBits) {
  const store::Run run =
      PagesOf({IdOf(1, 0x00), IdOf(1, 0x3f), IdOf(1, 0x40), IdOf(0, 1), IdOf(0, 0xff, 1, 0xff)});
  ASSERT_EQ(run.size(), 4u);
  EXPECT_EQ(run.key(0), EncodePageKey({.run = 9, .page = 0}));
  EXPECT_EQ(run.key(1), EncodePageKey({.run = 9, .page = 1}));
  EXPECT_EQ(run.key(2), EncodePageKey({.run = 9, .page = 4}));
  EXPECT_EQ(run.key(3), EncodePageKey({.run = 9, .page = 1023}));
  EXPECT_EQ(run.key(3), EncodePageKey(IdPageKey(9, IdOf(0, 0xff, 1, 0xff))));
}

TEST(IdPageTest, ACutIsDamageToWhoReadsThatFar) {
  const std::vector<FeedbackId> ids = {IdOf(1, 1), IdOf(1, 3)};
  const std::string page = PageOfIds(ids);
  const size_t first = PageOfIds({ids[0]}).size();
  for (size_t size = 0; size < page.size(); ++size) {
    const std::string_view cut = std::string_view(page).substr(0, size);
    EXPECT_EQ(IsDamage(cut, ids[0]), size < first) << size;
    // Where an entry ends, a page may end.
    EXPECT_EQ(IsDamage(cut, ids[1]), size != first) << size;
  }
}

TEST(IdPageTest, IdsOutOfOrderOrOfAnotherPageAreDamage) {
  const FeedbackId last = IdOf(1, 0x3f);
  EXPECT_TRUE(IsDamage(PageOfIds({IdOf(1, 3), IdOf(1, 1)}), last));
  EXPECT_TRUE(IsDamage(PageOfIds({IdOf(1, 3), IdOf(1, 3)}), last));
  EXPECT_TRUE(IsDamage(PageOfIds({IdOf(1, 0x40)}), last));
}

TEST(IdPageTest, FindsAmongManyWhatLookingAtAllFinds) {
  const auto seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  const auto any_id = [&] {
    FeedbackId id;
    for (size_t i = 2; i < id.bytes.size(); ++i) id.bytes[i] = static_cast<uint8_t>(random() % 3);
    return id;
  };
  std::set<FeedbackId> distinct;
  for (int i = 0; i < 200; ++i) distinct.insert(any_id());
  const std::vector<FeedbackId> ids(distinct.begin(), distinct.end());
  const std::string page = PageOfIds(ids);
  for (size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(Revision(page, ids[i]), i + 1);
  for (int i = 0; i < 1000; ++i) {
    const FeedbackId id = any_id();
    EXPECT_EQ(Revision(page, id) != 0, distinct.contains(id));
  }
}

TEST(IdPageTest, GarbageIsReadToAnEnd) {
  const auto seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  const std::vector<FeedbackId> ids = {IdOf(1, 1), IdOf(1, 3), IdOf(1, 5)};
  const std::string page = PageOfIds(ids);
  for (int i = 0; i < 20'000; ++i) {
    const std::string garbage = DamagedBytes(page, random);
    const absl::Status status = FindInIdPage(garbage, ids[random() % ids.size()]).status();
    EXPECT_TRUE(status.ok() || absl::IsDataLoss(status)) << status;
  }
}

}  // namespace
}  // namespace voc::views
