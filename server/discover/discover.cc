#include "server/discover/discover.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/discover/corpus.h"
#include "server/discover/discover_spec.h"
#include "server/discover/phrase_counts.h"
#include "server/discover/phrase_groups.h"
#include "server/discover/phrase_rank.h"
#include "server/discover/phrase_sets.h"
#include "server/discover/quote.h"
#include "server/discover/word_kind.h"
#include "server/metrics/impact.h"
#include "server/metrics/nps.h"
#include "server/views/query/answers.h"
#include "server/views/query/filter.h"
#include "storage/base/time.h"

namespace voc::discover {
namespace {

constexpr double kConfidence = 0.95;
// Texts that are read between two questions whether the caller is still there.
constexpr size_t kAskEvery = 256;

using Cancelled = absl::FunctionRef<bool()>;

std::string TextOf(const v1::Feedback& feedback) {
  if (feedback.has_response()) return feedback.response().comment();
  const v1::Mention& mention = feedback.mention();
  const bool both = !mention.title().empty() && !mention.body().empty();
  return absl::StrCat(mention.title(), both ? "\n" : "", mention.body());
}

double Share(int64_t part, int64_t all) {
  return all == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(all);
}

metrics::NpsCounts Without(const metrics::NpsCounts& all, const metrics::NpsCounts& part) {
  return {all.promoters - part.promoters, all.passives - part.passives,
          all.detractors - part.detractors};
}

// A phrase that rose, and what it is ranked by.
struct Ranked {
  double net_change;
  const PhraseCount* phrase;

  bool operator<(const Ranked& other) const {
    const auto order = [](const Ranked& one) {
      return std::make_tuple(one.net_change, one.phrase->p_value, -one.phrase->texts,
                             one.phrase->key);
    };
    return order(*this) < order(other);
  }
};

// The phrases that rose, the worst first.
std::vector<PhraseCount> Risen(const PhraseTable& table, double rate) {
  std::vector<Ranked> ranked;
  for (const PhraseCount& phrase : table.phrases) {
    const bool rose =
        Share(phrase.texts, table.all.texts) > Share(phrase.texts_before, table.all.texts_before);
    if (phrase.q_value <= rate && rose) ranked.push_back({NetChange(table.all, phrase), &phrase});
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<PhraseCount> risen;
  for (const Ranked& one : ranked) {
    if (risen.size() == kMaxFoundPhrases) break;
    risen.push_back(*one.phrase);
  }
  return risen;
}

// One row to be: the phrase that speaks for a group, and the group.
struct Row {
  double score;
  const FoundPhrase* phrase;
  const PhraseGroup* group;
};

// The rows in the order of the response.
std::vector<Row> RankRows(const CorpusCount& all, const std::vector<FoundPhrase>& found,
                          const std::vector<PhraseGroup>& groups) {
  std::vector<const PhraseCount*> counts;
  counts.reserve(groups.size());
  for (const PhraseGroup& group : groups) counts.push_back(&found[group.front()].count);
  const std::vector<double> scores = PhraseScores(all, counts);
  std::vector<Row> rows;
  rows.reserve(groups.size());
  for (size_t i = 0; i < groups.size(); ++i) {
    rows.push_back({scores[i], &found[groups[i].front()], &groups[i]});
  }
  // What is found comes by net change and significance.
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a.score, a.phrase) < std::tie(b.score, b.phrase);
  });
  return rows;
}

// Makes the messages of one response.
class Renderer {
 public:
  Renderer(const Corpus& corpus, const PhraseTable& table, const views::Dictionaries& dictionaries)
      : corpus_(corpus), all_(table.all), dictionaries_(dictionaries) {}

  void Fill(const Row& row, const std::vector<FoundPhrase>& found,
            v1::DiscoveredPhrase& out) const {
    const FoundPhrase& phrase = *row.phrase;
    const PhraseGroup& group = *row.group;
    out.set_phrase(phrase.words);
    out.set_score(row.score);
    FillLanguages(phrase.count, out);
    for (size_t i = 1; i < group.size() && out.variants_size() < kMaxVariants; ++i) {
      out.add_variants(found[group[i]].words);
    }
    FillShares(phrase.count, out);
    FillOpinions(phrase.count, out);
    FillCoverage(phrase, out);
  }

  // Texts to quote: the worst opinions first, then the newest.
  std::vector<size_t> ExamplesOf(const FoundPhrase& phrase) const {
    const std::vector<Document>& documents = corpus_.documents();
    std::vector<size_t> texts;
    for (size_t i = 0; i < documents.size(); ++i) {
      if (phrase.texts.Has(i)) texts.push_back(i);
    }
    const auto order = [&](size_t i) {
      const Document& document = documents[i];
      return std::make_tuple(document.opinion != Opinion::kBad, -document.collected_at,
                             document.event_sequence);
    };
    std::sort(texts.begin(), texts.end(), [&](size_t a, size_t b) { return order(a) < order(b); });
    std::vector<size_t> chosen;
    for (const size_t text : texts) {
      if (chosen.size() == kMaxExamples) break;
      const bool said_already = std::any_of(chosen.begin(), chosen.end(), [&](size_t other) {
        return documents[other].author == documents[text].author;
      });
      if (!said_already) chosen.push_back(text);
    }
    return chosen;
  }

