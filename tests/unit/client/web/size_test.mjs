// What pages load of the widget stays small.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';

import {bundle} from '../../../support/web/bundle.mjs';

const KIB = 1024;

test('the element is at most 12 KB, compressed', async () => {
  const bytes = gzipSync(await bundle('element.ts'), {level: 9}).length;
  console.log(`voc-survey.js: ${bytes} bytes`);
  assert.ok(bytes <= 12 * KIB, `${bytes} bytes`);
});

test('the plain function is at most 5.5 KB, compressed', async () => {
  const bytes = gzipSync(await bundle('submit.ts', {format: 'esm'}), {level: 9}).length;
  console.log(`submit.js: ${bytes} bytes`);
  assert.ok(bytes <= 5.5 * KIB, `${bytes} bytes`);
});

test('nothing is written that a strict policy would refuse', async () => {
  const text = await bundle('element.ts');
  assert.doesNotMatch(text, /innerHTML|insertAdjacentHTML|\beval\(|new Function|document\.cookie/);
});
