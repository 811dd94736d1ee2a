// What the page shows of one metric: a tile on top, and a section with its charts and numbers.

import type {TrendBook} from './book';
import type {Step} from './calendar';
import {html, setText, svg} from './dom';
import {decimalsOf} from './format';
import type {Format} from './format';
import {pointsIndex, totalIndex} from './plan';
import {shareChart} from './share_chart';
import {sharesOf} from './shares';
import type {Metric, Point} from './trend';
import {trendChart} from './trend_chart';
import type {Mark} from './trend_chart';
import {changeText, changeWords, headline, isSmall, verdictOf} from './verdict';
import {say} from './words';
import type {Word} from './words';

export interface Shown {
  book: TrendBook;
  format: Format;
  step: Step;
  marks: readonly Mark[];
}

// For how long what moved is marked.
export const MOVED_MS = 2_400;

const NAMES: Record<Metric, {name: Word; hint: Word}> = {
  NPS: {name: 'nps', hint: 'npsHint'},
  CSAT: {name: 'csat', hint: 'csatHint'},
  CES: {name: 'ces', hint: 'cesHint'},
  SENTIMENT: {name: 'sentiment', hint: 'sentimentHint'},
};

export const nameOf = (format: Format, metric: Metric): string =>
    say(format.language, NAMES[metric].name);

// "31", "78 %", "5.62"
export function valueText(format: Format, metric: Metric, value: number): string {
  if (metric === 'CSAT') return format.percent(value);
  return format.number(value, decimalsOf(metric));
}

function sentence(shown: Shown, metric: Metric, point: Point): string {
  const {format, step} = shown;
  const {language} = format;
  const period = format.periodInText(point.start, step);
  const value = valueText(format, metric, point.value!);
  const count = format.count(point.n, metric);
  const change = changeWords(format, point, metric) || say(language, 'firstOfAll');
  if (point.low === undefined || point.high === undefined) {
    return say(language, 'sentenceBare', period, value, count);
  }
  return say(language, 'sentence', period, value, valueText(format, metric, point.low),
             valueText(format, metric, point.high), count, change);
}

