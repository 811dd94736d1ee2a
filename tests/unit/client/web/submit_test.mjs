// client/web/widget/src/submit.ts
import assert from 'node:assert/strict';
import {webcrypto} from 'node:crypto';
import {test} from 'node:test';

import {bundle} from '../../../support/web/bundle.mjs';
import {FakeServer} from './fake_world.mjs';

// As much of a browser as it needs: no IndexedDB, no localStorage, no locks.
globalThis.crypto ??= webcrypto;
globalThis.addEventListener = () => {};
globalThis.document = {addEventListener: () => {}};
// Node 21 has one of its own.
Object.defineProperty(globalThis, 'navigator', {value: {}, configurable: true});

const text = await bundle('submit.ts', {format: 'esm', minify: false});
let pages = 0;
const newPage = () => import(
    `data:text/javascript;base64,${Buffer.from(`${text}\n// ${++pages}`).toString('base64')}`);

function serve() {
  const server = new FakeServer();
  globalThis.fetch = async (url, init) => {
    const {status, text: body, retryAfter} = await server.fetch(url, init);
    return {status, text: async () => body, headers: new Map([['Retry-After', retryAfter]])};
  };
  return server;
}

const to = {server: 'https://voc.test', key: 'vks_1', source: 'app', metric: 'csat'};

test('changes are counted over reloads', async () => {
  const server = serve();
  const first = await newPage();
  const {submissionId, clientRevision} = await first.submitFeedback({...to, score: 1});
  assert.equal(clientRevision, 1);
  for (let revision = 2; revision <= 5; revision++) {
    const changed = await first.submitFeedback({...to, submissionId, score: revision});
    assert.equal(changed.clientRevision, revision);
    await changed.delivered;
  }
  let newest = 5;
  const {now} = Date;
  for (let reload = 1; reload <= 2; reload++) {
    const page = await newPage();
    for (const score of [1, 2]) {
      const changed = await page.submitFeedback({...to, submissionId, score});
      assert.ok(changed.clientRevision > newest, `${changed.clientRevision} after ${newest}`);
      assert.ok(changed.clientRevision < 2 ** 32);
      newest = changed.clientRevision;
      assert.equal((await changed.delivered).outcome, 'updated');
      assert.equal(server.feedback[0].response.score, score);
    }
    Date.now = () => now() + reload * 10e3;
  }
  Date.now = now;
});

test('who answered is remembered while the next token is fetched', async () => {
  const server = serve();
  const page = await newPage();
  const token = `x.${Buffer.from('{"sub":"anna"}').toString('base64url')}.x`;
  const first = await page.submitFeedback({...to, score: 1, token});
  await first.delivered;
  // Another function at each call, as hosts write it; by now somebody else is logged in.
  const other = `x.${Buffer.from('{"sub":"bertil"}').toString('base64url')}.x`;
  const {submissionId} = first;
  const second = await page.submitFeedback({...to, submissionId, score: 2, token: async () => other});
  await second.delivered;
  assert.deepEqual(server.received.map(({message}) => message.identityToken), [token, token]);
  assert.equal(server.feedback[0].respondentId, 'anna');
});
