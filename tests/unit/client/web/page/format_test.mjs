import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {Format, localeOf, round} = await load('format');

const english = new Format('en', 'en-GB', 'Europe/Stockholm');
const swedish = new Format('sv', 'sv', 'Europe/Stockholm');
const danish = new Format('da', 'da', 'Europe/Stockholm');
const norwegian = new Format('no', 'nb', 'Europe/Stockholm');
const december = Date.parse('2025-11-30T23:00:00Z');

test('numbers are written as the language does', () => {
  assert.equal(english.number(12345.678, 2), '12,345.68');
  assert.equal(danish.number(12345.678, 2), '12.345,68');
  assert.equal(swedish.number(-1234), '−1\u00a0234');
  assert.equal(english.signed(5), '+5');
  assert.equal(english.signed(-5), '−5');
  assert.equal(swedish.percent(71.4), '71\u00a0%');
});

test('nothing has no sign', () => {
  assert.equal(english.number(-0.2), '0');
  assert.equal(english.signed(-0.4), '0');
});

test('half-way goes to the even side, as voc rounds', () => {
  assert.equal(round(5.625, 2), 5.62);
  assert.equal(round(5.375, 2), 5.38);
  assert.equal(round(-2.5, 0), -2);
  assert.equal(round(-3.5, 0), -4);
  assert.equal(round(1.005, 2), 1);
  assert.equal(round(2.675, 2), 2.67);
  assert.equal(round(2.4999, 0), 2);
});

test('p-values are told to what matters', () => {
  assert.equal(english.p(0.0004), '<0.001');
  assert.equal(swedish.p(0.0312), '0,031');
  assert.equal(english.p(0.094), '0.094');
  assert.equal(english.p(0.5), '0.50');
});

test('periods have names', () => {
  assert.equal(english.periodName(december, 'month'), 'Dec 2025');
  assert.equal(english.periodInText(december, 'month'), 'December 2025');
  assert.equal(english.periodShort(december, 'month', false), 'Dec');
  assert.equal(english.periodName(december, 'week'), 'W49 2025');
  assert.equal(danish.periodName(december, 'week'), 'uge 49 2025');
  assert.equal(norwegian.periodInText(december, 'month'), 'desember 2025');
});

test('what was a moment ago is told so', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  assert.equal(english.ago(now - 20_000, now), 'now');
  assert.equal(english.ago(now - 3 * 60_000, now), '3 minutes ago');
  assert.equal(swedish.ago(now - 3 * 3_600_000, now), 'för 3 timmar sedan');
  assert.match(english.ago(now - 48 * 3_600_000, now), /^20 Nov 2026/);
});

test('answers, or texts, are counted in words', () => {
  assert.equal(english.count(1, 'NPS'), '1 answer');
  assert.equal(english.count(1302, 'CSAT'), '1,302 answers');
  assert.equal(swedish.count(2, 'SENTIMENT'), '2 texter');
});

test("dates are the reader's own where they read the language", () => {
  assert.equal(localeOf('en', ['sv-SE', 'en-US']), 'en-US');
  assert.equal(localeOf('en', ['sv-SE']), 'en-GB');
  assert.equal(localeOf('no', ['nb-NO']), 'nb-NO');
  assert.equal(localeOf('no', ['en-US']), 'nb');
});
