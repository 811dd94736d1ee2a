// Whether a change is news, as `voc trend` says it of one series.

import type {Format} from './format';
import {decimalsOf} from './format';
import type {Metric, Point} from './trend';
import {say} from './words';

export type Verdict = 'none' | 'tooFew' | 'noise' | 'news';

export const MIN_N = 30;

export function isSmall(point: Point): boolean {
  return point.belowMinN || point.n < MIN_N;
}

export function verdictOf(point: Point): Verdict {
  if (point.delta === undefined) return 'none';
  const enough = !isSmall(point) && (point.comparedN === 0 || point.comparedN >= MIN_N);
  if (point.p === undefined || !enough) return 'tooFew';
  return point.significant ? 'news' : 'noise';
}

// "news (p 0.003)"
function verdictText(format: Format, point: Point, verdict: Verdict): string {
  if (verdict === 'tooFew') return say(format.language, 'tooFew');
  const word = say(format.language, verdict === 'news' ? 'news' : 'noise');
  return `${word} (${say(format.language, 'pValue', format.p(point.p ?? 1))})`;
}

// "up 5"
export function directionText(format: Format, point: Point, metric: Metric): string {
  if (point.delta === undefined) return '';
  const size = format.number(Math.abs(point.delta), decimalsOf(metric));
  if (!/[1-9]/.test(size)) return say(format.language, 'unchanged');
  return say(format.language, point.delta > 0 ? 'up' : 'down', size);
}

// "up 5: news (p 0.003)"
export function changeWords(format: Format, point: Point, metric: Metric): string {
  const verdict = verdictOf(point);
  if (verdict === 'none') return '';
  return `${directionText(format, point, metric)}: ${verdictText(format, point, verdict)}`;
}

// "+5 news (p 0.003)", for tables.
export function changeText(format: Format, point: Point, metric: Metric): string {
  const verdict = verdictOf(point);
  if (verdict === 'none' || point.delta === undefined) return '';
  return `${format.signed(point.delta, decimalsOf(metric))} ${verdictText(format, point, verdict)}`;
}

// What the page speaks of first: the newest point, unless it has only begun and says little beside
// the one before. Then it is told beside that.
export function headline(points: readonly Point[]): {point: Point; newer?: Point} | undefined {
  const filled = points.filter(point => point.value !== undefined && point.n > 0);
  const newest = filled[filled.length - 1];
  if (!newest) return undefined;
  const before = filled[filled.length - 2];
  if (before && isSmall(newest) && before.n >= 2 * newest.n) return {point: before, newer: newest};
  return {point: newest};
}
