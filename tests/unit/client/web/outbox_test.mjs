// client/web/widget/src/outbox.ts
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {rejected} from '../../../support/web/mock_vocd.mjs';
import {load} from '../../../support/web/bundle.mjs';
import {failure, FakeDisk, FakeServer, FakeWorld, settled} from './fake_world.mjs';

const {makeOutbox} = await load('outbox.ts');
const {answerEntry, displayEntry} = await load('record.ts');
const limits = await load('limits.ts');

const HOUR = 3600e3;
const DAY = 24 * HOUR;
const TO = {server: 'https://voc.test/', key: 'vks_1', source: 'app'};

function draft(submissionId, identity = {}, token = '') {
  return {to: TO, submissionId, context: {}, person: {identity, token}};
}

function answer(world, submissionId, revision, score, comment, identity, token) {
  return answerEntry(draft(submissionId, identity, token), {metric: 'nps', score, comment}, revision,
                     world.now, world.now);
}

function page(world) {
  const outbox = makeOutbox(world);
  const news = [];
  outbox.listen(({kind, detail}) => news.push({kind, ...detail}));
  return {outbox, news};
}

const jwt = claims =>
    ['{}', JSON.stringify(claims), 'x'].map(part => Buffer.from(part).toString('base64url')).join('.');

test('an answer is kept, sent, delivered and forgotten', async () => {
  const world = new FakeWorld();
  const {outbox, news} = page(world);
  await outbox.put(answer(world, 'a', 1, 9));
  assert.equal(world.disk.entries.size, 1);
  await settled();
  assert.equal(world.disk.entries.size, 0);
  assert.deepEqual(news, [
    {kind: 'delivered', source: 'app', submissionId: 'a', clientRevision: 1, outcome: 'created'},
  ]);
  const [{init}] = world.server.received;
  assert.equal(init.headers.Authorization, 'Bearer vks_1');
  assert.equal(init.headers['Content-Type'], 'application/json');
  assert.equal(init.headers['Connect-Protocol-Version'], '1');
  assert.deepEqual(world.server.feedback[0], {
    sourceId: 'app', submissionId: 'a', clientRevision: 1,
    response: {metric: 'METRIC_NPS', score: 9}, collectedAt: '2026-11-22T12:00:00.000Z',
  });
  assert.deepEqual(world.timers, []);
});

// The page dies at every step there is; another one comes and finds what was left.
test('no cut loses an answer that was kept, or its comment, or tells it twice', async () => {
  let cuts = 0;
  for (let cutAt = 0;; cutAt++) {
    const disk = new FakeDisk();
    const server = new FakeServer();
    const first = new FakeWorld({disk, server, cutAt});
    const {outbox} = page(first);
    let kept = 0;
    void (async () => {
      await outbox.put(answer(first, 'a', 1, 7));
      kept = 1;
      await settled();
      await outbox.put(answer(first, 'a', 2, 8));
      kept = 2;
      await outbox.put(answer(first, 'a', 3, 8, 'good'));
      kept = 3;
      outbox.flush();
    })();
    await first.pass(HOUR);
    const second = new FakeWorld({disk, server, now: first.now});
    page(second).outbox.send();
    await second.pass(HOUR);
    assert.equal(disk.entries.size, 0, `cut ${cutAt}: something still waits`);
    assert.ok(server.feedback.length <= 1, `cut ${cutAt}`);
    const stored = server.feedback[0]?.clientRevision ?? 0;
    assert.ok(stored >= kept, `cut ${cutAt}: kept ${kept}, the server has ${stored}`);
    if (stored === 3) assert.equal(server.feedback[0].response.comment, 'good');
    if (first.steps <= cutAt) break;
    cuts++;
  }
  assert.ok(cuts > 30, `only ${cuts} cuts`);
});

test('a request, or its reply, is lost: the same bytes go again', async () => {
  for (const fault of ['lost', 'silent']) {
    const world = new FakeWorld();
    const seen = [];
    world.server.fault = (_, __, init) => {
      seen.push(init.body);
      return seen.length <= 4 ? fault : undefined;
    };
    const {outbox, news} = page(world);
    await outbox.put(answer(world, 'a', 1, 9, 'å \ud83d smile'));
    await world.pass(HOUR);
    assert.equal(new Set(seen).size, 1);
    assert.equal(seen.length, 5);
    assert.equal(world.server.feedback.length, 1);
    assert.equal(world.server.feedback[0].response.comment, 'å \ufffd smile');
    assert.equal(news.at(-1).outcome, fault === 'lost' ? 'created' : 'unchanged');
  }
});

