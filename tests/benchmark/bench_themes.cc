// What a text costs the theme matcher: ordinary ones of 90 and 300 bytes in each
// language, some that say nothing, and hostile ones whose time must grow with their
// length and no faster.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/sentiment/cut.h"
#include "server/sentiment/themes/theme_matcher.h"

namespace {

namespace vs = voc::sentiment;

struct Sample {
  const char* name;
  std::string_view language;
  std::string_view text;
};

constexpr Sample kSamples[] = {
    {"en/90", "en",
     "We have used it every day since March and the new calendar is slow when all of us log in."},
    {"en/90/nothing", "en",
     "We have used it every day since March and all of us like what you have done with it so far"},
    {"sv/90", "sv",
     "Vi har använt den varje dag sedan mars och kalendern är långsam när alla loggar in nu."},
    {"da/90", "da",
     "Vi har brugt den hver dag siden marts, og kalenderen er langsom, når vi alle er inde."},
    {"no/90", "no",
     "Vi har brukt den hver dag siden mars, og kalenderen er treg når vi alle er inne samtidig."},
    {"unknown/90", "",
     "We have used it every day since March and the new calendar is slow when all of us log in."},
    {"en/300", "en",
     "Your colleague on the phone was friendly and knew what she was talking about, but nobody "
     "could "
     "tell me why the invoice of last month was twice what we agreed. The report that I need for "
     "my "
     "boss takes ages to load and then shows an error. We will not renew unless somebody looks at "
     "it "
     "before June. Kind regards"},
    {"sv/300", "sv",
     "Er kollega i telefon var trevlig och visste vad hon pratade om, men ingen kunde säga varför "
     "fakturan för förra månaden var dubbelt så hög som vi kom överens om. Rapporten som jag "
     "behöver "
     "till min chef tar en evighet att ladda och visar sedan ett fel. Vi förnyar inte om ingen "
     "tittar på det före juni."},
};

void Match(benchmark::State& state, std::string_view text, std::string_view language) {
  vs::Cut cut;
  cut.Take(text, vs::Modifiers());
  const auto themes = vs::BuiltInThemes();
  vs::ThemeMatcher::Memory memory;
  for (auto _ : state) benchmark::DoNotOptimize(themes->Match(cut.Spelled(), language, memory));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(text.size()));
}

// Many texts in turn, so that no branch is learnt by heart.
void MatchInTurn(benchmark::State& state, std::string_view language) {
  // About one word in ten is part of a pattern, as in comments that say something.
  static constexpr std::string_view kWords[] = {
      "we",    "have",  "used",   "the",     "invoice", "calendar",  "every",  "day",     "slow",
      "and",   "it",    "is",     "not",     "what",    "people",    "in",     "our",     "to",
      "team",  "said",  "would",  "like",    "nice",    "workshop",  "be",     "last",    "year",
      "when",  "about", "boss",   "much",    "better",  "colleague", "office", "monday",  "report",
      "after", "lunch", "update", "new",     "version", "because",   "of",     "you",     "they",
      "make",  "made",  "list",   "numbers", "half",    "morning",   "that",   "with",    "without",
      "a",     "good",  "really", "often",   "never",   "friday",    "house",  "delivery"};
  std::vector<vs::Cut> cuts(512);
  uint32_t random = 12345;
  for (vs::Cut& cut : cuts) {
    std::string text;
    for (int i = 0; i < 16; ++i) {
      random = random * 1664525 + 1013904223;
      text.append(kWords[(random >> 16) % std::size(kWords)]).push_back(' ');
    }
    cut.Take(text, vs::Modifiers());
  }
  const auto themes = vs::BuiltInThemes();
  vs::ThemeMatcher::Memory memory;
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(themes->Match(cuts[next].Spelled(), language, memory));
    next = (next + 1) % cuts.size();
  }
}

void Hostile(benchmark::State& state, std::string_view piece) {
  std::string text;
  while (text.size() < static_cast<size_t>(state.range(0))) text.append(piece);
  vs::Cut cut;
  cut.Take(text, vs::Modifiers());
  const auto themes = vs::BuiltInThemes();
  vs::ThemeMatcher::Memory memory;
  for (auto _ : state) benchmark::DoNotOptimize(themes->Match(cut.Spelled(), "", memory));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(text.size()));
}

}  // namespace

int main(int argc, char** argv) {
  for (const Sample& sample : kSamples) {
    benchmark::RegisterBenchmark(sample.name, Match, sample.text, sample.language);
  }
  benchmark::RegisterBenchmark("in turn/16 words", MatchInTurn, "en");
  for (const char* piece :
       {"a", "cancel ", "krasj", "not ", "säger ", "missing on the ", "slow food "}) {
    benchmark::RegisterBenchmark((std::string("hostile/") + piece).c_str(), Hostile, piece)
        ->Arg(10'000)
        ->Arg(100'000);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
