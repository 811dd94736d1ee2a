// A trend as a line with its interval as a band. What is news is a full dot with its change.

import {svg} from './dom';
import {decimalsOf} from './format';
import {CHARACTER, isNarrow, LEFT, periodLabels, RIGHT} from './frame';
import type {ChartInput} from './frame';
import {scale, ticks} from './scale';
import type {Range, Scale} from './scale';
import type {Point} from './trend';
import {changeWords, isSmall, verdictOf} from './verdict';
import {say} from './words';

const BOTTOM = 30;
const TOP = 14;
const MARK_LINE = 16;

export interface Mark {
  time: number;
  title: string;
}

export interface TrendChartInput extends ChartInput {
  marks: readonly Mark[];
  // The point that moved just now.
  moved?: number;  // its start
}

type Place = readonly [number, number];

const attribute = (places: readonly Place[]): string =>
    places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');

// What the line and the bands of points with enough answers take. A band of few answers would push
// all else together, unless there is nothing else.
export function rangeOf(points: readonly Point[]): Range | undefined {
  let range: Range | undefined;
  const add = (value: number) => {
    range = range ? {low: Math.min(range.low, value), high: Math.max(range.high, value)} :
                    {low: value, high: value};
  };
  const settled = points.some(point => point.value !== undefined && !isSmall(point));
  for (const point of points) {
    if (point.value === undefined) continue;
    add(point.value);
    if (point.low === undefined || point.high === undefined) continue;
    if (settled && isSmall(point)) continue;
    add(point.low);
    add(point.high);
  }
  return range;
}

class Drawing {
  readonly root: SVGSVGElement;
  private readonly height: number;
  private readonly top: number;
  private readonly x: Scale;
  private readonly y: Scale;
  private readonly ticks: number[];
  private readonly marks: readonly Mark[];
  private readonly decimals: number;

  constructor(private readonly input: TrendChartInput, range: Range) {
    const {points, width} = input;
    const narrow = isNarrow(width);
    const first = points[0]!;
    const last = points[points.length - 1]!;
    this.height = narrow ? 230 : 280;
    this.decimals = decimalsOf(input.metric);
    this.marks = input.marks.filter(mark => mark.time >= first.start && mark.time < last.end);
    this.top = TOP + (this.marks.length > 0 ? MARK_LINE : 0);
    const pad = Math.max((range.high - range.low) * 0.06, 1e-3);
    const [low, high] = [range.low - pad, range.high + pad];
    const place = scale(low, high, this.height - BOTTOM, this.top);
    this.y = value => place(Math.min(high, Math.max(low, value)));
    this.ticks = ticks(range.low, range.high, narrow ? 4 : 5)
                     .filter(tick => tick >= low && tick <= high);
    this.x = scale((first.start + first.end) / 2, (last.start + last.end) / 2, LEFT + 12,
                   width - RIGHT - 4);
    const id = `${input.id}-chart`;
    this.root = svg('svg', {
      viewBox: `0 0 ${width} ${this.height}`, width, height: this.height, role: 'img',
      'aria-labelledby': `${id}-title ${id}-text`,
    });
    this.describe(id);
  }

  draw(): SVGSVGElement {
    this.axis();
    this.band();
    this.drawMarks();
    this.lines();
    this.periods();
    this.dots();
    return this.root;
  }

  private name(point: Point): string {
    return this.input.format.periodName(point.start, this.input.step);
  }

  private describe(id: string): void {
    const {format, metric} = this.input;
    const filled = this.input.points.filter(point => point.value !== undefined);
    const first = filled[0]!;
    const last = filled[filled.length - 1]!;
    const values = filled.map(point => point.value!);
    const text = (value: number) => format.number(value, this.decimals);
    const metricName = say(format.language, metric.toLowerCase() as Lowercase<typeof metric>);
    this.root.append(
        svg('title', {id: `${id}-title`}, say(format.language, 'overTime', metricName)),
        svg('desc', {id: `${id}-text`},
            say(format.language, 'chartText', this.name(first), text(first.value!),
                this.name(last), text(last.value!), text(Math.min(...values)),
                text(Math.max(...values)))));
  }

  private add(...nodes: SVGElement[]): void {
    this.root.append(...nodes);
  }

  private place(point: Point): Place {
    return [this.x((point.start + point.end) / 2), this.y(point.value ?? 0)];
  }

  private axis(): void {
    const {width, format} = this.input;
    const fine = this.ticks.length > 1 && this.ticks[1]! - this.ticks[0]! < 0.99;
    for (const tick of this.ticks) {
      const y = this.y(tick);
      this.add(
          svg('line', {class: tick === 0 ? 'grid zero' : 'grid', x1: LEFT, y1: y,
                       x2: width - RIGHT, y2: y}),
          svg('text', {class: 'axis', x: LEFT - 8, y: y + 4, 'text-anchor': 'end'},
              format.number(tick, fine ? 1 : 0)));
    }
  }

  // Runs of neighbours for which `keep` holds.
  private runs(keep: (point: Point) => boolean): Point[][] {
    const runs: Point[][] = [];
    let run: Point[] = [];
    for (const point of this.input.points) {
      if (keep(point)) {
        if (run.length === 0) runs.push(run);
        run.push(point);
      } else {
        run = [];
      }
    }
    return runs;
  }