test('waits are doubled up to five minutes, less up to a half by chance', async () => {
  for (const chance of [0, 0.999]) {
    const world = new FakeWorld();
    world.chance = chance;
    const times = [];
    world.server.fault = () => {
      times.push(world.now);
      return 'lost';
    };
    await page(world).outbox.put(answer(world, 'a', 1, 9));
    await world.pass(2 * HOUR);
    const waits = times.slice(1).map((time, i) => time - times[i]);
    const share = 0.5 + chance / 2;
    for (let i = 0; i < waits.length; i++) {
      const full = Math.min(limits.RETRY_WAIT_MS_MIN * 2 ** i, limits.RETRY_WAIT_MS_MAX);
      assert.ok(Math.abs(waits[i] - Math.max(full * share, 500)) <= 1, `wait ${i} is ${waits[i]}`);
    }
    assert.ok(times.length > 20);
  }
});

test('being online again shortens a wait, unless the server named it', async () => {
  const world = new FakeWorld();
  let tries = 0;
  world.server.fault = () => {
    tries++;
    return 'lost';
  };
  const {outbox} = page(world);
  await outbox.put(answer(world, 'a', 1, 9));
  await world.pass(60e3);
  const before = tries;
  await outbox.send(true);
  assert.equal(tries, before + 1);

  for (const reply of [
    failure('resource_exhausted', 'RATE_LIMITED', 429, {seconds: 90}),
    failure('unavailable', '', 503, {retryAfter: '90'}),
    {status: 429, text: '<html>', retryAfter: '90'},
  ]) {
    const other = new FakeWorld();
    let calls = 0;
    other.server.fault = () => (++calls === 1 ? reply : undefined);
    const its = page(other).outbox;
    await its.put(answer(other, 'a', 1, 9));
    await settled();
    await its.send(true);
    // Nor do other answers go to that server.
    await its.put(answer(other, 'b', 1, 9), undefined, false);
    await its.send(true);
    assert.equal(calls, 1);
    await other.pass(89e3);
    assert.equal(calls, 1);
    await its.put(answer(other, 'b', 2, 9));
    await other.pass(5e3);
    assert.equal(other.server.feedback.length, 2);

    // Another page keeps to it, too.
    const third = new FakeWorld();
    third.server.fault = () => reply;
    await page(third).outbox.put(answer(third, 'a', 1, 9));
    await settled();
    third.server.fault = () => undefined;
    await page(third).outbox.send(true);
    assert.equal(third.server.feedback.length, 0);
  }
});

test('a server that does not answer is asked once a round, not once an entry', async () => {
  const world = new FakeWorld();
  let calls = 0;
  world.server.fault = () => {
    calls++;
    return 'lost';
  };
  const {outbox} = page(world);
  for (let i = 0; i < 20; i++) await outbox.put(answer(world, `a${i}`, 1, 9), undefined, false);
  await outbox.send();
  assert.equal(calls, 1);
  world.server.fault = () => undefined;
  await world.pass(2e3);
  assert.equal(world.server.feedback.length, 20);
});

test('a newer revision goes in place of an older one, and outlives its delivery', async () => {
  const world = new FakeWorld();
  const {outbox, news} = page(world);
  const first = outbox.put(answer(world, 'a', 1, 3));
  const second = outbox.put(answer(world, 'a', 2, 4));
  await Promise.all([first, second]);
  await outbox.put(answer(world, 'a', 1, 3));
  await world.pass(HOUR);
  assert.equal(world.server.feedback[0].response.score, 4);
  assert.equal(world.disk.entries.size, 0);
  assert.equal(news.at(-1).clientRevision, 2);
});

test('a revision that is put while an older one is on its way is not forgotten with it', async () => {
  const world = new FakeWorld();
  let reply;
  world.server.fault = (_, {feedback}) => (feedback.clientRevision === 1 ? new Promise(resolve => {
    reply = resolve;
  }) : undefined);
  const {fetch} = world.server;
  world.server.fetch = async (url, init) => {
    const fault = await world.server.fault('Submit', JSON.parse(init.body), init);
    world.server.fault = () => fault;
    return fetch.call(world.server, url, init);
  };
  const {outbox, news} = page(world);
  await outbox.put(answer(world, 'a', 1, 3));
  await settled();
  await outbox.put(answer(world, 'a', 2, 4), undefined, false);
  reply(undefined);
  await settled();
  assert.equal(news[0].clientRevision, 1);
  assert.deepEqual([...world.disk.entries.values()].map(({revision}) => revision), [2]);
  await outbox.send();
  assert.equal(world.server.feedback[0].response.score, 4);
});