  // The words of the phrase as a text has them.
  std::string WordsIn(size_t text, PhraseKey key) const {
    std::string words;
    corpus_.ForEachPhrase(corpus_.documents()[text], [&](const PhraseAt& at) {
      if (words.empty() && at.key == key) words = corpus_.Words(at);
    });
    return words;
  }

 private:
  void FillLanguages(const PhraseCount& phrase, v1::DiscoveredPhrase& out) const {
    std::vector<std::pair<int64_t, std::string_view>> languages;
    for (const LanguageCount& count : phrase.languages) {
      if (count.now.hits == 0) continue;
      languages.emplace_back(-count.now.hits, corpus_.languages()[count.language]);
    }
    std::sort(languages.begin(), languages.end());
    for (const auto& [hits, language] : languages) out.add_languages(std::string(language));
  }

  void FillShares(const PhraseCount& phrase, v1::DiscoveredPhrase& out) const {
    out.set_texts(phrase.texts);
    out.set_texts_before(phrase.texts_before);
    out.set_authors(phrase.authors);
    out.set_share(Share(phrase.texts, all_.texts));
    if (all_.texts_before > 0) {
      out.set_share_before(Share(phrase.texts_before, all_.texts_before));
      if (phrase.texts_before > 0) out.set_ratio(out.share() / out.share_before());
    }
    out.set_p_value(phrase.p_value);
    out.set_q_value(phrase.q_value);
  }

  void FillOpinions(const PhraseCount& phrase, v1::DiscoveredPhrase& out) const {
    out.set_opinions(phrase.opinions.n());
    if (const auto net = metrics::Nps(phrase.opinions)) out.set_net(*net);
    if (const auto net = metrics::Nps(Without(all_.opinions, phrase.opinions))) {
      out.set_net_without(*net);
    }
    out.set_net_change(NetChange(all_, phrase));
    out.set_nps_n(phrase.nps.n());
    const auto nps = metrics::Nps(phrase.nps);
    if (!nps) return;
    out.set_nps(*nps);
    const metrics::NpsCounts others = Without(all_.nps, phrase.nps);
    if (others.n() == 0) return;
    const metrics::Impact impact =
        metrics::ImpactOf(phrase.nps.n(), others.n(), *nps - *metrics::Nps(others),
                          metrics::NpsDifferenceInterval(others, phrase.nps, kConfidence));
    out.set_nps_impact(impact.value);
    out.set_nps_impact_low(impact.interval->low);
    out.set_nps_impact_high(impact.interval->high);
  }

  void FillCoverage(const FoundPhrase& phrase, v1::DiscoveredPhrase& out) const {
    std::map<views::Ordinal, int64_t> sets;
    const std::vector<Document>& documents = corpus_.documents();
    for (size_t i = 0; i < documents.size(); ++i) {
      if (phrase.texts.Has(i)) ++sets[documents[i].theme_set];
    }
    std::map<std::string_view, int64_t> themes;
    for (const auto& [set, texts] : sets) {
      for (const std::string_view theme :
           views::Unpack(dictionaries_.Name(views::Dimension::kThemeSet, set))) {
        themes[theme] += texts;
      }
    }
    std::vector<std::pair<double, std::string_view>> covering;
    for (const auto& [theme, texts] : themes) {
      const double share = Share(texts, phrase.count.texts);
      if (share >= kCoveredPercent) covering.emplace_back(-share, theme);
    }
    std::sort(covering.begin(), covering.end());
    for (const auto& [share, theme] : covering) {
      v1::ThemeShare& out_theme = *out.add_covered_by();
      out_theme.set_theme(std::string(theme));
      out_theme.set_share(-share);
    }
  }

  const Corpus& corpus_;
  const CorpusCount& all_;
  const views::Dictionaries& dictionaries_;
};

// The time of the newest text that passes; nullopt if there is none.
absl::StatusOr<std::optional<base::TimeNs>> NewestText(const DiscoverSpec& spec,
                                                       const views::FactSource& source,
                                                       const views::CompiledFilter& filter) {
  if (spec.end) return *spec.end - 1;  // not asked for
  views::AnswerReader texts(v1::TREND_METRIC_SENTIMENT, v1::RESPONDENT_MODE_ALL_RESPONSES,
                            views::ClusterBy::kNobody, filter);
  const absl::StatusOr<std::optional<views::TimeRange>> extent =
      texts.Extent(source, {spec.start.value_or(views::TimeRange().start), views::TimeRange().end});
  if (!extent.ok()) return extent.status();
  if (!*extent) return std::nullopt;
  return (*extent)->end - 1;
}

