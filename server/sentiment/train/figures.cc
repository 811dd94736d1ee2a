#include "server/sentiment/train/figures.h"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/sentiment/annotator.h"
#include "server/sentiment/lexicon.h"

namespace voc::sentiment::train {
namespace {

constexpr double kAlert = -0.5;

// What one reader heard in the texts of a source.
struct Reading {
  double sign_right = 0;                                   // of texts that are not neutral
  std::array<std::array<double, kTones>, kTones> heard{};  // [tone][heard]

  void Add(Tone tone, double score, double neutral_band) {
    const Tone as = score > neutral_band    ? Tone::kPositive
                    : score < -neutral_band ? Tone::kNegative
                                            : Tone::kNeutral;
    ++heard[static_cast<size_t>(tone)][static_cast<size_t>(as)];
    if (tone == Tone::kNeutral || score == 0) return;
    sign_right += (tone == Tone::kPositive) == (score > 0) ? 1 : 0;
  }

  double Right() const { return heard[0][0] + heard[1][1] + heard[2][2]; }

  double MacroF1() const {
    double sum = 0;
    for (size_t k = 0; k < kTones; ++k) {
      double wrong = 0;
      for (size_t j = 0; j < kTones; ++j) {
        if (j != k) wrong += heard[j][k] + heard[k][j];
      }
      const double right = 2 * heard[k][k];
      sum += right > 0 ? right / (right + wrong) : 0;
    }
    return 100 * sum / kTones;
  }
};

struct Tally {
  double texts = 0;
  double toned = 0;  // negative and positive ones
  bool with_neutral = false;
  Reading model;
  Reading lexicon;
};

std::string Percent(double part, double whole) {
  return whole > 0 ? absl::StrFormat("%.1f", 100 * part / whole) : "";
}

void AddTones(const Corpus& corpus, const std::vector<CutText>& cut, const Model& model,
              std::string& out) {
  std::map<std::string, Tally> tallies;
  WordMemory memory;
  for (size_t i = 0; i < corpus.examples.size(); ++i) {
    const Example& example = corpus.examples[i];
    if (!example.development) continue;
    const auto l = static_cast<size_t>(example.language);
    const SentimentModel& sentiment = model.sentiment[l];
    Tally& tally = tallies[absl::StrCat(std::string(kLanguageTags[l]), " | ", example.source)];
    ++tally.texts;
    tally.toned += example.tone != Tone::kNeutral ? 1 : 0;
    tally.with_neutral = example.with_neutral;
    tally.model.Add(
        example.tone,
        sentiment.Score(sentiment.Balance(cut[i].symbols.data(), cut[i].features,
                                          cut[i].capital_share, example.language, memory)),
        kNeutralBand);
    // Without a word of opinion, or with as many of each, the lexicon hears nothing.
    tally.lexicon.Add(example.tone,
                      CluesOf(cut[i].features, sentiment.lexicon, cut[i].capital_share)[kBalance],
                      0);
  }
  absl::StrAppend(&out,
                  "| language | development texts of | texts | accuracy, positive against negative "
                  "| lexicon alone | macro-F1, three classes | lexicon alone | accuracy, three "
                  "classes |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
  const auto f1 = [](const Tally& tally, const Reading& reading) {
    return tally.with_neutral ? absl::StrFormat("%.1f", reading.MacroF1()) : "";
  };
  for (const auto& [name, tally] : tallies) {
    absl::StrAppendFormat(&out, "| %s | %.0f | %s | %s | %s | %s | %s |\n", name, tally.texts,
                          Percent(tally.model.sign_right, tally.toned),
                          Percent(tally.lexicon.sign_right, tally.toned), f1(tally, tally.model),
                          f1(tally, tally.lexicon),
                          tally.with_neutral ? Percent(tally.model.Right(), tally.texts) : "");
  }
}

// What reaches the threshold of alerts.
void AddAlerts(const std::array<Judged, kLanguages>& judged, const Model& model, std::string& out) {
  absl::StrAppend(&out,
                  "\n| language | texts of | texts | negative | score at most -0.5 | of which "
                  "negative | of negative ones |\n| --- | --- | --- | --- | --- | --- | --- |\n");
  for (size_t l = 0; l < kLanguages; ++l) {
    for (const auto& [source, texts] : judged[l]) {
      double negative = 0;
      double alerts = 0;
      double right = 0;
      for (const auto& [balance, tone] : texts) {
        const bool is_negative = tone == Tone::kNegative;
        const bool is_alert = model.sentiment[l].Score(balance) <= kAlert;
        negative += is_negative ? 1 : 0;
        alerts += is_alert ? 1 : 0;
        right += is_alert && is_negative ? 1 : 0;
      }
      absl::StrAppendFormat(&out, "| %s | %s | %u | %.0f | %.0f | %s | %s |\n",
                            std::string(kLanguageTags[l]), source, texts.size(), negative, alerts,
                            Percent(right, alerts), Percent(right, negative));
    }
  }
}

void AddLanguages(const Corpus& corpus, const std::vector<CutText>& cut, const Model& model,
                  std::string& out) {
  constexpr size_t kOther = kLanguages;
  using Row = std::array<double, kLanguages + 1>;
  std::map<std::string, Row> rows;
  WordMemory memory;
  const auto add = [&](const std::string& name, const CutText& text) {
    const std::optional<Language> heard =
        model.language.Guess(text.symbols.data(), text.features, memory);
    ++rows[name][heard ? static_cast<size_t>(*heard) : kOther];
  };
  for (size_t i = 0; i < corpus.examples.size(); ++i) {
    const Example& example = corpus.examples[i];
    if (!example.development) continue;
    add(absl::StrCat(std::string(kLanguageTags[static_cast<size_t>(example.language)]), " | ",
                     example.source),
        cut[i]);
  }
  for (const auto& [text, language] : corpus.short_texts) {
    add(absl::StrCat(std::string(kLanguageTags[static_cast<size_t>(language)]), " | dev/short"),
        Cut(text, model.modifiers));
  }
  for (const ForeignText& foreign : corpus.foreign) {
    if (foreign.development) {
      add("other | 16 languages", Cut(foreign.text, model.modifiers));
    }
  }
  absl::StrAppend(&out,
                  "\n| language | development texts of | en | sv | da | no | other | right |\n"
                  "| --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (const auto& [name, row] : rows) {
    double all = 0;
    for (const double count : row) all += count;
    size_t right = kOther;
    for (size_t l = 0; l < kLanguages; ++l) {
      if (name.rfind(std::string(kLanguageTags[l]) + " |", 0) == 0) right = l;
    }
    absl::StrAppendFormat(&out, "| %s | %.0f | %.0f | %.0f | %.0f | %.0f | %s |\n", name, row[0],
                          row[1], row[2], row[3], row[4], Percent(row[right], all));
  }
}

}  // namespace

std::string Figures(const Corpus& corpus, const std::vector<CutText>& cut,
                    const std::array<Judged, kLanguages>& judged, const Model& model) {
  std::string out =
      "The neutral band is set on the rows of dev, phrases, reviews, SemEval and NoReC, so "
      "macro-F1 "
      "flatters those. \"composed\" texts are made of the same phrases on both sides of the split: "
      "they only show that phrases are learnt. \"lexicon alone\" takes the sign of what "
      "the lexicon says: a text of which it says nothing counts as wrong in accuracy, as neutral "
      "in macro-F1.\n\n";
  AddTones(corpus, cut, model, out);
  absl::StrAppend(&out,
                  "\nThe threshold of alerts, a score of -0.5, is set on the rows of dev, phrases, "
                  "reviews, SemEval "
                  "and NoReC in the next table, so they flatter it. Texts are judged by models "
                  "that learnt from "
                  "three quarters of the others, those of dev by four such models each.\n");
  AddAlerts(judged, model, out);
  AddLanguages(corpus, cut, model, out);
  absl::StrAppend(
      &out,
      "\n| language | balance at a score of -0.5 | -0.1 | 0.1 |\n| --- | --- | --- | --- "
      "|\n");
  for (size_t l = 0; l < kLanguages; ++l) {
    const auto& knots = model.sentiment[l].knots;
    absl::StrAppendFormat(&out, "| %s | %.3f | %.2f | %.2f |\n", std::string(kLanguageTags[l]),
                          knots[0], knots[1], knots[3]);
  }
  return out;
}

}  // namespace voc::sentiment::train