test('an older revision that arrives late does not win', async () => {
  const world = new FakeWorld();
  const {outbox} = page(world);
  await outbox.put(answer(world, 'a', 2, 4, 'new'));
  await settled();
  const late = new FakeWorld({server: world.server});
  const {outbox: other, news} = page(late);
  await other.put(answer(late, 'a', 1, 3));
  await settled();
  assert.equal(news[0].outcome, 'superseded');
  assert.equal(world.server.feedback[0].response.comment, 'new');
});

test('a time that the server does not believe is left out, once; other rejections end it', async () => {
  for (const field of ['collected_at', 'collectedAt', 'feedback.collected_at']) {
    const world = new FakeWorld();
    world.server.fault = (_, {feedback}) => (feedback.collectedAt ? {
      status: 200, retryAfter: null,
      text: JSON.stringify({result: rejected(field, 'more than a day ago')}),
    } : undefined);
    const {outbox, news} = page(world);
    await outbox.put(answer(world, 'a', 1, 9));
    await world.pass(HOUR);
    assert.equal(world.server.feedback.length, 1);
    assert.equal(world.server.feedback[0].collectedAt, undefined);
    assert.deepEqual(news.map(({kind}) => kind), ['delivered']);
  }
  const world = new FakeWorld();
  world.server.fault = () => ({
    status: 200, retryAfter: null,
    text: JSON.stringify({result: rejected('response.score', 'out of scale')}),
  });
  const {outbox, news} = page(world);
  await outbox.put(answer(world, 'a', 1, 11));
  await world.pass(HOUR);
  assert.equal(world.disk.entries.size, 0);
  assert.equal(news.length, 1);
  assert.equal(news[0].reason, 'rejected');
  assert.equal(news[0].final, true);
  assert.match(news[0].message, /out of scale/);
});

test('a time of a display that is not believed is left out', async () => {
  const world = new FakeWorld();
  world.server.fault = (_, {displays}) => (displays[0].displayedAt ? {
    status: 200, retryAfter: null,
    text: JSON.stringify({results: [rejected('displayed_at', 'more than a day ago')]}),
  } : undefined);
  await page(world).outbox.put(displayEntry(draft('a'), 'nps', world.now));
  await world.pass(HOUR);
  assert.equal(world.server.vocd.displays.size, 1);
  assert.equal(world.disk.entries.size, 0);
});

test('what is refused is tried slowly for seven days, then dropped', async () => {
  for (const reply of [
    failure('permission_denied', 'KEY_SCOPE', 403), failure('unauthenticated', 'SOURCE_KEY_UNKNOWN', 401),
    failure('unimplemented', '', 501), failure('invalid_argument', '', 400),
    {status: 404, text: 'not here', retryAfter: null},
  ]) {
    const world = new FakeWorld();
    let calls = 0;
    world.server.fault = () => {
      calls++;
      return reply;
    };
    const {outbox, news} = page(world);
    await outbox.put(answer(world, 'a', 1, 9));
    await world.pass(6.9 * DAY);
    assert.ok(calls > 12 && calls < 40, `${calls} calls`);
    assert.deepEqual(news.map(({reason, final}) => [reason, final]), [['refused', false]]);
    assert.equal(world.disk.entries.size, 1);
    await world.pass(2 * DAY);
    assert.equal(world.disk.entries.size, 0);
    assert.deepEqual(news.at(-1).final, true);
  }
});

test('a key that is valid again within seven days delivers', async () => {
  const world = new FakeWorld();
  world.server.fault = () => failure('unauthenticated', 'SOURCE_KEY_UNKNOWN', 401);
  await page(world).outbox.put(answer(world, 'a', 1, 9));
  await world.pass(3 * DAY);
  world.server.fault = () => undefined;
  await world.pass(DAY);
  assert.equal(world.server.feedback.length, 1);
});

