#ifndef VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_RANDOM_FACTS_H_
#define VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_RANDOM_FACTS_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "server/views/facts/dictionary.h"
#include "tests/unit/server/views/query/fake_facts.h"

namespace voc::views {

// One feedback in words, as a test sees it, and the fact that stands for it.
struct Said {
  std::string source, account, respondent, channel;
  std::map<std::string, std::string> properties;
  std::vector<std::string> themes;
  Fact fact;
  int top = 0;  // how many of the best points count, where its source says so
};

// Random feedback of every kind around two years of time, excluded and replaced
// ones among it.
class RandomFacts {
 public:
  RandomFacts(uint64_t seed, int count, base::TimeNs start, base::TimeNs end)
      : random_(seed), start_(start), end_(end) {
    for (int i = 0; i < count; ++i) said_.push_back(Make(static_cast<uint64_t>(i) + 1));
  }

  const std::vector<Said>& said() const { return said_; }

  // Sources have these top boxes, which outlive this and what Source() gives.
  void SetTopBoxes(const TopBoxes* boxes) {
    top_boxes_ = boxes;
    for (Said& one : said_) {
      const auto found = boxes->find(one.source);
      if (one.fact.kind != static_cast<uint8_t>(Kind::kCsat) || found == boxes->end()) continue;
      if (found->second.points == one.fact.scale) one.top = found->second.top;
    }
  }

  const Dictionaries& dictionaries() const { return dictionaries_; }

  // All of them in blocks of random size, in random order, with dead rows between.
  std::unique_ptr<FakeFacts> Source(uint64_t seed, bool sorted = false) const {
    std::mt19937_64 random(seed);
    std::vector<const Said*> order;
    for (const Said& one : said_) order.push_back(&one);
    std::shuffle(order.begin(), order.end(), random);
    if (sorted) {
      std::sort(order.begin(), order.end(), [](const Said* a, const Said* b) {
        return a->fact.collected_at < b->fact.collected_at;
      });
    }
    auto source = std::make_unique<FakeFacts>(1 + random() % 64);
    source->set_sequence(said_.size());
    source->set_top_boxes(top_boxes_);
    for (const Said* one : order) {
      if (random() % 8 == 0) {
        Fact dead = one->fact;
        dead.score = static_cast<uint8_t>(random() % 3);
        if (!sorted) dead.collected_at = TimeIn();
        source->Add(dead, false);
      }
      source->Add(one->fact);
    }
    return source;
  }

 private:
  uint64_t Below(uint64_t bound) const { return random_() % bound; }
  bool OneIn(uint64_t n) const { return Below(n) == 0; }
  std::string Name(const char* prefix, uint64_t count) const {
    const uint64_t number = Below(count + 1);
    return number == 0 ? "" : prefix + std::to_string(number);
  }

  // Some moments are likely, so that times are equal and lie on edges.
  base::TimeNs TimeIn() const {
    constexpr base::TimeNs kHour = 3'600 * base::kNsPerSecond;
    if (OneIn(4)) {
      const auto hours = static_cast<uint64_t>((end_ - start_) / kHour);
      return start_ + static_cast<int64_t>(Below(12) * hours / 12) * kHour;
    }
    base::TimeNs time = start_ + static_cast<int64_t>(Below(static_cast<uint64_t>(end_ - start_)));
    if (OneIn(2)) time -= time % kHour;
    return time;
  }

  void MakeKind(Fact& fact) {
    fact.kind = static_cast<uint8_t>(Below(4) + 1);
    switch (static_cast<Kind>(fact.kind)) {
      case Kind::kNps:
        fact.scale = 11;
        break;
      case Kind::kCsat:
        fact.scale = OneIn(3) ? 7 : 5;
        break;
      case Kind::kCes:
        fact.scale = OneIn(4) ? 5 : 7;
        if (OneIn(4)) fact.flags |= kLowIsGood;
        break;
      case Kind::kMention:
        if (OneIn(3)) return;
        fact.flags |= kRated;
        fact.rating = static_cast<int32_t>(Below(5 * kRatingUnit + 1));
        if (OneIn(2)) fact.rating = static_cast<int32_t>(Below(11)) * (kRatingUnit / 2);
        return;
    }
    if (OneIn(8)) return;
    fact.flags |= kScored;
    fact.score = fact.scale == 11 ? static_cast<uint8_t>(Below(11))
                                  : static_cast<uint8_t>(Below(fact.scale) + 1);
  }

  void MakeText(Fact& fact) {
    fact.label = static_cast<uint8_t>(Label::kUnlabelled);
    if (OneIn(3)) return;
    fact.flags |= kHasText;
    if (OneIn(4)) return;
    fact.sentiment = static_cast<int16_t>(static_cast<int>(Below(20'001)) - 10'000);
    fact.label = static_cast<uint8_t>(fact.sentiment > 1'000    ? Label::kPositive
                                      : fact.sentiment < -1'000 ? Label::kNegative
                                                                : Label::kNeutral);
  }

  Said Make(uint64_t sequence) {
    Said said;
    said.source = "source" + std::to_string(Below(3));
    said.account = Name("account", 4);
    said.respondent = Name("respondent", 12);
    said.channel = Name("channel", 2);
    if (OneIn(2)) said.properties["plan"] = "plan" + std::to_string(Below(2));
    if (OneIn(3)) said.properties["country"] = "country" + std::to_string(Below(2));
    for (uint64_t i = Below(4); i > 0; --i) {
      const std::string theme = "theme" + std::to_string(Below(4));
      if (std::find(said.themes.begin(), said.themes.end(), theme) == said.themes.end()) {
        said.themes.push_back(theme);
      }
    }
    Fact& fact = said.fact;
    fact.event_sequence = sequence;
    // A feedback's own sequence is that of its newest revision: any order.
    fact.sequence = sequence * 7'919 % 1'000'003;
    fact.collected_at = TimeIn();
    fact.source = dictionaries_.Intern(Dimension::kSource, said.source);
    fact.account = dictionaries_.Intern(Dimension::kAccount, said.account);
    fact.respondent = dictionaries_.Intern(Dimension::kRespondent, said.respondent);
    fact.channel = dictionaries_.Intern(Dimension::kChannel, said.channel);
    std::vector<std::pair<std::string_view, std::string_view>> pairs(said.properties.begin(),
                                                                     said.properties.end());
    fact.property_set = dictionaries_.Intern(Dimension::kPropertySet, PackPairs(pairs));
    const std::vector<std::string_view> themes(said.themes.begin(), said.themes.end());
    fact.theme_set = dictionaries_.Intern(Dimension::kThemeSet, PackList(themes));
    fact.journey_stage = static_cast<uint8_t>(Below(6));
    if (OneIn(10)) fact.flags |= kExcluded;
    MakeKind(fact);
    MakeText(fact);
    return said;
  }

  mutable std::mt19937_64 random_;
  const base::TimeNs start_;
  const base::TimeNs end_;
  Dictionaries dictionaries_;
  const TopBoxes* top_boxes_ = nullptr;
  std::vector<Said> said_;
};

}  // namespace voc::views

#endif  // VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_RANDOM_FACTS_H_
