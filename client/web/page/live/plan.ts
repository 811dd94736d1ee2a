// What the page asks for, all on one stream: of each metric its points in the period, and the whole
// period; and what lies beyond it, where that is to be noticed. A watched trend is worked out anew
// when what it counts has changed, so nothing is watched that need not be.

import type {Period, Step} from './calendar';
import {METRICS} from './trend';
import type {Metric} from './trend';

export type Choice = 'latest' | number;  // or a calendar year

// Nothing; what is newer than the period; everything, where there is nothing yet.
export type Beyond = 'nothing' | 'newer' | 'everything';

function queryOf(metric: Metric, granularity: string, zone: string,
                 interval: Partial<Period> = {}): object {
  const time = (moment: number | undefined) =>
      moment === undefined ? undefined : new Date(moment).toISOString();
  return {
    metric: `TREND_METRIC_${metric}`,
    granularity: `GRANULARITY_${granularity}`,
    timeZone: zone,
    filter: {interval: {startTime: time(interval.start), endTime: time(interval.end)}},
  };
}

export interface Plan {
  request: {query: object; moreQueries: object[]};
  metrics: readonly Metric[];  // of each query
}

export function planOf(period: Period, step: Step, zone: string, beyond: Beyond): Plan {
  const granularity = step === 'month' ? 'MONTH' : 'ISO_WEEK';
  const later = beyond === 'newer' ? {start: period.end} : {};
  const kinds = [
    (metric: Metric) => queryOf(metric, granularity, zone, period),
    (metric: Metric) => queryOf(metric, 'TOTAL', zone, period),
    ...(beyond === 'nothing' ? [] : [(metric: Metric) => queryOf(metric, 'TOTAL', zone, later)]),
  ];
  const queries = kinds.flatMap(kind => METRICS.map(kind));
  return {
    request: {query: queries[0]!, moreQueries: queries.slice(1)},
    metrics: kinds.flatMap(() => METRICS),
  };
}

// Where a query stands in a plan; that of what lies beyond is there if it was asked for.
export const pointsIndex = (metric: Metric): number => METRICS.indexOf(metric);
export const totalIndex = (metric: Metric): number => pointsIndex(metric) + METRICS.length;
export const beyondIndex = (metric: Metric): number => totalIndex(metric) + METRICS.length;

export function monthsRequest(metric: Metric, zone: string): object {
  return queryOf(metric, 'MONTH', zone);
}

export interface Count {
  start: number;  // of a month
  end: number;
  n: number;
}

// Who last heard something longer ago sees another time than now.
const RECENT_MS = 62 * 86_400_000;

// The period to begin with: the latest months, or, where they would stand all but empty, the year
// that most of what came in last is of.
export function firstChoice(months: readonly Count[], yearOf: (time: number) => number,
                            now: number): Choice {
  const filled = months.filter(month => month.n > 0 && month.start <= now);
  if (filled.length === 0 || filled.some(month => month.end > now - RECENT_MS)) return 'latest';
  const byYear = new Map<number, number>();
  for (const month of filled) {
    const year = yearOf(month.start);
    byYear.set(year, (byYear.get(year) ?? 0) + month.n);
  }
  const newest = [...byYear].sort((a, b) => b[0] - a[0]).slice(0, 2);
  return newest.sort((a, b) => b[1] - a[1])[0]![0];
}
