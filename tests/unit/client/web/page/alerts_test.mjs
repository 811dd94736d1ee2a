import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {AlertBook, MAX_KEPT} = await load('alerts');

function alert(feedbackId, sequence, more = {}) {
  const ruleId = more.ruleId ?? 'nps-detractor';
  return {
    alertId: `${ruleId}.${feedbackId}`, sequence: String(sequence), version: 1, ruleId,
    state: 'ALERT_STATE_OPEN', feedback: {feedbackId}, ...more,
  };
}
const ids = (book, limit = 10) => book.cases(limit).map(found => found.id);

test('newest first, as many as asked for', () => {
  const book = new AlertBook();
  // Beyond what a double holds exactly.
  for (const [id, sequence] of [['a', '9007199254740993'], ['b', '9007199254740995'], ['c', 5]]) {
    book.take(alert(id, sequence));
  }
  assert.deepEqual(ids(book), ['b', 'a', 'c']);
  assert.deepEqual(ids(book, 1), ['b']);
});

test('listed and streamed, an alert is one, in its newest version', () => {
  const book = new AlertBook();
  assert.equal(book.take(alert('a', 9, {version: 2})), true);
  assert.equal(book.take(alert('a', 3)), false);
  assert.equal(book.take(alert('a', 9, {version: 2})), false);
  assert.deepEqual(book.cases(10).map(found => found.newest), [9n]);
});

test('what is over goes, and comes back when it is open again', () => {
  const book = new AlertBook();
  book.take(alert('a', 1));
  book.take(alert('a', 2, {version: 2, state: 'ALERT_STATE_DISMISSED'}));
  assert.deepEqual(ids(book), []);
  book.take(alert('a', 3, {version: 3}));
  assert.deepEqual(ids(book), ['a']);
});

test('what several rules saw in one feedback is one case', () => {
  const book = new AlertBook();
  book.take(alert('a', 1));
  book.take(alert('b', 2));
  book.take(alert('a', 3, {ruleId: 'cancellation-intent'}));
  assert.deepEqual(ids(book), ['a', 'b']);
  assert.deepEqual(book.cases(1)[0].alerts.map(one => one.ruleId),
                   ['cancellation-intent', 'nps-detractor']);
});

test('the oldest are forgotten', () => {
  const book = new AlertBook();
  for (let i = 1; i <= MAX_KEPT + 50; ++i) book.take(alert(`f${i}`, i));
  const kept = ids(book, 10_000);
  assert.equal(kept.length, MAX_KEPT);
  assert.equal(kept[0], `f${MAX_KEPT + 50}`);
});
