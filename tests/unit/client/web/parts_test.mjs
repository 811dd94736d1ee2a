// The small parts of client/web/widget/src: texts, scales, records, stores, tokens, ids.
import assert from 'node:assert/strict';
import {webcrypto} from 'node:crypto';
import {test} from 'node:test';

import {load} from '../../../support/web/bundle.mjs';

// Node 18 has it under another name.
globalThis.crypto ??= webcrypto;

const {LANGUAGES, askedTags, builtInLanguage, textsFor} = await load('texts.ts');
const {followUpFor, isMetric, scaleOf, scoresOf} = await load('scale.ts');
const {answerEntry, bodyOf, displayEntry, withoutTime} = await load('record.ts');
const {clean} = await load('text.ts');
const {claimsOf} = await load('token.ts');
const {newId} = await load('ids.ts');
const {Person} = await load('person.ts');
const {makePlainStore, makeSafeStore} = await load('store.ts');
const {verdictOf} = await load('reply.ts');
const {COMMENT_BYTES_MAX, COMMENT_LETTERS_MAX} = await load('limits.ts');

test('every text is there in four languages, and none is another\'s', () => {
  assert.deepEqual(LANGUAGES, ['en', 'sv', 'da', 'no']);
  const seen = new Map();
  for (const language of LANGUAGES) {
    for (const metric of ['nps', 'csat', 'ces']) {
      const texts = textsFor(language, metric, false, {});
      assert.deepEqual(Object.keys(texts).sort(), [
        'close', 'followUp', 'followUpHappy', 'followUpUnhappy', 'highLabel', 'lowLabel', 'offline',
        'optional', 'question', 'send', 'thankYou',
      ]);
      for (const [name, text] of Object.entries(texts)) {
        assert.ok(text.trim() === text && text.length > 2, `${language} ${name}`);
        // Danish and Norwegian share a word here and there, never a sentence.
        if (text.includes(' ')) {
          const owner = seen.get(text) ?? language;
          assert.equal(owner, language, text);
          seen.set(text, language);
        }
      }
    }
  }
});

test('Norwegian has three names; what nobody speaks is English', () => {
  assert.equal(builtInLanguage(['nb-NO', 'en']), 'no');
  assert.equal(builtInLanguage(['nn']), 'no');
  assert.equal(builtInLanguage(['NO']), 'no');
  assert.equal(builtInLanguage(['sv_SE']), 'sv');
  assert.equal(builtInLanguage(['svx', 'da']), 'da');
  assert.equal(builtInLanguage(['fi', 'de-AT']), 'en');
  assert.equal(builtInLanguage(['constructor', '', 'x']), 'en');
  assert.equal(builtInLanguage([]), 'en');
  assert.deepEqual(askedTags(['nb-NO', 'en']), ['nb-NO', 'no', 'nb', 'nn', 'en']);
  assert.deepEqual(askedTags(['en', 'en']), ['en']);
  assert.ok(askedTags(Array.from({length: 99}, (_, i) => `x${i}`)).length <= 32);
});

test('a source\'s own texts stand in place of ours, one follow-up for all', () => {
  const texts = textsFor('sv', 'nps', false, {question: 'Hur gick det?', thankYou: '', followUp: 'Varför?'});
  assert.equal(texts.question, 'Hur gick det?');
  assert.equal(texts.thankYou, 'Tack för ditt svar!');
  assert.equal(texts.followUpHappy, 'Varför?');
  assert.equal(texts.followUpUnhappy, 'Varför?');
  const both = textsFor('sv', 'nps', false, {followUp: 'Varför?', followUpHappy: 'Vad var bäst?'});
  assert.equal(both.followUpHappy, 'Vad var bäst?');
});

test('where little is good the ends change sides', () => {
  const easy = textsFor('en', 'ces', false, {});
  const effort = textsFor('en', 'ces', true, {});
  assert.deepEqual([effort.lowLabel, effort.highLabel], [easy.highLabel, easy.lowLabel]);
});