test('other codes, and answers that are not vocd\'s, are tried again soon', async () => {
  for (const reply of [
    failure('unavailable', '', 503), failure('deadline_exceeded', '', 504),
    failure('aborted', '', 409), failure('internal', '', 500), failure('unknown', '', 500),
    {status: 502, text: '<html>bad gateway', retryAfter: null},
    {status: 200, text: '<html>please log in to this network', retryAfter: null},
    {status: 200, text: '{}', retryAfter: null}, {status: 200, text: 'null', retryAfter: null},
  ]) {
    const world = new FakeWorld();
    let calls = 0;
    world.server.fault = () => (++calls <= 3 ? reply : undefined);
    const {outbox, news} = page(world);
    await outbox.put(answer(world, 'a', 1, 9));
    await world.pass(60e3);
    assert.deepEqual(news.map(({kind}) => kind), ['delivered'], reply.text);
    assert.equal(calls, 4);
  }
});

test('what is older than thirty days is dropped, and said', async () => {
  const world = new FakeWorld();
  world.server.fault = () => 'lost';
  const {outbox, news} = page(world);
  await outbox.put(answer(world, 'a', 1, 9));
  await world.pass(30 * DAY + HOUR);
  assert.equal(world.disk.entries.size, 0);
  assert.deepEqual(news.map(({reason, final}) => [reason, final]), [['expired', true]]);
});

test('at most 200 wait: displays go first, then the oldest', async () => {
  const world = new FakeWorld();
  world.server.fault = () => 'lost';
  const {outbox, news} = page(world);
  for (let i = 0; i < limits.RECORDS_MAX; i++) {
    world.now++;
    await outbox.put(
        i === 100 ? displayEntry(draft('shown'), 'nps', world.now) : answer(world, `a${i}`, 1, 9));
  }
  await outbox.put(answer(world, 'b', 1, 9));
  await outbox.put(answer(world, 'c', 1, 9));
  assert.equal(world.disk.entries.size, limits.RECORDS_MAX);
  const lost = news.filter(({reason}) => reason === 'overflow');
  assert.deepEqual(lost.map(({submissionId}) => submissionId), ['shown', 'a0']);
});

test('a clock that was set back holds nothing for ever', async () => {
  const world = new FakeWorld();
  world.server.fault = () => failure('resource_exhausted', '', 429, {seconds: 60});
  await page(world).outbox.put(answer(world, 'a', 1, 9));
  await settled();
  world.server.fault = () => undefined;
  const earlier = new FakeWorld({disk: world.disk, server: world.server, now: world.now - 400 * DAY});
  await page(earlier).outbox.send();
  assert.equal(world.server.feedback.length, 1);
});

test('the page ends: what it has goes out at once, within what browsers allow', async () => {
  const world = new FakeWorld();
  const sent = [];
  world.server.fault = (_, {feedback}, init) => {
    if (init.keepalive) sent.push(feedback.submissionId);
    return 'lost';
  };
  const {outbox} = page(world);
  for (let i = 0; i < 10; i++) await outbox.put(answer(world, `a${i}`, 1, 9, 'x'.repeat(4000)));
  outbox.flush();
  await settled();
  assert.deepEqual(sent, ['a0', 'a1', 'a2', 'a3']);
  // Also before the store has it.
  const other = new FakeWorld();
  other.store.change = () => new Promise(() => {});
  const its = page(other).outbox;
  void its.put(answer(other, 'now', 1, 9));
  its.flush();
  await settled();
  assert.equal(other.server.feedback[0].submissionId, 'now');
});

test('a token that expired is fetched anew, once; without one it goes unverified', async () => {
  const old = jwt({sub: 'anna', n: 1});
  const fresh = jwt({sub: 'anna', n: 2});
  for (const [fetched, accepted, expected] of [
    [fresh, [fresh], [old, fresh]],
    [fresh, [], [old, fresh, undefined]],
    // Of somebody else, who is logged in now.
    [jwt({sub: 'bertil'}), [], [old, undefined]],
    [null, [], [old, undefined]],
  ]) {
    const world = new FakeWorld();
    const tokens = [];
    world.server.fault = (_, {identityToken}) => {
      tokens.push(identityToken);
      return identityToken && !accepted.includes(identityToken) ?
          failure('unauthenticated', 'TOKEN_EXPIRED', 401) : undefined;
    };
    const identity = {
      token: () => (fetched ? Promise.resolve(fetched) : Promise.reject(new Error('backend down'))),
    };
    const {outbox} = page(world);
    await outbox.put(answer(world, 'a', 1, 9, '', identity, old), {identity, token: old});
    await world.pass(HOUR);
    assert.deepEqual(tokens, expected);
    assert.equal(world.server.feedback.length, 1);
    assert.equal(world.server.feedback[0].respondentId, 'anna');
  }
});

