import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {CallError, delayAfter, MAX_DELAY_MS, REFUSED_DELAY_MS, Resuming, SILENCE_MS} =
    await load('stream', 'connect');

const turn = () => new Promise(resolve => setImmediate(resolve));

// A stream by hand: time stands still, and openings are answered by the test.
function make() {
  const world = {states: [], opened: [], timers: []};
  world.stream = new Resuming({
    open: (signal, heard) => new Promise((resolve, reject) => {
      world.opened.push({heard, resolve, reject, signal});
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    }),
    onState: state => world.states.push(state),
    random: () => 1,
    setTimer: (run, ms) => {
      const timer = {run, ms};
      world.timers.push(timer);
      return timer;
    },
    clearTimer: timer => {
      world.timers = world.timers.filter(one => one !== timer);
    },
  });
  world.last = () => world.opened[world.opened.length - 1];
  world.ring = () => {
    const timer = world.timers.shift();
    timer.run();
    return timer.ms;
  };
  return world;
}

test('is live once it heard something, and begins again when it ends', async () => {
  const world = make();
  world.stream.start();
  assert.deepEqual(world.states, ['connecting']);
  world.last().heard();
  world.last().heard();
  assert.deepEqual(world.states, ['connecting', 'live']);
  world.last().resolve();
  await turn();
  assert.deepEqual(world.states, ['connecting', 'live', 'lost']);
  world.ring();
  assert.equal(world.opened.length, 2);
});

test('waits longer after each failure, and not after it was well', async () => {
  const world = make();
  world.stream.start();
  const waits = [];
  for (let i = 0; i < 8; ++i) {
    world.last().reject(new CallError('unavailable', ''));
    await turn();
    waits.push(world.ring());
  }
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  world.last().heard();
  world.last().reject(new CallError('unavailable', ''));
  await turn();
  assert.equal(world.ring(), 500);
});

test('one that says nothing for too long is taken for dead', async () => {
  const world = make();
  world.stream.start();
  world.last().heard();
  assert.equal(world.timers.length, 1);
  assert.equal(world.ring(), SILENCE_MS);
  await turn();
  assert.equal(world.states.at(-1), 'lost');
  assert.equal(world.last().signal.aborted, true);
});

test('what is refused is asked again, but seldom', async () => {
  const world = make();
  world.stream.start();
  world.last().reject(new CallError('permission_denied', 'no'));
  await turn();
  assert.equal(world.states.at(-1), 'refused');
  assert.equal(world.ring(), REFUSED_DELAY_MS);
});

test('a pause closes it, leaves no timer, and what ends late changes nothing', async () => {
  const world = make();
  world.stream.start();
  world.last().heard();
  world.stream.pause();
  await turn();
  assert.equal(world.last().signal.aborted, true);
  assert.deepEqual(world.states, ['connecting', 'live', 'paused']);
  assert.deepEqual(world.timers, []);
  world.stream.start();
  world.opened[0].heard();
  assert.equal(world.opened.length, 2);
  assert.equal(world.states.at(-1), 'connecting');
});

test('does not wait when told to hurry, and leaves alone what is open', async () => {
  const world = make();
  world.stream.start();
  world.stream.hurry();
  assert.equal(world.opened.length, 1);
  world.last().reject(new Error('no network'));
  await turn();
  world.stream.hurry();
  assert.equal(world.opened.length, 2);
  // The timer of the former wait is gone: only that of the silence is left.
  assert.deepEqual(world.timers.map(timer => timer.ms), [SILENCE_MS]);
});

test('pages that one restart cut off come back at different times', () => {
  assert.equal(delayAfter(0, 0), 250);
  assert.equal(delayAfter(0, 1), 500);
  assert.equal(delayAfter(1000, 1), MAX_DELAY_MS);
});
