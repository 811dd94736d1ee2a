// Learns the weights that vocd ships. See README.md beside this file.
#include <CLI/CLI.hpp>
#include <array>
#include <fstream>
#include <iostream>
#include <string>

#include "server/sentiment/model_file.h"
#include "server/sentiment/train/cross_fit.h"
#include "server/sentiment/train/examples.h"
#include "server/sentiment/train/figures.h"
#include "server/sentiment/train/learn.h"

namespace {

// One more whenever the weights or the cutting of texts change: feedback that an
// older version heard can then be told from feedback that this one did.
constexpr uint32_t kModelVersion = 4;

bool WriteWhole(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) std::cerr << path << ": cannot be written\n";
  return static_cast<bool>(out);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace voc::sentiment;  // NOLINT(google-build-using-namespace)
  CLI::App app("Learns language and sentiment from labelled texts");
  std::string data;
  std::string own = "server/sentiment/train";
  std::string weights;
  std::string figures;
  int threads = 2;
  app.add_option("--data", data, "Folder of the public texts (en.tsv.xz and so on)")->required();
  app.add_option("--own", own, "Folder of the texts written for this project")
      ->capture_default_str();
  app.add_option("--weights", weights, "Where the weights go")->required();
  app.add_option("--figures", figures, "Where the figures go, as Markdown")->required();
  app.add_option("--threads", threads, "The result does not depend on them")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  auto corpus = train::LoadCorpus(data, own);
  if (!corpus.ok()) {
    std::cerr << corpus.status().message() << '\n';
    return 1;
  }
  train::Corpus& texts = *corpus;
  const std::array<train::Judged, kLanguages> judged = train::CrossFit(texts, threads);
  train::AddMadeExamples(texts);

  ModelParts lists;
  train::SetLists(texts, lists);
  std::vector<train::CutText> cut;
  cut.reserve(texts.examples.size());
  for (const train::Example& example : texts.examples) {
    cut.push_back(train::Cut(example.text, lists.model.modifiers));
  }
  const auto learnt = train::Learn(texts, cut, kModelVersion, threads);
  Model& model = learnt->parts.model;
  for (size_t l = 0; l < kLanguages; ++l) {
    train::Calibrate(texts, cut, judged[l], static_cast<Language>(l), model.sentiment[l]);
  }
  const std::string table = train::Figures(texts, cut, judged, model);
  std::cout << table;
  const bool written = WriteWhole(weights, WriteModel(learnt->parts)) && WriteWhole(figures, table);
  return written ? 0 : 1;
}