test('an answer that is given before the token is there gets it when it is sent', async () => {
  const world = new FakeWorld();
  const identity = {respondent: 'anna', token: async () => jwt({sub: 'anna'})};
  const {outbox} = page(world);
  await outbox.put(answer(world, 'a', 1, 9, '', identity), {identity, token: ''});
  await settled();
  assert.equal(world.server.received[0].message.identityToken, jwt({sub: 'anna'}));
});

test('a later page fetches tokens only for its own person', async () => {
  for (const [who, expected] of [['anna', jwt({sub: 'anna'})], ['bertil', undefined]]) {
    const world = new FakeWorld();
    world.server.fault = () => 'lost';
    const anna = {respondent: 'anna', token: () => Promise.reject(new Error('offline'))};
    await page(world).outbox.put(answer(world, 'a', 1, 9, '', anna), {identity: anna, token: ''});
    const next = new FakeWorld({disk: world.disk});
    const {outbox} = page(next);
    outbox.persons.add({identity: {respondent: who, token: async () => jwt({sub: who})}, token: ''});
    await outbox.send();
    assert.equal(next.server.received[0].message.identityToken, expected);
  }
});

// Of a server that takes changes of what a token vouches for with a token of the same person alone.
function strict(server) {
  const vouched = new Map();
  const taken = {
    outcome: 'OUTCOME_REJECTED',
    error: {code: 3, message: 'submission_id: is taken by somebody else', details: [
      {'@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SUBMISSION_TAKEN', domain: 'voc'},
    ]},
  };
  server.fault = (method, {feedback, identityToken}) => {
    const sub = identityToken && JSON.parse(Buffer.from(identityToken.split('.')[1], 'base64url')).sub;
    const before = vouched.get(feedback.submissionId);
    if (before && before !== sub) {
      return {status: 200, retryAfter: null, text: JSON.stringify({result: taken})};
    }
    if (sub) vouched.set(feedback.submissionId, sub);
    return undefined;
  };
}

test('a comment waits for the token that its score had, for seven days', async () => {
  for (const comesAfter of [2 * HOUR, 6 * DAY, Infinity]) {
    const world = new FakeWorld();
    strict(world.server);
    const token = jwt({sub: 'anna'});
    let there = true;
    const identity = {token: async () => (there ? token : Promise.reject(new Error('down')))};
    const {outbox, news} = page(world);
    await outbox.put(answer(world, 'a', 1, 9, '', identity, token), {identity, token});
    await settled();
    assert.equal(world.server.received.length, 1);
    there = false;
    let calls = 0;
    const decide = world.server.fault;
    world.server.fault = (...all) => {
      calls++;
      return decide(...all);
    };
    await outbox.put(answer(world, 'a', 2, 9, 'good', identity), {identity, token: ''});
    outbox.flush();
    await world.pass(Math.min(comesAfter, 6.9 * DAY));
    // Said once that it cannot be changed so, it is not asked again and again.
    assert.equal(calls, 1);
    assert.equal(world.disk.entries.size, 1);
    there = comesAfter < Infinity;
    await world.pass(DAY);
    assert.equal(world.disk.entries.size, 0);
    assert.deepEqual(world.server.feedback[0].response.comment, there ? 'good' : undefined);
    assert.deepEqual(news.filter(({kind}) => kind === 'error').map(({reason, final}) => [reason, final]),
                     there ? [['refused', false]] : [['refused', false], ['refused', true]]);
  }
});

test('the end of a page sends nothing without the token that belongs to it', async () => {
  const world = new FakeWorld();
  const token = jwt({sub: 'anna'});
  const identity = {token: () => new Promise(() => {})};
  const {outbox} = page(world);
  void outbox.put(answer(world, 'a', 1, 9, '', identity), {identity, token: ''}, false);
  void outbox.put(answer(world, 'b', 1, 9, '', identity, token), {identity, token}, false);
  void outbox.put(answer(world, 'c', 1, 9), undefined, false);
  outbox.flush();
  await settled();
  assert.deepEqual(world.server.received.map(({message}) => message.feedback.submissionId), ['b', 'c']);
});

