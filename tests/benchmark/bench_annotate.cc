// What hearing a text costs one core: language, sentiment and themes together, of texts
// of 90 and of 300 bytes, different ones in turn, a quarter in each language. `InTurn`
// has a vocabulary that a server has met; `Fresh` one of words never met before, as of
// a server that has just started, or of texts made to be slow. Run from the root of the repository:
// the texts are those of server/sentiment/train. Hostile texts, too, whose time must grow with
// their length and no faster.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "server/sentiment/model_annotator.h"

namespace {

namespace vs = voc::sentiment;

// Texts of one language one after the other, cut into pieces of about `bytes`
// between words.
void AppendPieces(const std::string& path, size_t bytes, size_t most,
                  std::vector<std::string>& pieces) {
  std::ifstream in(path);
  std::string piece;
  const size_t end = pieces.size() + most;
  for (std::string line; pieces.size() < end && std::getline(in, line);) {
    std::string_view text = std::string_view(line).substr(line.find('\t') + 1);
    while (!text.empty() && pieces.size() < end) {
      const size_t word = std::min(text.find(' '), text.size());
      if (piece.size() + 1 + word > bytes) {
        piece.resize(bytes, '.');
        pieces.push_back(std::move(piece));
        piece.clear();
      }
      if (!piece.empty()) piece.push_back(' ');
      piece.append(text.substr(0, word));
      text.remove_prefix(std::min(word + 1, text.size()));
    }
  }
}

std::vector<std::string> Texts(size_t bytes) {
  constexpr size_t kALanguage = 400;
  std::vector<std::string> texts;
  for (const char* const tag : {"en", "sv", "da", "no"}) {
    AppendPieces(std::string("server/sentiment/train/") + tag + "/reviews.tsv", bytes, kALanguage,
                 texts);
  }
  // Mixed, so that no text is like the one before.
  std::vector<std::string> mixed;
  for (size_t i = 0; i < texts.size(); ++i) mixed.push_back(texts[i * 401 % texts.size()]);
  return mixed;
}

void AnnotateInTurn(benchmark::State& state) {
  const std::vector<std::string> texts = Texts(static_cast<size_t>(state.range(0)));
  if (texts.empty()) {
    state.SkipWithError("no texts: run from the root of the repository");
    return;
  }
  const vs::ModelAnnotator annotator;
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        annotator.Annotate({.title = {}, .body = texts[next], .given_language = {}}));
    next = next + 1 == texts.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(AnnotateInTurn)->Arg(90)->Arg(300);

// Every word is new: letters are moved about in words of texts, so that none is
// remembered.
void AnnotateFresh(benchmark::State& state) {
  std::vector<std::string> texts = Texts(static_cast<size_t>(state.range(0)));
  if (texts.empty()) {
    state.SkipWithError("no texts: run from the root of the repository");
    return;
  }
  const vs::ModelAnnotator annotator;
  size_t next = 0;
  uint32_t random = 1;
  for (auto _ : state) {
    std::string& text = texts[next];
    for (size_t i = 0; i < text.size(); ++i) {
      random = random * 1'664'525 + 1'013'904'223;
      if (text[i] >= 'a' && text[i] <= 'z' && random >> 31 == 0) {
        text[i] = static_cast<char>('a' + (random >> 16) % 26);
      }
    }
    benchmark::DoNotOptimize(annotator.Annotate({.title = {}, .body = text, .given_language = {}}));
    next = next + 1 == texts.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(AnnotateFresh)->Arg(90)->Arg(300);

void Hostile(benchmark::State& state, std::string_view piece) {
  std::string text;
  while (text.size() < static_cast<size_t>(state.range(0))) text.append(piece);
  const vs::ModelAnnotator annotator;
  for (auto _ : state) {
    benchmark::DoNotOptimize(annotator.Annotate({.title = {}, .body = text, .given_language = {}}));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK_CAPTURE(Hostile, OneLetter, "a")->Arg(10'000)->Arg(100'000);
BENCHMARK_CAPTURE(Hostile, Alternating, "ab")->Arg(10'000)->Arg(100'000);
BENCHMARK_CAPTURE(Hostile, NotUtf8, "\xF0\x9F")->Arg(10'000)->Arg(100'000);
BENCHMARK_CAPTURE(Hostile, RightToLeft,
                  "\xE2\x80\xAE"
                  "a ")
    ->Arg(10'000)
    ->Arg(100'000);
BENCHMARK_CAPTURE(Hostile, CombiningAccents, "\xCC\x81")->Arg(10'000)->Arg(100'000);
BENCHMARK_CAPTURE(Hostile, Emoji, "\xF0\x9F\x98\xA1")->Arg(10'000)->Arg(100'000);
BENCHMARK_CAPTURE(Hostile, Negations, "not ")->Arg(10'000)->Arg(100'000);

}  // namespace

BENCHMARK_MAIN();
