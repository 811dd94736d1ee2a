#include "server/views/facts/dictionary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace voc::views {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Dictionaries, GiveOutOrdinalsInOrderOfFirstUse) {
  Dictionaries dictionaries;
  EXPECT_EQ(dictionaries.Intern(Dimension::kAccount, "acme"), 1u);
  EXPECT_EQ(dictionaries.Intern(Dimension::kAccount, "globex"), 2u);
  EXPECT_EQ(dictionaries.Intern(Dimension::kAccount, "acme"), 1u);
  EXPECT_EQ(dictionaries.Size(Dimension::kAccount), 3u);
  EXPECT_EQ(dictionaries.Name(Dimension::kAccount, 2), "globex");
}

TEST(Dictionaries, EmptyIsAlwaysZero) {
  Dictionaries dictionaries;
  EXPECT_EQ(dictionaries.Size(Dimension::kThemeSet), 1u);
  EXPECT_EQ(dictionaries.Intern(Dimension::kThemeSet, ""), 0u);
  EXPECT_EQ(dictionaries.Find(Dimension::kThemeSet, ""), Ordinal{0});
  EXPECT_EQ(dictionaries.Name(Dimension::kThemeSet, 0), "");
}

TEST(Dictionaries, DimensionsAreApart) {
  Dictionaries dictionaries;
  dictionaries.Intern(Dimension::kSource, "app");
  EXPECT_EQ(dictionaries.Find(Dimension::kSource, "app"), Ordinal{1});
  EXPECT_EQ(dictionaries.Find(Dimension::kChannel, "app"), std::nullopt);
}

TEST(Dictionaries, KeysAreBytes) {
  Dictionaries dictionaries;
  const std::string with_zero("a\0b", 3);
  const Ordinal ordinal = dictionaries.Intern(Dimension::kSource, with_zero);
  EXPECT_NE(dictionaries.Intern(Dimension::kSource, "a"), ordinal);
  EXPECT_NE(dictionaries.Intern(Dimension::kSource, "A"),
            dictionaries.Intern(Dimension::kSource, "a"));
  EXPECT_EQ(dictionaries.Name(Dimension::kSource, ordinal), with_zero);
}

TEST(Dictionaries, NamesStayWhereTheyAre) {
  Dictionaries dictionaries;
  dictionaries.Intern(Dimension::kSource, "first");
  const std::string_view name = dictionaries.Name(Dimension::kSource, 1);
  for (int i = 0; i < 10'000; ++i) dictionaries.Intern(Dimension::kSource, std::to_string(i));
  EXPECT_EQ(name.data(), dictionaries.Name(Dimension::kSource, 1).data());
  EXPECT_EQ(name, "first");
  EXPECT_EQ(dictionaries.Find(Dimension::kSource, "9999"), Ordinal{10'001});
}

TEST(Dictionaries, CanBeReadWhileOneThreadInterns) {
  Dictionaries dictionaries;
  std::atomic<bool> done = false;
  std::thread reader([&] {
    while (!done) {
      const Ordinal last = dictionaries.Size(Dimension::kSource) - 1;
      const std::string name(dictionaries.Name(Dimension::kSource, last));
      EXPECT_EQ(dictionaries.Find(Dimension::kSource, name), last);
    }
  });
  for (int i = 0; i < 20'000; ++i) dictionaries.Intern(Dimension::kSource, std::to_string(i));
  done = true;
  reader.join();
}

TEST(Pack, PairsAndListsComeBack) {
  EXPECT_THAT(Unpack(PackPairs({{"plan", "pro"}, {"country", ""}})),
              ElementsAre("plan", "pro", "country", ""));
  EXPECT_THAT(Unpack(PackList({"price", "", "speed"})), ElementsAre("price", "", "speed"));
  EXPECT_EQ(PackPairs({}), "");
  EXPECT_EQ(PackList({}), "");
  EXPECT_THAT(Unpack(""), IsEmpty());
}

TEST(Pack, DifferentContentsNeverPackAlike) {
  EXPECT_NE(PackList({"ab", "c"}), PackList({"a", "bc"}));
  EXPECT_NE(PackList({"abc"}), PackList({"ab", "c"}));
  EXPECT_NE(PackPairs({{"a", "b"}}), PackPairs({{"b", "a"}}));
  EXPECT_NE(PackList({""}), PackList({}));
}

TEST(Pack, LongPartsHaveLongLengths) {
  const std::string part(70'000, 'x');
  EXPECT_THAT(Unpack(PackList({part, "y"})), ElementsAre(part, "y"));
}

TEST(Unpack, TakesDamagedBytes) {
  const std::string packed = PackList({"price", "speed"});
  for (size_t size = 0; size < packed.size(); ++size) {
    EXPECT_LE(Unpack(packed.substr(0, size)).size(), 1u);
  }
  EXPECT_THAT(Unpack("\xff\xff\xff\xff rest"), IsEmpty());
}

}  // namespace
}  // namespace voc::views