test('a later page has the token for a change, by who is remembered, or by what the server says', async () => {
  for (const remembered of ['anna', '']) {
    for (const who of ['anna', 'bertil']) {
      const world = new FakeWorld();
      strict(world.server);
      const token = jwt({sub: 'anna'});
      const identity = {token: () => Promise.reject(new Error('down'))};
      const {outbox} = page(world);
      await outbox.put(answer(world, 'a', 1, 9, '', identity, token), {identity, token});
      await settled();
      await outbox.put(answerEntry(
          {...draft('a', identity), respondent: remembered}, {metric: 'nps', score: 9, comment: 'good'}, 2,
          world.now, world.now), {identity, token: ''});
      await settled();

      const next = new FakeWorld({disk: world.disk, server: world.server, now: world.now + 2 * HOUR});
      const {outbox: later} = page(next);
      const person = {identity: {token: async () => jwt({sub: who})}, token: ''};
      later.persons.add(person);
      await later.send();
      // What was fetched for it is known to the page; what is of somebody else changes nobody.
      assert.equal(person.token, who === 'anna' || !remembered ? jwt({sub: who}) : '');
      assert.equal(next.disk.entries.size, who === 'anna' ? 0 : 1, `${remembered} ${who}`);
      assert.equal(next.server.feedback[0].response.comment, who === 'anna' ? 'good' : undefined);
    }
  }
});

test('an answer that nobody vouched for yet gets no token of whoever comes next', async () => {
  const world = new FakeWorld();
  world.server.fault = () => 'lost';
  const identity = {token: () => Promise.reject(new Error('offline'))};
  await page(world).outbox.put(answer(world, 'a', 1, 9, '', identity), {identity, token: ''});
  const next = new FakeWorld({disk: world.disk});
  const {outbox} = page(next);
  outbox.persons.add({identity: {token: async () => jwt({sub: 'bertil'})}, token: ''});
  await outbox.send();
  assert.equal(next.server.received[0].message.identityToken, undefined);
  assert.equal(next.server.received[0].message.feedback.respondentId, undefined);
});

test('a submission of somebody else, without any token, is final at once', async () => {
  const world = new FakeWorld();
  strict(world.server);
  const {outbox, news} = page(world);
  await outbox.put(answer(world, 'a', 1, 9, '', {}, jwt({sub: 'anna'})));
  await settled();
  await outbox.put(answer(world, 'a', 2, 0));
  await settled();
  assert.deepEqual([news.at(-1).reason, news.at(-1).final], ['rejected', true]);
  assert.equal(world.disk.entries.size, 0);
});

test('a token that expired as the page ended is fetched anew at the next pass', async () => {
  const world = new FakeWorld();
  const [old, fresh] = [1, 2].map(n => jwt({sub: 'anna', n}));
  world.server.fault = (_, {identityToken}) => (
      identityToken === old ? failure('unauthenticated', 'TOKEN_EXPIRED', 401) : undefined);
  const identity = {token: async () => fresh};
  const {outbox} = page(world);
  await outbox.put(answer(world, 'a', 1, 9, '', identity, old), {identity, token: old}, false);
  outbox.flush();
  await world.pass(5e3);
  assert.deepEqual(world.server.received.map(({message}) => message.identityToken), [fresh]);
  assert.equal(world.disk.entries.size, 0);
});

test('a token that comes later decides who it is, whatever the page said', async () => {
  const world = new FakeWorld();
  const token = jwt({sub: 'anna', account_id: 'nordvik'});
  const identity = {account: 'other', token: async () => token};
  const {outbox} = page(world);
  await outbox.put(answer(world, 'a', 1, 9, '', identity), {identity, token: ''});
  await settled();
  const [{message}] = world.server.received;
  assert.equal(message.identityToken, token);
  assert.equal(message.feedback.respondentId, 'anna');
  assert.equal(message.feedback.accountId, 'nordvik');
});

test('what was kept by a clock far behind is tried before it is too old', async () => {
  const world = new FakeWorld();
  world.server.fault = () => 'lost';
  await page(world).outbox.put(answer(world, 'a', 1, 9));
  const next = new FakeWorld({disk: world.disk, now: world.now + 400 * DAY});
  const {outbox, news} = page(next);
  await outbox.send();
  assert.deepEqual(news.map(({kind}) => kind), ['delivered']);
  assert.equal(next.server.feedback.length, 1);
});

test('a host whose listener throws stops nobody', async () => {
  const world = new FakeWorld();
  const outbox = makeOutbox(world);
  const {error} = console;
  const said = [];
  console.error = text => said.push(text);
  outbox.listen(() => {
    throw new Error('of the host');
  });
  const heard = [];
  outbox.listen(one => heard.push(one));
  await outbox.put(answer(world, 'a', 1, 9));
  await settled();
  console.error = error;
  assert.equal(heard.length, 1);
  assert.equal(said.length, 1);
});