  private band(): void {
    const known = (point: Point) =>
        point.value !== undefined && point.low !== undefined && point.high !== undefined;
    for (const run of this.runs(known)) {
      const upper = run.map((point): Place => [this.place(point)[0], this.y(point.high!)]);
      const lower = run.map((point): Place => [this.place(point)[0], this.y(point.low!)]);
      if (run.length === 1) {
        const [x, high] = upper[0]!;
        this.add(svg('line', {class: 'whisker', x1: x, y1: high, x2: x, y2: lower[0]![1]}));
      } else {
        const outline = attribute([...upper, ...lower.reverse()]);
        this.add(svg('polygon', {class: 'band', points: outline}));
      }
    }
  }

  private lines(): void {
    for (const run of this.runs(point => point.value !== undefined)) {
      if (run.length > 1) {
        this.add(svg('polyline',
                     {class: 'line', points: attribute(run.map(point => this.place(point)))}));
      }
    }
  }

  private drawMarks(): void {
    let taken = -1;
    for (const mark of this.marks) {
      const {width} = this.input;
      const x = Math.min(width - RIGHT, Math.max(LEFT, this.x(mark.time)));
      this.add(svg('line', {class: 'mark', x1: x, y1: this.top - 4, x2: x,
                            y2: this.height - BOTTOM}));
      const longest = isNarrow(width) ? 14 : 24;
      const title =
          mark.title.length > longest ? `${mark.title.slice(0, longest - 1)}…` : mark.title;
      const wide = title.length * CHARACTER;
      const leftwards = x + wide > width - 4;
      const begin = leftwards ? x - wide : x;
      if (begin <= taken + 4) continue;
      taken = begin + wide + 8;
      this.add(svg('text', {class: 'mark-title', x: leftwards ? x - 4 : x + 4, y: TOP,
                            'text-anchor': leftwards ? 'end' : 'start'}, title));
    }
  }

  private periods(): void {
    const {points, width} = this.input;
    const room = points.length > 1 ? (width - RIGHT - LEFT - 16) / (points.length - 1) : width;
    for (const {index, text} of periodLabels(this.input, room)) {
      const [x] = this.place(points[index]!);
      const half = text.length * CHARACTER / 2;
      this.add(
          svg('line', {class: 'tick', x1: x, y1: this.height - BOTTOM, x2: x,
                       y2: this.height - BOTTOM + 4}),
          svg('text', {class: 'axis', x: Math.min(width - half, Math.max(half, x)),
                       y: this.height - 8, 'text-anchor': 'middle'}, text));
    }
  }

  private dots(): void {
    const {points, width, format} = this.input;
    const crowded = points.length > (isNarrow(width) ? 30 : 70);
    let labelledTo = -1;
    let last: Point | undefined;
    for (const [i, point] of points.entries()) {
      if (point.value === undefined) continue;
      last = point;
      const [x, y] = this.place(point);
      const news = verdictOf(point) === 'news';
      const moved = point.start === this.input.moved;
      if (moved) this.add(svg('circle', {class: 'pulse', cx: x, cy: y, r: 11}));
      if (news || moved || !crowded) {
        this.add(svg('circle', {
          class: news ? 'dot news' : isSmall(point) ? 'dot few' : 'dot', cx: x, cy: y,
          r: news ? 4.5 : 3.2,
        }));
      }
      if (news && x >= labelledTo) labelledTo = this.label(point, points[i + 1], x, y);
      this.hint(point, x);
    }
    if (!last) return;
    const [x, y] = this.place(last);
    const aside = last.start === this.input.moved ? 16 : 9;
    this.add(svg('text', {class: 'value', x: x + aside, y: y + 5, 'text-anchor': 'start'},
                 format.number(last.value!, this.decimals)));
  }

  // The change, where the line does not go; returns how far to the right it reaches.
  private label(point: Point, next: Point | undefined, x: number, y: number): number {
    const delta = point.delta ?? 0;
    const text = this.input.format.signed(delta, this.decimals);
    const onward = next?.value !== undefined &&
        (delta > 0 ? next.value > point.value! : next.value < point.value!);
    const place = onward ? {x: x - 7, y: y + (delta > 0 ? -5 : 13), 'text-anchor': 'end'} :
                           {x, y: y + (delta > 0 ? -10 : 19), 'text-anchor': 'middle'};
    this.add(svg('text', {class: 'change', ...place}, text));
    return x + (text.length + 1) * CHARACTER;
  }

  // What the pointer is told of a point.
  private hint(point: Point, x: number): void {
    const {format, metric, points, width} = this.input;
    const step = points.length > 1 ? (width - RIGHT - LEFT - 16) / (points.length - 1) : width;
    const change = changeWords(format, point, metric);
    const text = [
      `${this.name(point)}: ${format.number(point.value!, this.decimals)}`,
      `${format.interval(point, this.decimals)} · ${format.count(point.n, metric)}`,
      ...(change ? [change] : []),
    ].join('\n');
    this.add(svg('rect', {class: 'hit', x: x - step / 2, y: this.top, width: step,
                          height: this.height - BOTTOM - this.top}, svg('title', {}, text)));
  }
}

// Nothing where no point has a value.
export function trendChart(input: TrendChartInput): SVGSVGElement | undefined {
  const range = rangeOf(input.points);
  return range && new Drawing(input, range).draw();
}