test('scales as vocd has them', () => {
  assert.deepEqual(scoresOf(scaleOf('nps', 11)), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (const points of [2, 3, 5, 7, 10]) {
    const scores = scoresOf(scaleOf('csat', points));
    assert.deepEqual([scores[0], scores.at(-1)], [1, points]);
  }
  assert.equal(scaleOf('csat', 4).points, 5);
  assert.equal(scaleOf('csat', NaN).points, 5);
  assert.equal(scaleOf('ces').points, 7);
  assert.equal(scaleOf('nps', 11, true).lowIsGood, false);
  assert.ok(isMetric('ces') && !isMetric('stars'));
});

test('who is happy', () => {
  const moods = (scale, scores) => scores.map(
      score => ({followUp: 'n', followUpHappy: 'h', followUpUnhappy: 'u'})[followUpFor(scale, score)]).join('');
  assert.equal(moods(scaleOf('nps', 11), [0, 6, 7, 8, 9, 10]), 'uunnhh');
  assert.equal(moods(scaleOf('csat', 5), [1, 2, 3, 4, 5]), 'uuuhh');
  assert.equal(moods(scaleOf('csat', 5, false, 1), [1, 4, 5]), 'uuh');
  assert.equal(moods(scaleOf('csat', 2), [1, 2]), 'uh');
  assert.equal(moods(scaleOf('csat', 3), [1, 2, 3]), 'uuh');
  assert.equal(moods(scaleOf('ces', 7), [1, 3, 4, 5, 7]), 'uunhh');
  assert.equal(moods(scaleOf('ces', 7, true), [1, 3, 4, 5, 7]), 'hhnuu');
  assert.equal(moods(scaleOf('ces', 5), [1, 2, 3, 4, 5]), 'uunhh');
});

const to = {server: 'https://voc.test///', key: 'vks_1', source: 'app'};
const draft = (identity = {}, context = {}, token = '') =>
    ({to, submissionId: 's', context, person: {identity, token}});

test('an answer as the API wants it', () => {
  const entry = answerEntry(
      draft({respondent: 'anna', account: 'nordvik'}, {
        questionId: 'q', channel: 'in_app', touchpoint: 'order', journeyStage: 'adopt',
        properties: {plan: 'pro', seats: 7}, language: 'sv',
      }),
      {metric: 'ces', score: 2, scalePoints: 5, lowIsGood: true, comment: 'bra', finished: true}, 3,
      Date.parse('2026-11-22T10:00:00.123Z'), 5);
  assert.deepEqual(JSON.parse(bodyOf(entry)), {
    feedback: {
      sourceId: 'app', submissionId: 's', questionId: 'q', clientRevision: 3,
      response: {
        metric: 'METRIC_CES', score: 2, scalePoints: 5, lowIsGood: true, comment: 'bra', finished: true,
      },
      respondentId: 'anna', accountId: 'nordvik', collectedAt: '2026-11-22T10:00:00.123Z',
      channel: 'in_app', touchpoint: 'order', journeyStage: 'JOURNEY_STAGE_ADOPT',
      properties: {plan: 'pro', seats: '7'}, language: 'sv',
    },
  });
  assert.equal(entry.server, 'https://voc.test');
  assert.equal(JSON.parse(withoutTime(entry).payload).collectedAt, undefined);
  assert.equal(withoutTime(withoutTime(entry)), undefined);
});

test('a token says who, and goes beside what is frozen', () => {
  const token = ['{}', JSON.stringify({sub: 'åsa', account_id: 'a1'}), 's']
                    .map(part => Buffer.from(part).toString('base64url')).join('.');
  const entry = displayEntry(draft({token}, {}, token), 'nps', 0);
  const body = JSON.parse(bodyOf(entry));
  assert.equal(body.identityToken, token);
  assert.equal(body.displays[0].respondentId, 'åsa');
  assert.equal(body.displays[0].accountId, 'a1');
  for (const identity of [{respondent: 'bo', account: 'b1', token}, {account: 'b1', token}]) {
    const {feedback} = JSON.parse(bodyOf(
        answerEntry(draft(identity, {}, token), {metric: 'nps', score: 1}, 1, 0, 0)));
    assert.equal(feedback.respondentId, 'åsa');
    assert.equal(feedback.accountId, 'a1');
  }
  // What the token does not say nobody does; a token that cannot be read is the server's to judge.
  for (const [claims, who] of [['{"sub":"åsa"}', 'åsa'], ['{}', undefined], ['[', undefined]]) {
    const bare = `x.${Buffer.from(claims).toString('base64url')}.x`;
    const {feedback} = JSON.parse(bodyOf(answerEntry(
        draft({respondent: 'bo', account: 'b1'}, {}, bare), {metric: 'nps', score: 1}, 1, 0, 0)));
    assert.equal(feedback.respondentId, who);
    assert.equal(feedback.accountId, undefined);
  }
  for (const bad of ['', 'x', 'a.b.c', '..', `a.${Buffer.from('[').toString('base64')}.c`]) {
    assert.deepEqual(claimsOf(bad).sub ?? '', '');
  }
});

test('a comment is cut to 32 KiB of UTF-8 between characters', () => {
  assert.equal(clean('aå€😀'), 'aå€😀');
  assert.equal(clean('\ufeffa'), '\ufeffa');
  assert.equal(clean('x\ud800y'), 'x\ufffdy');
  for (let max = 0; max <= 10; max++) {
    const kept = clean('aå€😀', max);
    assert.ok('aå€😀'.startsWith(kept) && Buffer.byteLength(kept) <= max, `${max}: ${kept}`);
  }
  const long = '😀'.repeat(10_000);
  const entry = answerEntry(draft(), {metric: 'nps', score: 1, comment: long}, 1, 0, 0);
  const {comment} = JSON.parse(entry.payload).response;
  assert.equal(Buffer.byteLength(comment), COMMENT_BYTES_MAX);
  assert.ok(Buffer.byteLength('€'.repeat(COMMENT_LETTERS_MAX)) <= COMMENT_BYTES_MAX);
});

test('ids are random UUIDs of version 4', () => {
  const ids = new Set(Array.from({length: 1000}, newId));
  assert.equal(ids.size, 1000);
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

function fakeItems(map = new Map()) {
  return {
    map,
    get: name => map.get(name) ?? null,
    set: (name, text) => (text === null ? map.delete(name) : map.set(name, text)),
    names: () => [...map.keys()],
  };
}
const forbidden = {get: () => null, set: () => undefined, names: () => []};
const entry = (id, revision) => ({id, revision, payload: '{}'});

test('the plain store is shared through localStorage, and works without', async () => {
  const items = fakeItems();
  const one = makePlainStore(items);
  const other = makePlainStore(items);
  await one.change('a', () => entry('a', 1));
  await other.change('a', old => ({...old, revision: 2}));
  assert.deepEqual((await one.all()).map(({revision}) => revision), [2]);
  await one.change('a', () => null);
  assert.deepEqual(await other.all(), []);
  assert.equal(items.map.size, 0);

  const alone = makePlainStore(forbidden);
  await alone.change('a', () => entry('a', 1));
  assert.equal((await alone.all()).length, 1);
  items.map.set('voc-outbox:broken', '{');
  assert.deepEqual(await one.all(), []);
});

test('what IndexedDB refuses is kept plainly, and found in either', async () => {
  let broken = false;
  const disk = makePlainStore(fakeItems());
  const flaky = {
    change: (...all) => (broken ? Promise.reject(new Error('quota')) : disk.change(...all)),
    all: () => (broken ? Promise.reject(new Error('quota')) : disk.all()),
    lease: () => Promise.reject(new Error('quota')),
  };
  const plain = makePlainStore(fakeItems());
  const store = makeSafeStore(flaky, plain);
  await store.change('a', () => entry('a', 1));
  assert.equal((await plain.all()).length, 0);
  broken = true;
  await store.change('a', () => entry('a', 2));
  await store.change('b', () => entry('b', 1));
  assert.deepEqual((await store.all()).map(({id, revision}) => id + revision).sort(), ['a2', 'b1']);
  assert.equal(await store.lease(), true);
  broken = false;
  assert.deepEqual((await store.all()).map(({id, revision}) => id + revision).sort(), ['a2', 'b1']);
  for (const id of ['a', 'b']) await store.change(id, () => null);
  assert.deepEqual(await store.all(), []);
});

test('waits that a server names are read, and bounded', () => {
  const wait = (status, header) =>
      verdictOf(status, JSON.stringify({code: 'resource_exhausted'}), header).waitMs;
  assert.equal(wait(429, '5'), 5e3);
  assert.equal(wait(429, '99999'), 3600e3);
  assert.equal(wait(429, null), 0);
  assert.equal(wait(503, 'Wed, 21 Oct 2026 07:28:00 GMT'), 0);
  assert.equal(verdictOf(503, '', '2').waitMs, 2e3);
});

test('a token that the server does not believe is told from a key', () => {
  const kind = reason => verdictOf(401, JSON.stringify({
    code: 'unauthenticated', message: 'TOKEN_EXPIRED',
    details: [{type: 'google.rpc.ErrorInfo', value: Buffer.concat(
        [Buffer.from([10, reason.length]), Buffer.from(reason), Buffer.from([18, 3]), Buffer.from('voc')])
        .toString('base64').replace(/=/g, '')}],
  }), null).kind;
  assert.equal(kind('TOKEN_EXPIRED'), 'token');
  assert.equal(kind('TOKEN_INVALID'), 'token');
  assert.equal(kind('SOURCE_KEY_UNKNOWN'), 'refused');
});

test('people are told apart by the page, and by the token', () => {
  const outbox = {persons: new Set(), fetchToken: async () => ''};
  const token = claims => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  const whos = [
    {}, {respondent: 'anna'}, {respondent: 'anna', account: 'a1'}, {account: 'a1'},
    {token: token({sub: 'anna'})}, {token: token({sub: 'bo'})},
    {token: token({sub: 'bo', account_id: 'a1'})}, {respondent: 'anna', token: token({sub: 'bo'})},
  ].map(identity => new Person(identity, outbox).who);
  assert.equal(new Set(whos).size, whos.length);
  // A newer token of the same person.
  assert.equal(new Person({token: token({sub: 'bo', exp: 9})}, outbox).who, whos[5]);
  assert.equal(new Person({respondent: undefined}, outbox).who, whos[0]);
});
