import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {scale, ticks} = await load('scale');

test('ticks are round and cover the range', () => {
  assert.deepEqual(ticks(-52, 47, 5), [-60, -40, -20, 0, 20, 40, 60]);
  assert.deepEqual(ticks(0, 100, 5), [0, 20, 40, 60, 80, 100]);
  assert.deepEqual(ticks(5, 5, 2), [4, 5, 6]);
});

test('a value has its place, also where all are the same', () => {
  const place = scale(0, 10, 100, 0);
  assert.deepEqual([place(0), place(5), place(10)], [100, 50, 0]);
  assert.equal(scale(3, 3, 0, 80)(3), 40);
});
