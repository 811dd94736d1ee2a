import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {TrendBook} = await load('book');

const started = queryIndex => ({queryIndex, started: {}});
const complete = queryIndex => ({queryIndex, snapshotComplete: {}});
function upsert(month, n, value, {queryIndex = 0, group} = {}) {
  const at = number => `2026-${String(number).padStart(2, '0')}-01T00:00:00Z`;
  return {
    queryIndex,
    upsert: {group, point: {startTime: at(month), endTime: at(month + 1), n: String(n), value}},
  };
}
function fold(book, ...messages) {
  return messages.map(message => book.fold(message)).filter(moved => moved);
}
const shown = (book, index = 0) => book.points(index).map(({n, value}) => [n, value]);

test('a snapshot is shown once it is complete, by time', () => {
  const book = new TrendBook(['NPS']);
  assert.deepEqual(fold(book, started(0), upsert(2, 20, 5), upsert(1, 10, 4)), []);
  assert.equal(book.ready, false);
  assert.deepEqual(shown(book), []);
  fold(book, complete(0));
  assert.equal(book.ready, true);
  assert.deepEqual(shown(book), [[10, 4], [20, 5]]);
});

test('what changes later is told, if its numbers did', () => {
  const book = new TrendBook(['NPS']);
  fold(book, started(0), upsert(1, 10, 4), complete(0));
  const moved = fold(book, upsert(1, 11, 6), upsert(1, 11, 6), upsert(2, 1, 0));
  assert.deepEqual(moved.map(({index, point}) => [index, point.n]), [[0, 11], [0, 1]]);
  assert.deepEqual(shown(book), [[11, 6], [1, 0]]);
});

test('a new snapshot replaces the former, with what has gone, only when it is complete', () => {
  const book = new TrendBook(['NPS']);
  fold(book, started(0), upsert(1, 10, 4), upsert(2, 20, 5), complete(0));
  assert.deepEqual(fold(book, started(0), upsert(2, 21, 5)), []);
  assert.deepEqual(shown(book), [[10, 4], [20, 5]]);
  fold(book, complete(0));
  assert.deepEqual(shown(book), [[21, 5]]);
});

test('a connection lost within a snapshot leaves what was shown', () => {
  const book = new TrendBook(['NPS']);
  fold(book, started(0), upsert(1, 10, 4), complete(0), started(0), upsert(1, 1, 1));
  fold(book, started(0), upsert(1, 12, 4), complete(0));
  assert.deepEqual(shown(book), [[12, 4]]);
});

test('each query is kept apart, the first has no index on the wire', () => {
  const book = new TrendBook(['NPS', 'CSAT']);
  fold(book, started(undefined), {...upsert(1, 10, 4), queryIndex: undefined}, complete(undefined));
  assert.equal(book.ready, false);
  fold(book, started(1), upsert(1, 7, 90, {queryIndex: 1}), complete(1), upsert(1, 1, 1, {queryIndex: 9}));
  assert.equal(book.ready, true);
  assert.deepEqual([shown(book, 0), shown(book, 1)], [[[10, 4]], [[7, 90]]]);
});

test('scales are never mixed: the one most answers have is shown', () => {
  const book = new TrendBook(['CES']);
  fold(book, started(0), upsert(1, 3, 4, {group: {scale: '5'}}),
       upsert(1, 40, 5, {group: {scale: '7'}}), upsert(2, 2, 6, {group: {scale: '7'}}),
       upsert(1, 0, undefined, {group: {scale: '7-low'}}), complete(0));
  assert.deepEqual(book.mainScale(0), {scale: '7', others: 1});
  assert.deepEqual(shown(book), [[40, 5], [2, 6]]);
});
