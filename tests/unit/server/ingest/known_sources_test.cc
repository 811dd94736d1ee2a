#include "server/ingest/known_sources.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace voc::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The whole table, as the definition has it.
int PlainDistance(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

TEST(EditDistanceTest, CountsWhatDiffers) {
  EXPECT_EQ(EditDistance("checkout", "checkout", 2), 0);
  EXPECT_EQ(EditDistance("Checkout", "cHECKOUT", 2), 0);
  EXPECT_EQ(EditDistance("checkout", "chekcout", 2), 1);
  EXPECT_EQ(EditDistance("checkout", "check-out", 2), 1);
  EXPECT_EQ(EditDistance("checkout", "chekot", 2), 2);
  EXPECT_EQ(EditDistance("checkout", "settings", 2), 3);
  EXPECT_EQ(EditDistance("", "abc", 2), 3);
  EXPECT_EQ(EditDistance(std::string(300, 'x'), std::string(300, 'x'), 2), 3);
}

TEST(EditDistanceTest, IsThatOfTheWholeTable) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 20000; ++i) {
    std::string a(random() % 9, 'a');
    std::string b(random() % 9, 'a');
    for (std::string* text : {&a, &b}) {
      for (char& c : *text) c = static_cast<char>('a' + random() % 3);
    }
    const int max = static_cast<int>(random() % 4);
    ASSERT_EQ(EditDistance(a, b, max), std::min(PlainDistance(a, b), max + 1))
        << a << " " << b << " " << max;
  }
}

class KnownSourcesTest : public ::testing::Test {
 protected:
  void Add(const std::string& source_id) {
    auto note = std::make_shared<storage::v1::Note>();
    note->mutable_source()->set_source_id(source_id);
    notes_.Apply(note);
  }
  KnownSources Known() { return KnownSources(std::make_shared<const notes::Notes>(notes_)); }
  std::string Said(const std::string& source_id) {
    KnownSources known = Known();
    const std::optional<Violation> violation = known.Check(source_id);
    if (!violation.has_value()) return "";
    EXPECT_EQ(violation->field, "source_id");
    return violation->description;
  }

  notes::Notes notes_;
};

TEST_F(KnownSourcesTest, WhatIsDefinedPassesAndIsComparedByteByByte) {
  Add("app");
  EXPECT_EQ(Said("app"), "");
  EXPECT_THAT(Said("App"), HasSubstr("did you mean \"app\"?"));
  EXPECT_THAT(Said("app "), HasSubstr("did you mean \"app\"?"));
}

TEST_F(KnownSourcesTest, TheClosestAreToldFirstAndAtMostThree) {
  for (const char* id :
       {"checkout-web", "checkout-wob", "checkout-ios", "checkout-weber", "returns"}) {
    Add(id);
  }
  EXPECT_THAT(Said("checkout-wbe"), HasSubstr("did you mean \"checkout-web\" or "));
  EXPECT_THAT(Said("checkout-wbe"), Not(HasSubstr("returns")));
  EXPECT_THAT(Said("something else"), HasSubstr("voc sources create"));
}

TEST_F(KnownSourcesTest, OneRequestComparesOnlySoMany) {
  for (int i = 0; i < 100; ++i) Add(absl::StrCat("source-", i));
  KnownSources known = Known();
  for (int i = 0; i < 16; ++i) {
    EXPECT_THAT(known.Check(absl::StrCat("sourec-", i))->description, HasSubstr("did you mean"));
  }
  EXPECT_EQ(known.Check("sourec-77")->description, "\"sourec-77\" is not defined");
  // What was said is said again.
  EXPECT_THAT(known.Check("sourec-3")->description, HasSubstr("did you mean"));
}

}  // namespace
}  // namespace voc::ingest
