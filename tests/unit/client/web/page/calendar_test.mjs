import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {dayOf, latestPeriod, startOf, weekOf, yearPeriod} = await load('calendar');

const iso = time => new Date(time).toISOString();
const both = ({start, end}) => [iso(start), iso(end)];

test('a day begins when clocks of the zone say so, on either side of summer time', () => {
  const start = (year, month, day, zone) => iso(startOf({year, month, day}, zone));
  assert.equal(start(2026, 1, 1, 'Europe/Stockholm'), '2025-12-31T23:00:00.000Z');
  assert.equal(start(2026, 7, 1, 'Europe/Stockholm'), '2026-06-30T22:00:00.000Z');
  // The day on which clocks change.
  assert.equal(start(2026, 3, 29, 'Europe/Stockholm'), '2026-03-28T23:00:00.000Z');
  assert.equal(start(2026, 3, 30, 'Europe/Stockholm'), '2026-03-29T22:00:00.000Z');
  assert.equal(start(2026, 1, 1, 'Asia/Kolkata'), '2025-12-31T18:30:00.000Z');
  assert.equal(start(2026, 1, 1, 'Pacific/Auckland'), '2025-12-31T11:00:00.000Z');
  assert.equal(start(2026, 1, 1, 'UTC'), '2026-01-01T00:00:00.000Z');
});

test('the latest twelve months end with this one', () => {
  const now = Date.parse('2026-11-30T23:30:00Z');
  assert.deepEqual(both(latestPeriod(now, 'month', 'UTC')),
                   ['2025-12-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z']);
  // There it is December already.
  assert.deepEqual(both(latestPeriod(now, 'month', 'Europe/Stockholm')),
                   ['2025-12-31T23:00:00.000Z', '2026-12-31T23:00:00.000Z']);
});

test('the latest weeks are Mondays to Sundays', () => {
  for (const now of ['2026-11-16T00:00:00Z', '2026-11-22T23:59:59Z']) {
    assert.deepEqual(both(latestPeriod(Date.parse(now), 'week', 'UTC')),
                     ['2025-11-24T00:00:00.000Z', '2026-11-23T00:00:00.000Z']);
  }
});

test('a year is that of the zone', () => {
  assert.deepEqual(both(yearPeriod(2025, 'Europe/Stockholm')),
                   ['2024-12-31T23:00:00.000Z', '2025-12-31T23:00:00.000Z']);
});

test('weeks are those of ISO 8601', () => {
  const week = day => weekOf(Date.parse(`${day}T12:00:00Z`), 'UTC');
  assert.deepEqual(week('2025-12-28'), {week: 52, year: 2025});
  assert.deepEqual(week('2025-12-29'), {week: 1, year: 2026});
  assert.deepEqual(week('2027-01-03'), {week: 53, year: 2026});
  assert.deepEqual(week('2025-01-01'), {week: 1, year: 2025});
});

test('a moment lies in a day of the zone', () => {
  assert.deepEqual(dayOf(Date.parse('2025-12-31T23:30:00Z'), 'Europe/Oslo'),
                   {year: 2026, month: 1, day: 1});
});
