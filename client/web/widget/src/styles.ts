// Colours are those of vocd's reports: texts have a contrast of at least 4.5 to 1 on their ground,
// edges of what can be pressed 3 to 1, in both schemes. Directions are those of the text, so that a
// page from right to left mirrors all of it.
const DARK = `
--_accent: var(--voc-accent, #78b4ea); --_on-accent: var(--voc-on-accent, #10202f);
--_ground: var(--voc-ground, #1b2028); --_ink: var(--voc-ink, #e8eaee);
--_quiet: var(--voc-quiet, #a9b3c0); --_edge: var(--voc-edge, #7c8796);
--_rule: var(--voc-rule, #323a47); --_shade: 0 16px 48px rgba(0, 0, 0, .55); color-scheme: dark;`;

export const CSS = `
:host { display: block; }
:host([hidden]) { display: none; }
.card {
  --_accent: var(--voc-accent, #1f5f99); --_on-accent: var(--voc-on-accent, #fff);
  --_ground: var(--voc-ground, #fff); --_ink: var(--voc-ink, #1d2430);
  --_quiet: var(--voc-quiet, #5a6473); --_edge: var(--voc-edge, #858e9b);
  --_rule: var(--voc-rule, #e1e4e8); --_shade: 0 16px 48px rgba(20, 30, 50, .2);
  --_radius: var(--voc-radius, 14px); --_small: calc(var(--_radius) * .65);
  color-scheme: light;
  container-type: inline-size; box-sizing: border-box; position: relative; margin: 0; padding: 24px;
  inline-size: 100%; max-inline-size: var(--voc-width, 640px);
  background: var(--_ground); color: var(--_ink); text-align: start;
  border: 1px solid var(--_rule); border-radius: var(--_radius);
  font-family: var(--voc-font, inherit); font-size: var(--voc-font-size, max(16px, 1rem));
  font-weight: 400; line-height: 1.5; letter-spacing: normal; overflow-wrap: break-word;
}
@media (prefers-color-scheme: dark) { .card.auto { ${DARK} } }
.card.dark { ${DARK} }
.card *, .card *::before { box-sizing: border-box; }
[hidden] { display: none !important; }
.card:focus, .thanks:focus { outline: none; }
.sr {
  position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; margin: 0;
}

.corner {
  position: fixed; inset-block-end: 20px; inset-inline-end: 20px; z-index: var(--voc-z, 2147483000);
  inline-size: min(var(--voc-width, 448px), 100vw - 40px);
  max-block-size: calc(100vh - 40px); overflow: auto;
  box-shadow: var(--_shade); animation: rise .28s cubic-bezier(.2, .8, .3, 1);
}
dialog.card {
  position: fixed; margin: auto; inline-size: min(var(--voc-width, 600px), 100vw - 32px);
  max-block-size: calc(100vh - 32px); overflow: auto; box-shadow: var(--_shade);
}
dialog[open] { animation: rise .22s cubic-bezier(.2, .8, .3, 1); }
dialog::backdrop { background: rgba(15, 20, 30, .5); animation: fade .22s; }
@media (max-width: 520px) {
  .card { padding: 20px 16px; }
  .corner, dialog.card {
    inset-inline: 0; inset-block: auto 0; inline-size: 100%; max-inline-size: none; margin: 0;
    border-width: 1px 0 0; border-end-start-radius: 0; border-end-end-radius: 0;
    max-block-size: calc(100vh - 24px);
    padding-block-end: calc(20px + env(safe-area-inset-bottom, 0px));
  }
}

form, fieldset { margin: 0; padding: 0; border: 0; min-inline-size: 0; }
.question {
  display: block; inline-size: 100%; padding: 0; margin-block-end: 16px;
  font-size: 1.125em; font-weight: 600; line-height: 1.35; text-wrap: balance;
}
.corner .question, dialog .question { padding-inline-end: 40px; }
.close {
  position: absolute; inset-block-start: 10px; inset-inline-end: 10px; z-index: 1;
  display: grid; place-items: center; inline-size: 44px; block-size: 44px; padding: 0;
  border: 0; border-radius: var(--_small); background: none; color: var(--_quiet); cursor: pointer;
}
.close:hover { color: var(--_ink); background: var(--_rule); }
svg { display: block; fill: none; stroke: currentColor; stroke-linecap: round; stroke-linejoin: round; }

.scale { display: grid; gap: 8px; grid-template-columns: 1fr 1fr; color: var(--_quiet); }
.points { grid-column: 1 / -1; display: grid; gap: 6px; grid-template-columns: repeat(var(--_n), 1fr); }
.low, .high { font-size: .875em; line-height: 1.35; }
.high { grid-column: 2; text-align: end; }
.low { grid-column: 1; grid-row: 1; }
.points.p11 { --_n: 6; } .points.p10 { --_n: 5; } .points.p7 { --_n: 4; }
.points.p5 { --_n: 5; } .points.p3 { --_n: 3; } .points.p2 { --_n: 2; }
@container (min-width: 326px) { .points.p7 { --_n: 7; gap: 3px; } }
@container (min-width: 532px) {
  .points.p11 { --_n: 11; gap: 4px; } .points.p10 { --_n: 10; } .points.p7 { gap: 6px; }
  .points.p11 ~ .low, .points.p10 ~ .low { grid-row: 2; }
}
@media (pointer: fine) {
  @container (min-width: 380px) {
    .points.p11 { --_n: 11; gap: 4px; } .points.p10 { --_n: 10; gap: 4px; }
    .points.p11 ~ .low, .points.p10 ~ .low { grid-row: 2; }
  }
}
.p7 ~ .low, .p5 ~ .low, .p3 ~ .low, .p2 ~ .low { grid-row: 2; }
.point { position: relative; display: block; min-inline-size: 0; }
.point input {
  position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0;
  cursor: pointer;
}
.face {
  display: grid; place-items: center; min-block-size: 46px; padding: 2px;
  border: 1px solid var(--_edge); border-radius: var(--_small); color: var(--_ink);
  font-variant-numeric: tabular-nums; transition: background-color .12s, color .12s, transform .12s;
}
.drawn .face { min-block-size: 60px; }
.point:hover .face { border-color: var(--_accent); box-shadow: inset 0 0 0 1px var(--_accent); }
.point input:checked + .face {
  background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent);
  font-weight: 600;
}
.point input:active + .face { transform: scale(.95); }
.point input:focus-visible + .face, button:focus-visible, textarea:focus-visible {
  outline: 3px solid var(--_accent); outline-offset: 2px;
}

.more { margin-block-start: 20px; animation: rise .24s cubic-bezier(.2, .8, .3, 1); }
.follow { display: block; margin-block-end: 8px; font-weight: 600; }
.optional { font-weight: 400; font-size: .875em; color: var(--_quiet); }
textarea {
  display: block; inline-size: 100%; min-block-size: 92px; padding: 10px 12px; resize: vertical;
  border: 1px solid var(--_edge); border-radius: var(--_small);
  background: var(--_ground); color: inherit; font: inherit; line-height: 1.45;
}
.bar { display: flex; justify-content: flex-end; margin-block-start: 12px; }
.send {
  min-block-size: 46px; min-inline-size: 112px; padding: 8px 22px; border: 1px solid transparent;
  border-radius: var(--_small); background: var(--_accent); color: var(--_on-accent);
  font: inherit; font-weight: 600; cursor: pointer;
}
.send:hover { box-shadow: inset 0 0 0 99px rgba(128, 128, 128, .18); }
@media (max-width: 520px) { .send { inline-size: 100%; } }

.thanks { display: flex; align-items: center; gap: 14px; animation: rise .24s; }
.corner .thanks, dialog .thanks { padding-inline-end: 36px; }
.tick { flex: none; color: var(--_accent); }
.thanks p { margin: 0; }
.said { font-weight: 600; font-size: 1.0625em; }
.saved { color: var(--_quiet); font-size: .875em; }

@keyframes rise { from { opacity: 0; transform: translateY(10px); } }
@keyframes fade { from { opacity: 0; } }
@media (prefers-reduced-motion: reduce) {
  .card, .card *, dialog::backdrop { animation: none !important; transition: none !important; }
}
@media (forced-colors: active) {
  .point input:checked + .face {
    forced-color-adjust: none; background: Highlight; color: HighlightText; border-color: Highlight;
  }
  .point input:focus-visible + .face, button:focus-visible, textarea:focus-visible {
    outline-color: Highlight;
  }
  .send { border-color: ButtonText; }
}
`;

let sheet: CSSStyleSheet | undefined;

// A constructed sheet needs no permission of a Content-Security-Policy. Browsers of before 2023 get
// an element, which a strict policy may forbid.
export function applyStyles(root: ShadowRoot): void {
  try {
    if (!sheet) {
      const made = new CSSStyleSheet();
      made.replaceSync(CSS);
      sheet = made;
    }
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(Object.assign(document.createElement('style'), {textContent: CSS}));
  }
}
