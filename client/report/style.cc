#include "client/report/style.h"

namespace voc::report {

// Blue is good and orange is bad: the pair that all kinds of colour vision tell
// apart. Texts have a contrast of at least 4.5 to 1 on their ground, in both schemes.
const char* const kStyle = R"css(
:root {
  color-scheme: light dark;
  --ground: #fdfdfb; --ink: #1d2430; --quiet: #5a6473; --rule: #e3e3dc;
  --line: #1f5f99; --band: #1f5f9926; --good: #2f76b5; --middle: #c9ccd1; --bad: #d9822b;
  --news: #1f5f99; --mark: #8a3f6b; --bad-ink: #9a4d00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14181f; --ink: #e8eaee; --quiet: #a2acba; --rule: #2c333f;
    --line: #78b4ea; --band: #78b4ea2e; --good: #5b9fdc; --middle: #4a5261; --bad: #e39a4c;
    --news: #8cc2f2; --mark: #e0a0c6; --bad-ink: #f0b06a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
header, main, footer { max-width: 908px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 56px; }
main { padding-bottom: 24px; }
footer { padding-top: 24px; padding-bottom: 56px; color: var(--quiet); font-size: 13.5px; }
footer p { margin: 0 0 6px; }
h1, h2 { font-family: Charter, "Iowan Old Style", Cambria, Georgia, serif; font-weight: 600; }
h1 { font-size: 36px; line-height: 1.15; letter-spacing: -.01em; margin: 0 0 10px; }
h2 { font-size: 23px; line-height: 1.3; margin: 56px 0 6px; padding-top: 18px;
  border-top: 1px solid var(--rule); }
h3 { font-size: 16px; margin: 28px 0 4px; }
p { margin: 0 0 12px; max-width: 68ch; overflow-wrap: anywhere; }
.lead { font-size: 19px; line-height: 1.5; margin: 18px 0 8px; }
.quiet { color: var(--quiet); }
.note { color: var(--quiet); font-size: 14px; }
figure { margin: 18px 0 8px; }
figcaption { color: var(--quiet); font-size: 14px; margin-top: 2px; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg.narrow { display: none; }
.multiples { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 32px; }
.multiples svg.narrow { display: block; }
.multiples h3 { overflow-wrap: anywhere; }
text { font-size: 12.5px; fill: var(--ink); }
text.axis { fill: var(--quiet); }
text.strong { font-weight: 650; }
text.value { font-size: 15px; font-weight: 700; }
text.change { font-weight: 700; fill: var(--news); }
text.mark-title { fill: var(--mark); font-weight: 600; }
.grid { stroke: var(--rule); stroke-width: 1; }
.grid.zero, .tick { stroke: var(--quiet); stroke-width: 1; }
.band { fill: var(--band); }
.line { fill: none; stroke: var(--line); stroke-width: 2.2; stroke-linejoin: round; }
.whisker { stroke: var(--line); stroke-width: 2.2; stroke-linecap: round; opacity: .55; }
.dot { fill: var(--ground); stroke: var(--line); stroke-width: 1.8; }
.dot.news { fill: var(--news); stroke: var(--ground); stroke-width: 1.5; }
.dot.few { stroke: var(--quiet); stroke-dasharray: 1.5 1.5; }
.mark { stroke: var(--mark); stroke-width: 1.3; stroke-dasharray: 4 3; }
.all { stroke: var(--quiet); stroke-width: 1.3; stroke-dasharray: 4 3; }
rect.good { fill: var(--good); } rect.middle { fill: var(--middle); } rect.bad { fill: var(--bad); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 0;
  margin: 6px 0 0; font-size: 14px; color: var(--quiet); }
.legend svg { display: inline-block; width: 12px; height: 12px; margin-right: 7px; }
.scroll { overflow-x: auto; margin: 12px 0; }
.scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--line); outline-offset: 3px; }
table { border-collapse: collapse; width: 100%; font-size: 14.5px; }
caption { text-align: left; position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
th, td { padding: 7px 14px 7px 0; text-align: left; vertical-align: baseline;
  border-bottom: 1px solid var(--rule); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 600; color: var(--quiet); font-size: 13.5px; white-space: nowrap; }
tbody th { font-weight: 400; }
.number { text-align: right; white-space: nowrap; }
.number + td:not(.number), .number + th:not(.number) { padding-left: 10px; }
th.period, th.fixed, td.fixed { white-space: nowrap; }
th.total { font-weight: 650; }
td.news { font-weight: 700; }
td.few, th.few { color: var(--quiet); }
details { margin: 10px 0 4px; }
summary { cursor: pointer; color: var(--quiet); font-size: 14px; padding: 4px 0; width: fit-content; }
.scores { list-style: none; padding: 0; margin: 22px 0 0; display: grid;
  grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
  border: 1px solid var(--rule); border-radius: 6px; overflow: hidden; }
.scores li { padding: 14px 16px 12px; box-shadow: 0 0 0 .5px var(--rule); text-wrap: balance; }
.scores b { display: block; font-size: 30px; line-height: 1.2; font-weight: 650; }
.scores span { display: block; font-size: 13.5px; color: var(--quiet); }
.scores .name { color: var(--ink); font-weight: 600; }
.scores .is-news { color: var(--news); font-weight: 700; }
.scores .is-bad { color: var(--bad-ink); font-weight: 700; }
.quotes { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 40px; }
blockquote { margin: 0 0 18px; padding-left: 14px; border-left: 3px solid var(--good); }
.to-call blockquote { border-color: var(--bad); }
blockquote p { margin: 0 0 2px; overflow-wrap: anywhere; }
@media (max-width: 640px) {
  body { font-size: 15.5px; }
  header, main, footer { padding-left: 20px; padding-right: 20px; }
  header { padding-top: 32px; }
  h1 { font-size: 28px; }
  h2 { font-size: 21px; margin-top: 40px; }
  .lead { font-size: 17.5px; }
  svg.wide { display: none; }
  svg.narrow { display: block; }
  .multiples, .quotes { grid-template-columns: minmax(0, 1fr); }
  table { font-size: 13.5px; }
  th, td { padding-right: 8px; }
  .number + td:not(.number), .number + th:not(.number) { padding-left: 4px; }
}
@media print {
  :root { --ground: #fff; --ink: #000; --quiet: #444; --rule: #bbb; --line: #1f5f99;
    --band: #1f5f9926; --good: #2f76b5; --middle: #c9ccd1; --bad: #d9822b; --news: #1f5f99;
    --mark: #8a3f6b; --bad-ink: #9a4d00; }
  @page { margin: 16mm 14mm; }
  body { font-size: 10.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  header { padding-top: 0; }
  h2 { margin-top: 28px; break-after: avoid; }
  h3 { break-after: avoid; }
  figure, tr, blockquote, .scores { break-inside: avoid; }
  .scroll { overflow: visible; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
}
)css";

}  // namespace voc::report
