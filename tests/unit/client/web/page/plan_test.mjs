import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {beyondIndex, firstChoice, METRICS, planOf, pointsIndex, totalIndex} =
    await load('plan', 'trend');

const DAY_MS = 86_400_000;
const yearOf = time => new Date(time).getUTCFullYear();
const month = (text, n) => {
  const start = Date.parse(`${text}-01T00:00:00Z`);
  return {start, end: start + 31 * DAY_MS, n};
};

const period = {start: Date.parse('2025-01-01T00:00:00Z'), end: Date.parse('2026-01-01T00:00:00Z')};
const queriesOf = ({request}) => [request.query, ...request.moreQueries];

test('one stream watches every metric, by period and as a whole', () => {
  const plan = planOf(period, 'week', 'Europe/Oslo', 'nothing');
  const queries = queriesOf(plan);
  assert.equal(queries.length, 2 * METRICS.length);
  assert.equal(plan.metrics.length, queries.length);
  for (const metric of METRICS) {
    const places = [pointsIndex(metric), totalIndex(metric)];
    assert.deepEqual(places.map(at => plan.metrics[at]), [metric, metric]);
    assert.deepEqual(places.map(at => queries[at].metric), Array(2).fill(`TREND_METRIC_${metric}`));
    assert.deepEqual(places.map(at => queries[at].granularity),
                     ['GRANULARITY_ISO_WEEK', 'GRANULARITY_TOTAL']);
    for (const at of places) {
      assert.deepEqual(
          queries[at].filter.interval,
          {startTime: '2025-01-01T00:00:00.000Z', endTime: '2026-01-01T00:00:00.000Z'});
    }
  }
  assert.ok(queries.every(one => one.timeZone === 'Europe/Oslo'));
});

test('what lies beyond is watched where it is to be noticed', () => {
  for (const [beyond, startTime] of
           [['newer', '2026-01-01T00:00:00.000Z'], ['everything', undefined]]) {
    const queries = queriesOf(planOf(period, 'month', 'UTC', beyond));
    assert.ok(queries.length <= 16);
    for (const metric of METRICS) {
      const {filter, granularity} = queries[beyondIndex(metric)];
      assert.equal(granularity, 'GRANULARITY_TOTAL');
      assert.deepEqual(filter.interval, {startTime, endTime: undefined});
    }
  }
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
