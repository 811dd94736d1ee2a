import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {encodeFrame, FrameReader} = await load('envelope');

function framed(text, flags = 0) {
  const frame = encodeFrame(text);
  frame[0] = flags;
  return frame;
}

test('a frame is its flags, its length and its text', () => {
  assert.deepEqual([...encodeFrame('ö')], [0, 0, 0, 0, 2, 0xC3, 0xB6]);
});

test('frames are put together wherever they are cut', () => {
  const bytes = Buffer.concat([framed('{"a":"å"}'), framed(''), framed('{}', 2)]);
  const wanted = [
    {end: false, text: '{"a":"å"}'}, {end: false, text: ''}, {end: true, text: '{}'},
  ];
  for (let size = 1; size <= bytes.length; ++size) {
    const reader = new FrameReader();
    const frames = [];
    for (let from = 0; from < bytes.length; from += size) {
      frames.push(...reader.push(new Uint8Array(bytes.subarray(from, from + size))));
    }
    assert.deepEqual(frames, wanted, `in pieces of ${size}`);
  }
});

test('what is compressed or too long is refused', () => {
  assert.throws(() => new FrameReader().push(framed('{}', 1)));
  assert.throws(() => new FrameReader().push(new Uint8Array([0, 0xFF, 0, 0, 0])));
});
