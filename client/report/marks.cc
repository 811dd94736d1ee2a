#include "client/report/marks.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/report/numbers.h"
#include "client/report/words.h"

namespace voc::report {

std::vector<MarkLine> LinesOf(const std::vector<MarkEffect>& effects) {
  std::vector<MarkLine> lines;
  for (const MarkEffect& effect : effects) {
    lines.push_back({TimeOf(effect.mark.mark_time()), effect.mark.title()});
  }
  return lines;
}

bool TellsEffects(const TrendView& view) { return view.anonymity_n == 0; }

MarkRow RowOf(const MarkEffect& effect, const TrendView& view) {
  const Language language = view.language;
  const int decimals = DecimalsOf(view.metric);
  const v1::TrendPoint& after = effect.after;
  const Verdict verdict = Judge(view.min_n).Of(after);
  MarkRow row;
  row.title = effect.mark.title();
  row.date = ShortDateText(language, TimeOf(effect.mark.mark_time()), view.zone);
  row.before =
      after.has_delta() ? NumberText(language, after.value() - after.delta(), decimals) : "–";
  row.after = after.has_value() ? absl::StrCat(NumberText(language, after.value(), decimals),
                                               " (n ", CountText(language, after.n()), ")")
                                : "–";
  row.change = verdict == Verdict::kNone ? "–" : ChangeText(language, after, verdict, decimals);
  row.news = verdict == Verdict::kNews;
  return row;
}

std::string MarksHtml(const std::vector<MarkEffect>& effects, const TrendView& view) {
  if (effects.empty()) return "";
  const Language language = view.language;
  HtmlTable table;
  table.caption = Say(language, Word::kMarks);
  table.head = {{.text = Say(language, Word::kMark)}, {.text = Say(language, Word::kMarkTime)}};
  const bool told = TellsEffects(view);
  if (told) {
    table.head.push_back({.text = Say(language, Word::kBefore), .number = true});
    table.head.push_back({.text = Say(language, Word::kAfter), .number = true});
    table.head.push_back({.text = Say(language, Word::kChange)});
  }
  for (const MarkEffect& effect : effects) {
    const MarkRow row = RowOf(effect, view);
    table.rows.push_back({{.text = row.title, .foreign = true}, {.text = row.date}});
    if (!told) continue;
    table.rows.back().push_back({.text = row.before, .number = true});
    table.rows.back().push_back({.text = row.after, .number = true});
    table.rows.back().push_back({.text = row.change, .css_class = row.news ? "news" : ""});
  }
  std::string out = Heading(2, Say(language, Word::kMarks));
  if (told) out += Paragraph("note", Say(language, Word::kMarksHow, kMarkDays, MetricText(view)));
  return out + TableHtml(table, language);
}

}  // namespace voc::report