// Cuts the texts of a sample into words.
absl::Status ReadTexts(const TextSample& sample, const views::CompiledFilter& filter,
                       const views::Dictionaries& dictionaries, const views::FeedbackReader& reader,
                       Cancelled cancelled, Corpus& corpus) {
  std::vector<uint64_t> events;
  events.reserve(sample.texts.size());
  for (const SampledText& text : sample.texts) events.push_back(text.document.event_sequence);
  size_t read = 0;
  const absl::Status status =
      reader.Read(events, [&](size_t index, const v1::Feedback& feedback) -> absl::Status {
        if (read++ % kAskEvery == 0 && cancelled()) {
          return absl::CancelledError("the caller went away");
        }
        if (filter.needs_text() && !filter.MatchesText(feedback)) return absl::OkStatus();
        const SampledText& text = sample.texts[index];
        corpus.Add(text.document, dictionaries.Name(views::Dimension::kLanguage, text.language),
                   TextOf(feedback));
        return absl::OkStatus();
      });
  if (status.ok()) corpus.Sort();
  return status;
}

// Reads and quotes the examples of every phrase.
absl::Status AddExamples(const Renderer& renderer, const Corpus& corpus,
                         const std::vector<const FoundPhrase*>& phrases,
                         const views::FeedbackReader& reader,
                         v1::DiscoverThemesResponse& response) {
  struct Wanted {
    int phrase;
    std::string words;
  };
  std::vector<Wanted> wanted;
  std::vector<uint64_t> events;
  for (size_t i = 0; i < phrases.size(); ++i) {
    for (const size_t text : renderer.ExamplesOf(*phrases[i])) {
      wanted.push_back({static_cast<int>(i), renderer.WordsIn(text, phrases[i]->count.key)});
      events.push_back(corpus.documents()[text].event_sequence);
    }
  }
  std::vector<v1::PhraseExample> examples(wanted.size());
  const absl::Status read =
      reader.Read(events, [&](size_t index, const v1::Feedback& feedback) -> absl::Status {
        examples[index].set_feedback_id(feedback.feedback_id());
        examples[index].set_quote(QuoteAround(TextOf(feedback), wanted[index].words));
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (examples[i].feedback_id().empty()) continue;  // erased since
    *response.mutable_phrases(wanted[i].phrase)->add_examples() = std::move(examples[i]);
  }
  return absl::OkStatus();
}

void SetInterval(views::TimeRange range, v1::Interval& out) {
  base::SetTimestamp(range.start, *out.mutable_start_time());
  base::SetTimestamp(range.end, *out.mutable_end_time());
}

}  // namespace

absl::StatusOr<v1::DiscoverThemesResponse> DiscoverThemes(const v1::DiscoverThemesRequest& request,
                                                          const views::FactSource& source,
                                                          const views::Dictionaries& dictionaries,
                                                          const views::FeedbackReader& reader,
                                                          Cancelled cancelled, size_t max_texts) {
  const absl::StatusOr<DiscoverSpec> spec = ParseDiscoverRequest(request);
  if (!spec.ok()) return spec.status();
  const views::CompiledFilter filter(request.filter(), dictionaries);
  v1::DiscoverThemesResponse response;
  response.set_revision(source.sequence());
  response.set_min_texts(spec->min_texts);
  const absl::StatusOr<std::optional<base::TimeNs>> newest = NewestText(*spec, source, filter);
  if (!newest.ok()) return newest.status();
  if (!*newest) return response;
  const absl::StatusOr<Periods> periods = PeriodsOf(*spec, **newest);
  if (!periods.ok()) return periods.status();
  SetInterval(periods->now, *response.mutable_interval());
  SetInterval(periods->before, *response.mutable_before());

  const absl::StatusOr<TextSample> sample =
      SampleTexts(source, filter, *periods, max_texts, cancelled);
  if (!sample.ok()) return sample.status();
  response.set_texts_found(sample->found);
  response.set_texts_before_found(sample->found_before);
  const auto most = static_cast<int64_t>(max_texts);
  response.set_sampled(sample->found > most || sample->found_before > most);
  const WordKinds kinds;
  Corpus corpus(kinds);
  absl::Status read = ReadTexts(*sample, filter, dictionaries, reader, cancelled, corpus);
  if (!read.ok()) return read;

  const absl::StatusOr<PhraseTable> table = CountPhrases(corpus, spec->min_texts, cancelled);
  if (!table.ok()) return table.status();
  response.set_texts(table->all.texts);
  response.set_texts_before(table->all.texts_before);
  response.set_tests(static_cast<int64_t>(table->phrases.size()));
  response.set_min_texts(table->min_texts);
  const absl::StatusOr<std::vector<FoundPhrase>> found =
      FindTexts(corpus, Risen(*table, spec->false_discovery_rate), cancelled);
  if (!found.ok()) return found.status();
  const std::vector<PhraseGroup> groups = GroupPhrases(*found);
  response.set_phrase_count(static_cast<int64_t>(groups.size()));
  const Renderer renderer(corpus, *table, dictionaries);
  std::vector<const FoundPhrase*> shown;
  for (const Row& row : RankRows(table->all, *found, groups)) {
    if (shown.size() == spec->limit) break;
    renderer.Fill(row, *found, *response.add_phrases());
    shown.push_back(row.phrase);
  }
  read = AddExamples(renderer, corpus, shown, reader, response);
  if (!read.ok()) return read;
  return response;
}

}  // namespace voc::discover