export class MetricView {
  readonly tile = html('li');
  readonly section: HTMLElement;
  private readonly link: HTMLAnchorElement;
  private readonly name = html('span', {class: 'name'});
  private readonly value = html('b');
  private readonly range = html('small');
  private readonly spread = html('span');
  private readonly change = html('span');
  private readonly heading = html('h2');
  private readonly hint = html('p', {class: 'note'});
  private readonly sentences = html('div');
  private readonly chart = html('figure', {class: 'chart'});
  private readonly caption = html('p', {class: 'note'});
  private readonly sharesTitle = html('h3');
  private readonly legend = html('ul', {class: 'legend'});
  private readonly shares = html('figure', {class: 'chart'});
  private readonly summary = html('summary');
  private readonly table = html('table');
  private readonly scroll: HTMLElement;
  private readonly details: HTMLDetailsElement;
  private moved: number | undefined;
  private movedTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly metric: Metric, private readonly redraw: () => void) {
    const id = metric.toLowerCase();
    this.link = html('a', {href: `#${id}`}, this.name, html('p', {}, this.value, this.range),
                     this.spread, this.change);
    this.tile.append(this.link);
    this.scroll = html('div', {class: 'scroll', role: 'region', tabindex: 0}, this.table);
    this.details = html('details', {}, this.summary, this.scroll);
    this.section = html('section', {class: 'metric', id, 'aria-labelledby': `${id}-title`},
                        this.heading, this.hint, this.sentences, this.chart, this.caption,
                        this.sharesTitle, this.legend, this.shares, this.details);
    this.heading.id = `${id}-title`;
  }

  // Marks for a while that this point moved just now.
  mark(point: Point): void {
    this.moved = point.start;
    clearTimeout(this.movedTimer);
    this.tile.classList.remove('moved');
    // The animation begins anew only if the style was computed in between.
    void this.tile.offsetWidth;
    this.tile.classList.add('moved');
    this.movedTimer = setTimeout(() => {
      this.tile.classList.remove('moved');
      this.moved = undefined;
      this.redraw();
    }, MOVED_MS);
  }

  render(shown: Shown): void {
    const {book, format, step} = shown;
    const {metric} = this;
    const {language} = format;
    const index = pointsIndex(metric);
    const points = book.points(index);
    const head = headline(points);
    setText(this.name, nameOf(format, metric));
    setText(this.heading, nameOf(format, metric));
    setText(this.hint, say(language, NAMES[metric].hint));
    this.renderTile(shown, head?.point);
    const lines: HTMLElement[] = [];
    const line = (text: string, css?: string) => lines.push(html('p', {class: css}, text));
    if (head) {
      line(sentence(shown, metric, head.point));
      if (head.newer) {
        line(say(language, 'soFar', format.periodInText(head.newer.start, step),
                 valueText(format, metric, head.newer.value!), format.count(head.newer.n, metric)));
      }
      const {scale, others} = book.mainScale(index);
      const total = book.points(totalIndex(metric), scale)[0];
      if (total?.value !== undefined) {
        line(say(language, 'whole', valueText(format, metric, total.value),
                 format.count(total.n, metric)), 'note');
      }
      if (total?.responseRate !== undefined) {
        line(say(language, 'responseRate', format.percent(total.responseRate, 1),
                 format.number(total.responses), format.number(total.displays)), 'note');
      }
      if (others > 0) line(say(language, 'scaleNote', scale), 'note');
    } else {
      line(say(language, 'nothingYet'), 'note');
    }
    this.sentences.replaceChildren(...lines);
    this.renderCharts(shown, points);
    this.renderTable(shown, points);
  }

  private renderTile({format, step}: Shown, point: Point | undefined): void {
    const {metric} = this;
    const verdict = point && verdictOf(point);
    setText(this.value, point ? valueText(format, metric, point.value!) : '–');
    setText(this.range, point ? format.interval(point, decimalsOf(metric)) : '');
    setText(this.spread, '');
    setText(this.change, point ? changeWords(format, point, metric) : '');
    this.change.classList.toggle('is-news', verdict === 'news' && (point?.delta ?? 0) > 0);
    this.change.classList.toggle('is-bad', verdict === 'news' && (point?.delta ?? 0) < 0);
    if (point) {
      const few = isSmall(point) ? '*' : '';
      setText(this.spread,
              `${format.periodName(point.start, step)} · n ${format.number(point.n)}${few}`);
    }
  }

  private renderCharts(shown: Shown, points: readonly Point[]): void {
    const {format, step, marks} = shown;
    const {metric} = this;
    const width = Math.max(280, Math.round(this.section.clientWidth));
    const input = {id: metric.toLowerCase(), metric, points, step, format, width};
    const chart = points.length === 0 ? undefined : trendChart({
      ...input, marks, ...(this.moved === undefined ? {} : {moved: this.moved})});
    this.chart.replaceChildren(...(chart ? [chart] : []));
    setText(this.caption, chart ? say(format.language, 'band') : '');
    const columns = points.length === 0 ? undefined : shareChart(input);
    this.shares.replaceChildren(...(columns ? [columns] : []));
    setText(this.sharesTitle, say(format.language, 'shares'));
    for (const element of [this.sharesTitle, this.legend, this.shares, this.details]) {
      element.hidden = !columns;
    }
    const named = points.map(point => sharesOf(point, metric)).find(some => some.length > 0) ?? [];
    this.legend.replaceChildren(...named.map(share => html(
        'li', {},
        svg('svg', {viewBox: '0 0 12 12', 'aria-hidden': 'true'},
            svg('rect', {class: share.kind, width: 12, height: 12, rx: 2})),
        say(format.language, share.name))));
  }

  private renderTable({format, step}: Shown, points: readonly Point[]): void {
    const {language} = format;
    const {metric} = this;
    const title = nameOf(format, metric);
    setText(this.summary, say(language, 'numbers'));
    this.scroll.setAttribute('aria-label', say(language, 'table', title));
    const head = [
      html('th', {scope: 'col'}, say(language, 'period')),
      html('th', {scope: 'col', class: 'number'}, say(language, 'n')),
      html('th', {scope: 'col', class: 'number'}, title),
      html('th', {scope: 'col', class: 'number'}, say(language, 'interval')),
      html('th', {scope: 'col'}, say(language, 'change')),
    ];
    const rows = [...points].reverse().map(point => {
      const verdict = verdictOf(point);
      return html(
          'tr', {}, html('th', {scope: 'row'}, format.periodName(point.start, step)),
          html('td', {class: 'number'},
               format.number(point.n) + (point.n > 0 && isSmall(point) ? '*' : '')),
          html('td', {class: 'number'},
               point.value === undefined ? '–' : valueText(format, metric, point.value)),
          html('td', {class: 'number'}, format.interval(point, decimalsOf(metric))),
          html('td', {class: verdict === 'news' ? 'news' : 'few'},
               changeText(format, point, metric)));
    });
    this.table.replaceChildren(html('caption', {}, title),
                               html('thead', {}, html('tr', {}, ...head)),
                               html('tbody', {}, ...rows));
  }
}
