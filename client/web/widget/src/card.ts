import {draw, make} from './dom.js';
import {COMMENT_LETTERS_MAX} from './limits.js';
import {followUpFor, scoresOf, type Scale} from './scale.js';
import type {FixedTexts, SurveyTexts} from './texts.js';

export type Display = 'inline' | 'dialog' | 'corner';
export type Theme = 'auto' | 'light' | 'dark';

export interface CardOptions {
  display: Display;
  theme: Theme;
  scale: Scale;
  texts: SurveyTexts & FixedTexts;
  // Of the texts.
  language: string;
}

// What a visitor does.
export interface CardEvents {
  // `settled` is false while arrow keys pass over scores.
  score(score: number, settled: boolean): void;
  typed(comment: string): void;
  send(comment: string): void;
  dismiss(): void;
}

const CIRCLE = 'M12 2.5a9.5 9.5 0 1 1 0 19a9.5 9.5 0 1 1 0-19z';

// A face from sad (0) to happy (1).
function face(happy: number): SVGElement {
  const bend = (happy - 0.5) * 7;
  const y = 15.5 - bend / 4;
  return draw(34, 1.5, CIRCLE, 'M8.8 9.3v.8', 'M15.2 9.3v.8',
              `M8 ${y}q4 ${bend} 8 0`);
}

// What a visitor sees: the question and its scale, then words, then thanks. It knows nothing of
// servers.
export type Card = ReturnType<typeof makeCard>;

export function makeCard(options: CardOptions, events: CardEvents) {
  let byKey = false;
  let before: HTMLElement | undefined;

  const {display, texts, language, theme, scale} = options;
  const live = make('p', {class: 'sr', role: 'status'});
  const follow = make('span', {});
  const comment = make('textarea', {
    class: 'comment', id: 'comment', rows: '3', dir: 'auto',
    maxlength: String(COMMENT_LETTERS_MAX),
  });
  const more = make(
      'div', {class: 'more', hidden: ''},
      make('label', {class: 'follow-up', for: 'comment'}, follow, ' ',
           make('span', {class: 'optional'}, `(${texts.optional})`)),
      comment,
      make('button', {class: 'send', type: 'submit'}, texts.send));
  const form = make(
      'form', {},
      make('fieldset', {},
           make('legend', {class: 'question', id: 'question'}, texts.question),
           points()),
      more);
  const saved = make('p', {class: 'saved', hidden: ''}, texts.offline);
  const tick = make('span', {class: 'tick'}, draw(36, 1.6, CIRCLE, 'M7.8 12.4l2.9 2.9 5.6-6'));
  const thanks = make(
      'div', {class: 'thanks', tabindex: '-1', hidden: ''}, tick,
      make('div', {}, make('p', {class: 'said'}, texts.thankYou), saved));

  const root = make(
      display === 'dialog' ? 'dialog' : 'section',
      {
        class: `card ${display} ${theme}`,
        lang: language,
        'aria-labelledby': 'question',
        tabindex: '-1',
      },
      form, thanks, live);
  if (display !== 'inline') {
    const close = make(
        'button', {class: 'close', type: 'button', 'aria-label': texts.close},
        draw(20, 2, 'M6 6l12 12', 'M18 6L6 18'));
    close.onclick = () => events.dismiss();
    // Last in order, so that the question is met first.
    root.append(close);
  }

  // Called once the card is in the page.
  function open(): void {
    if (root instanceof HTMLDialogElement) {
      root.showModal();
      // On the whole of it, whose name is the question, not on a score.
      root.focus();
    } else if (display === 'corner') {
      say(texts.question);
    }
  }

  function close(): void {
    const inside = (root.getRootNode() as ShadowRoot).activeElement !== null;
    if (root instanceof HTMLDialogElement) root.close();
    root.remove();
    if (inside) before?.focus();
  }

  // Shows a score as chosen, and asks for words, or shows those that were typed.
  function choose(score: number, typed = ''): void {
    const input = form.querySelector<HTMLInputElement>(`input[value="${score}"]`);
    if (input) input.checked = true;
    follow.textContent = texts[followUpFor(scale, score)];
    more.hidden = false;
    if (typed) comment.value = typed;
  }

  // Tells a screen reader what came up below the score.
  function announceFollowUp(): void {
    say(follow.textContent ?? '');
  }

  function thank(): void {
    const close = root.querySelector<HTMLElement>('.close');
    form.hidden = true;
    thanks.hidden = false;
    (close ?? thanks).focus({preventScroll: true});
    say(texts.thankYou);
  }

  // Whether the answer waits for a connection.
  function waits(waits: boolean): void {
    if (saved.hidden !== waits) return;
    saved.hidden = !waits;
    if (waits) say(texts.offline);
  }

  function points(): HTMLElement {
    const scores = scoresOf(scale);
    const last = scores.length - 1;
    const drawn = scale.metric === 'csat' && scale.points <= 5;
    const choices = scores.map((score, i) => {
      const end = i === 0 ? texts.lowLabel : i === last ? texts.highLabel : '';
      const shown = drawn ? face(i / last) : String(score);
      return make(
          'label', {class: 'point'},
          make('input', {type: 'radio', name: 'score', value: String(score)}),
          make('span', {class: 'face'}, shown),
          make('span', {class: 'sr'}, `${drawn ? score : ''} ${end}`));
    });
    return make(
        'div', {class: 'scale'},
        make('div', {class: `points p${scale.points}${drawn ? ' drawn' : ''}`}, ...choices),
        make('span', {class: 'low', 'aria-hidden': 'true'}, texts.lowLabel),
        make('span', {class: 'high', 'aria-hidden': 'true'}, texts.highLabel));
  }

  // A live region speaks what changes in it, so it is emptied first.
  function say(text: string): void {
    live.textContent = '';
    setTimeout(() => {
      live.textContent = text;
    }, 150);
  }

  form.onpointerdown = () => {
    byKey = false;
  };
  form.onkeydown = event => {
    byKey = true;
    if (event.key !== 'Enter') return;
    if (event.target !== comment) {
      // On a score it would send before words were asked for.
      if (event.target instanceof HTMLInputElement) event.preventDefault();
    } else if (event.ctrlKey || event.metaKey) {
      form.requestSubmit();
    }
  };
  form.onchange = ({target}) => {
    if (!(target instanceof HTMLInputElement)) return;
    choose(+target.value);
    events.score(+target.value, !byKey);
  };
  form.onsubmit = event => {
    event.preventDefault();
    events.send(comment.value.trim());
  };
  comment.oninput = () => events.typed(comment.value);
  root.oncancel = event => {
    event.preventDefault();
    events.dismiss();
  };
  root.onkeydown = event => {
    if (event.key === 'Escape' && display === 'corner') events.dismiss();
  };
  root.addEventListener('focusin', event => {
    const {relatedTarget} = event as FocusEvent;
    if (relatedTarget instanceof HTMLElement && !root.contains(relatedTarget)) {
      before = relatedTarget;
    }
  });

  return {root, open, close, choose, announceFollowUp, thank, waits};
}
