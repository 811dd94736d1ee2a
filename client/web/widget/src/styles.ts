// Colours are those of vocd's reports: texts have a contrast of at least 4.5 to 1 on their ground,
// edges of what can be pressed 3 to 1, in both schemes. Directions are those of the text, so that a
// page from right to left mirrors all of it. One letter each: accent, on accent, ground, ink,
// quiet, edge, line, shadow.
function colours(scheme: string, a: string, o: string, g: string, i: string, q: string, e: string,
                 l: string, s: string): string {
  return `color-scheme:${scheme};--a:var(--voc-accent,#${a});--o:var(--voc-on-accent,#${o});` +
      `--g:var(--voc-ground,#${g});--i:var(--voc-ink,#${i});--q:var(--voc-quiet,#${q});` +
      `--e:var(--voc-edge,#${e});--l:var(--voc-line,#${l});--s:0 16px 48px #${s}`;
}
const DARK =
    colours('dark', '78b4ea', '10202f', '1b2028', 'e8eaee', 'a9b3c0', '7c8796', '323a47', '0009');

const CSS = `
:host{display:block}
[hidden],:host([hidden]){display:none!important}
.card{
${colours('light', '1f5f99', 'fff', 'fff', '1d2430', '5a6473', '858e9b', 'e1e4e8', '141e3233')};
--r:var(--voc-radius,14px);
container-type:inline-size;position:relative;margin:0;padding:24px;
width:100%;max-width:var(--voc-width,640px);
background:var(--g);color:var(--i);border:1px solid var(--l);border-radius:var(--r);
font-family:var(--voc-font,inherit);
font-size:var(--voc-font-size,max(16px,1rem));font-weight:400;line-height:1.5;text-align:start;overflow-wrap:break-word
}
.card,.card *{box-sizing:border-box}
@media(prefers-color-scheme:dark){.auto{${DARK}}}
.dark{${DARK}}
.card:focus,.thanks:focus{outline:none}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.corner,.dialog{
position:fixed;inset:auto;bottom:20px;inset-inline-end:20px;z-index:var(--voc-z,2147483000);
width:var(--voc-width,448px);max-width:calc(100vw - 40px);
max-height:calc(100vh - 40px);overflow:auto;box-shadow:var(--s);animation:rise .25s
}
.dialog{inset:0;margin:auto;width:var(--voc-width,600px)}
.dialog::backdrop{background:#0f141e80}
form,fieldset,p{margin:0;padding:0;border:0;min-width:0}
.question{padding:0;margin-bottom:16px;font-size:1.125em;line-height:1.35;text-wrap:balance}
.close{
position:absolute;top:10px;inset-inline-end:10px;padding:12px;
border:0;border-radius:var(--r);background:none;color:var(--q);cursor:pointer
}
:is(.corner,.dialog) :is(.question,.thanks){padding-inline-end:40px}
svg{display:block;fill:none;stroke:currentColor;stroke-linecap:round;stroke-linejoin:round}
.scale{display:grid;gap:8px;grid-template-columns:1fr 1fr;color:var(--q)}
.points{grid-column:1/3;display:grid;gap:6px;grid-template-columns:repeat(var(--n),1fr)}
.low,.high,.optional,.saved{font-size:.875em;line-height:1.35;color:var(--q)}
.high{grid-column:2;text-align:end}
.low{grid-area:2/1}
.p2{--n:2}.p3{--n:3}.p5{--n:5}.p7,.p11{--n:4}.p10{--n:5}
.p7~.low,.p10~.low,.p11~.low{grid-row:1}
@container(min-width:320px){.p11{--n:6}.p7{--n:7;gap:2px}.p7~.low{grid-row:2}}
@container(min-width:532px){.p10{--n:10}.p11{--n:11;gap:4px}.p10~.low,.p11~.low{grid-row:2}}
@media(pointer:fine){@container(min-width:380px){
.p10{--n:10;gap:4px}.p11{--n:11;gap:4px}.p10~.low,.p11~.low{grid-row:2}
}}
.point{position:relative}
input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.face{
display:grid;place-items:center;min-height:46px;padding:5px 2px;
border:1px solid var(--e);border-radius:calc(var(--r)*.65);color:var(--i)
}
input:hover+.face,button:hover{box-shadow:0 0 0 1px var(--a)}
input:checked+.face,.send{background:var(--a);border-color:var(--a);color:var(--o)}
input:focus-visible+.face,:focus-visible{outline:3px solid var(--a);outline-offset:2px}
.more{margin-top:20px;animation:rise .25s}
.optional{font-weight:400}
textarea,.send{
display:block;border:1px solid var(--e);border-radius:calc(var(--r)*.65);font:inherit}
textarea{
width:100%;min-height:92px;margin:8px 0 12px;padding:10px 12px;resize:vertical;
background:var(--g);color:inherit
}
.send{min-width:112px;min-height:46px;margin-inline-start:auto;cursor:pointer}
.question,.follow-up,.said,.send,input:checked+.face{font-weight:600}
.thanks{display:flex;align-items:center;gap:14px;animation:rise .25s}
.tick{color:var(--a)}
@media(max-width:520px){
.card{padding:20px 16px}
.send{width:100%}
.corner,.dialog{
inset:auto 0 0;margin:0;width:100%;max-width:none;border-width:1px 0 0;
border-radius:var(--r) var(--r) 0 0;padding-bottom:calc(20px + env(safe-area-inset-bottom,0px))
}
}
@keyframes rise{from{opacity:0;transform:translateY(10px)}}
@media(prefers-reduced-motion:reduce){*{animation:none!important}}
@media(forced-colors:active){
input:checked+.face{forced-color-adjust:none;background:Highlight;color:HighlightText}
.send{border-color:ButtonText}
}
`;

let sheet: CSSStyleSheet | undefined;

// A constructed sheet needs no permission of a Content-Security-Policy. Browsers of before 2023 get
// an element, which a strict policy may forbid.
export function applyStyles(root: ShadowRoot): void {
  try {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
    }
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(Object.assign(document.createElement('style'), {textContent: CSS}));
  }
}
