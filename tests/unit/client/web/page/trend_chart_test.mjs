import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {pointOf, rangeOf} = await load('trend', 'trend_chart');

const point = (n, value, ciLow, ciHigh) => pointOf({n: String(n), value, ciLow, ciHigh}, 'NPS');

test('bands of few answers do not push all else together', () => {
  assert.deepEqual(rangeOf([point(100, 30, 20, 40), point(2, 50, -80, 100)]), {low: 20, high: 50});
});

test('where there is nothing else they are shown', () => {
  assert.deepEqual(rangeOf([point(2, 50, -80, 100)]), {low: -80, high: 100});
});

test('nothing without a value', () => {
  assert.equal(rangeOf([point(0, undefined)]), undefined);
});
