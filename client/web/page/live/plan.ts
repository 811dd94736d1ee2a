// What the page asks for: of each metric its points in the period, the whole period, and the years
// that there are, all on one stream.

import type {Period, Step} from './calendar';
import {METRICS} from './trend';
import type {Metric} from './trend';

export type Choice = 'latest' | number;  // or a calendar year

const QUERY_KINDS = 3;

function queryOf(metric: Metric, granularity: string, zone: string, period?: Period): object {
  return {
    metric: `TREND_METRIC_${metric}`,
    granularity: `GRANULARITY_${granularity}`,
    timeZone: zone,
    ...(period ? {
      filter: {
        interval: {
          startTime: new Date(period.start).toISOString(),
          endTime: new Date(period.end).toISOString(),
        },
      },
    } : {}),
  };
}

export interface WatchRequest {
  query: object;
  moreQueries: object[];
}

export function watchRequest(period: Period, step: Step, zone: string): WatchRequest {
  const queries = METRICS.flatMap(metric => [
    queryOf(metric, step === 'month' ? 'MONTH' : 'ISO_WEEK', zone, period),
    queryOf(metric, 'TOTAL', zone, period),
    queryOf(metric, 'YEAR', zone),
  ]);
  return {query: queries[0]!, moreQueries: queries.slice(1)};
}

// The metric of each query of watchRequest.
export const PLAN_METRICS: readonly Metric[] =
    METRICS.flatMap(metric => Array<Metric>(QUERY_KINDS).fill(metric));

// Where a query of watchRequest stands in it.
export const pointsIndex = (metric: Metric): number => METRICS.indexOf(metric) * QUERY_KINDS;
export const totalIndex = (metric: Metric): number => pointsIndex(metric) + 1;
export const yearsIndex = (metric: Metric): number => pointsIndex(metric) + 2;

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
