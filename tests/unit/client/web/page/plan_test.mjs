import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {firstChoice, METRICS, PLAN_METRICS, pointsIndex, totalIndex, watchRequest, yearsIndex} =
    await load('plan', 'trend');

const DAY_MS = 86_400_000;
const yearOf = time => new Date(time).getUTCFullYear();
const month = (text, n) => {
  const start = Date.parse(`${text}-01T00:00:00Z`);
  return {start, end: start + 31 * DAY_MS, n};
};

test('one stream watches every metric by period, as a whole and by year', () => {
  const period = {start: Date.parse('2025-01-01T00:00:00Z'), end: Date.parse('2026-01-01T00:00:00Z')};
  const {query, moreQueries} = watchRequest(period, 'week', 'Europe/Oslo');
  const queries = [query, ...moreQueries];
  assert.ok(moreQueries.length <= 15);
  assert.equal(queries.length, PLAN_METRICS.length);
  for (const metric of METRICS) {
    const places = [pointsIndex(metric), totalIndex(metric), yearsIndex(metric)];
    assert.deepEqual(places.map(at => PLAN_METRICS[at]), [metric, metric, metric]);
    assert.deepEqual(places.map(at => queries[at].metric),
                     Array(3).fill(`TREND_METRIC_${metric}`));
    assert.deepEqual(places.map(at => queries[at].granularity),
                     ['GRANULARITY_ISO_WEEK', 'GRANULARITY_TOTAL', 'GRANULARITY_YEAR']);
    assert.deepEqual(queries[places[0]].filter.interval,
                     {startTime: '2025-01-01T00:00:00.000Z', endTime: '2026-01-01T00:00:00.000Z'});
    assert.equal(queries[places[2]].filter, undefined);
  }
  assert.ok(queries.every(one => one.timeZone === 'Europe/Oslo'));
});

test('begins with the latest months, unless they would stand all but empty', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  const choose = (...months) => firstChoice(months, yearOf, now);
  assert.equal(choose(), 'latest');
  assert.equal(choose(month('2026-10', 3)), 'latest');
  assert.equal(choose(month('2025-06', 300), month('2026-11', 1)), 'latest');
  assert.equal(choose(month('2025-06', 300), month('2026-11', 0)), 2025);
  assert.equal(choose(month('2025-06', 300), month('2026-01', 2)), 2025);
  assert.equal(choose(month('2025-06', 300), month('2026-01', 400)), 2026);
  assert.equal(choose(month('2020-06', 900), month('2024-01', 1), month('2025-01', 2)), 2025);
  // What claims to be of the future says nothing about now.
  assert.equal(choose(month('2025-06', 300), month('2199-01', 1)), 2025);
});
