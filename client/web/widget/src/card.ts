import {draw, make} from './dom.js';
import {COMMENT_BYTES_MAX} from './limits.js';
import {moodOf, scoresOf, type Scale} from './scale.js';
import {clean} from './text.js';
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
export class Card {
  readonly root: HTMLElement;
  readonly #live: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #more: HTMLElement;
  readonly #follow: HTMLElement;
  readonly #comment: HTMLTextAreaElement;
  readonly #thanks: HTMLElement;
  readonly #saved: HTMLElement;
  #byKey = false;
  #before: HTMLElement | undefined;

  readonly #options: CardOptions;
  readonly #events: CardEvents;

  constructor(options: CardOptions, events: CardEvents) {
    this.#options = options;
    this.#events = events;
    const {display, texts, language, theme} = options;
    this.#live = make('p', {class: 'sr', role: 'status'});
    this.#follow = make('span', {});
    this.#comment = make('textarea', {
      id: 'comment', part: 'comment', rows: '3', dir: 'auto', 'aria-describedby': 'optional',
    });
    this.#more = make(
        'div', {class: 'more', hidden: ''},
        make('label', {class: 'follow', part: 'follow-up', for: 'comment'}, this.#follow, ' ',
             make('span', {class: 'optional', id: 'optional'}, `(${texts.optional})`)),
        this.#comment,
        make('div', {class: 'bar'},
             make('button', {class: 'send', part: 'send', type: 'submit'}, texts.send)));
    this.#form = make(
        'form', {novalidate: ''},
        make('fieldset', {},
             make('legend', {class: 'question', part: 'question', id: 'question'}, texts.question),
             this.#scale()),
        this.#more);
    this.#saved = make('p', {class: 'saved', hidden: ''}, texts.offline);
    const tick = make('span', {class: 'tick', part: 'tick'}, draw(36, 1.6, CIRCLE, 'M7.8 12.4l2.9 2.9 5.6-6'));
    this.#thanks = make(
        'div', {class: 'thanks', part: 'thanks', tabindex: '-1', hidden: ''}, tick,
        make('div', {}, make('p', {class: 'said'}, texts.thankYou), this.#saved));

    const dialog = display === 'dialog';
    this.root = make(
        dialog ? 'dialog' : 'section',
        {
          class: `card ${display} ${theme}`,
          part: 'card',
          lang: language,
          'aria-label': dialog ? undefined : texts.survey,
          'aria-labelledby': dialog ? 'question' : undefined,
          tabindex: dialog ? '-1' : undefined,
          autofocus: dialog ? '' : undefined,
        },
        this.#form, this.#thanks, this.#live);
    if (display !== 'inline') {
      const close = make(
          'button', {class: 'close', part: 'close', type: 'button', 'aria-label': texts.close},
          draw(20, 2, 'M6 6l12 12', 'M18 6L6 18'));
      close.addEventListener('click', () => events.dismiss());
      // Last in order, so that the question is met first.
      this.root.append(close);
    }
    this.#listen();
  }

  // Called once the card is in the page.
  open(): void {
    if (this.root instanceof HTMLDialogElement) {
      this.root.showModal();
    } else if (this.#options.display === 'corner') {
      this.#say(`${this.#options.texts.survey}: ${this.#options.texts.question}`);
    }
  }

  close(): void {
    const inside = (this.root.getRootNode() as ShadowRoot).activeElement !== null;
    if (this.root instanceof HTMLDialogElement) this.root.close();
    this.root.remove();
    if (inside) this.#before?.focus();
  }

  // Shows a score as chosen, and asks for words.
  choose(score: number): void {
    const {scale, texts} = this.#options;
    const input = this.#form.querySelector<HTMLInputElement>(`input[value="${score}"]`);
    if (input) input.checked = true;
    const mood = moodOf(scale, score);
    this.#follow.textContent = mood === 'happy' ? texts.followUpHappy :
        mood === 'unhappy'                     ? texts.followUpUnhappy :
                                                 texts.followUp;
    this.#more.hidden = false;
  }

  // Tells a screen reader what came up below the score.
  announceFollowUp(): void {
    this.#say(this.#follow.textContent ?? '');
  }

  fill(comment: string): void {
    this.#comment.value = comment;
  }

  thank(): void {
    const close = this.root.querySelector<HTMLElement>('.close');
    this.#form.hidden = true;
    this.#thanks.hidden = false;
    (close ?? this.#thanks).focus({preventScroll: true});
    this.#say(this.#options.texts.thankYou);
  }

  // Whether the answer waits for a connection.
  waits(waits: boolean): void {
    if (this.#saved.hidden !== waits) return;
    this.#saved.hidden = !waits;
    if (waits) this.#say(this.#options.texts.offline);
  }

  get pointedAt(): boolean {
    return this.root.matches(':hover');
  }

  #scale(): HTMLElement {
    const {scale, texts} = this.#options;
    const scores = scoresOf(scale);
    const last = scores.length - 1;
    const drawn = scale.metric === 'csat' && scale.points <= 5;
    const points = scores.map((score, i) => {
      const of = texts.of.replace('$1', String(score)).replace('$2', String(scores[last]));
      const end = i === 0 ? texts.lowLabel : i === last ? texts.highLabel : '';
      const shown = drawn ? face(i / last) : String(score);
      const spoken = [drawn ? of : ' ', end].filter(Boolean).join(drawn ? ', ' : '').trimEnd();
      return make(
          'label', {class: 'point', part: 'point'},
          make('input', {type: 'radio', name: 'score', value: String(score)}),
          make('span', {class: 'face', part: 'face'}, shown),
          ...(spoken ? [make('span', {class: 'sr'}, spoken)] : []));
    });
    return make(
        'div', {class: 'scale', part: 'scale'},
        make('div', {class: `points p${scale.points}${drawn ? ' drawn' : ''}`, part: 'points'}, ...points),
        make('span', {class: 'low', part: 'low', 'aria-hidden': 'true'}, texts.lowLabel),
        make('span', {class: 'high', part: 'high', 'aria-hidden': 'true'}, texts.highLabel));
  }

  #listen(): void {
    this.#form.addEventListener('pointerdown', () => {
      this.#byKey = false;
    });
    this.#form.addEventListener('keydown', event => {
      this.#byKey = true;
      if (event.key === 'Enter' && event.target === this.#comment &&
          (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.#form.requestSubmit();
      }
      // Without this, Enter on a score would send before words were asked for.
      if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
    });
    this.#form.addEventListener('change', event => {
      const {target} = event;
      if (!(target instanceof HTMLInputElement)) return;
      const score = Number(target.value);
      this.choose(score);
      this.#events.score(score, !this.#byKey);
    });
    this.#comment.addEventListener('input', () => {
      const {value} = this.#comment;
      const kept = clean(value, COMMENT_BYTES_MAX);
      if (kept.length < value.length) {
        this.#comment.value = kept;
        this.#say(this.#options.texts.tooLong);
      }
      this.#events.typed(kept);
    });
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#events.send(this.#comment.value.trim());
    });
    this.root.addEventListener('cancel', event => {
      event.preventDefault();
      this.#events.dismiss();
    });
    this.root.addEventListener('keydown', event => {
      if (event.key === 'Escape' && this.#options.display === 'corner') this.#events.dismiss();
    });
    this.root.addEventListener('focusin', event => {
      const from = event.relatedTarget;
      if (from instanceof HTMLElement && !this.root.contains(from)) this.#before = from;
    });
  }

  // A live region speaks what changes in it, so it is emptied first.
  #say(text: string): void {
    this.#live.textContent = '';
    setTimeout(() => {
      this.#live.textContent = text;
    }, 150);
  }
}
