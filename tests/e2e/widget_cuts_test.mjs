// People answer while everything is cut: the network goes, pages are reloaded, tabs are closed or
// crash, the server is killed and comes back. What the widget said it kept (voc-answered) is
// afterwards in the server exactly once, with its last score and comment.
//
// VOC_CUTS: how many rounds, default 60. VOC_SEED: to repeat one.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';

import {bundle} from '../support/web/bundle.mjs';
import {Server} from '../support/web/server.mjs';
import {Site} from '../support/web/site.mjs';
import {CHROMIUM, playwright} from '../support/web/tools.mjs';

const ROUNDS = Number(process.env.VOC_CUTS || 60);
const SEED = Number(process.env.VOC_SEED || Date.now() % 1e9);
const SOURCE = 'cuts';
const DRAIN_MS_MAX = 120e3;

// mulberry32.
let state = SEED;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const below = n => Math.floor(random() * n);

// The browser's remote control may never answer about a page that just ended.
const CONTROL_MS_MAX = 10e3;
const soon = promise => Promise.race([promise.catch(() => undefined), pause(CONTROL_MS_MAX, undefined, {ref: false})]);

let server;
let site;
let browser;
let context;
let url;

before(async () => {
  server = await Server.start();
  console.log(`seed ${SEED}, ${ROUNDS} rounds, ${server.kind}`);
  site = await new Site({script: await bundle('element.ts'), api: server.url}).listen();
  const key = await server.createSource({
    sourceId: SOURCE, metric: 'METRIC_NPS', allowedOrigins: [site.url], quietPeriod: '0s',
  });
  site.files.set('/host.js', ['text/javascript', `
    document.addEventListener('voc-answered', event => promised(event.detail));
    document.addEventListener('voc-error', event => failed(event.detail));`]);
  url = site.page('page', `<voc-survey source="${SOURCE}" key="${key}" server="${server.url}"
      trigger="always" metric="nps"></voc-survey>`, {scripts: ['/host.js', '/voc-survey.js']});
  browser = await playwright().chromium.launch({
    executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  context = await browser.newContext();
});

after(async () => {
  await browser?.close();
  await site?.close();
  await server?.close();
});

// By submission: what was said, in order, and up to where the widget promised to keep it.
const said = new Map();
const failures = [];

function promised(detail) {
  const {submissionId, score, comment, finished} = detail;
  said.set(submissionId, {score, comment, finished});
}

async function newPage() {
  const page = await context.newPage();
  await page.exposeFunction('promised', promised);
  await page.exposeFunction('failed', failure => failures.push(failure));
  return page;
}

const cuts = {
  async offline() {
    await context.setOffline(true);
    await pause(below(300));
    await context.setOffline(false);
  },
  async reload({page}) {
    await soon(page.reload());
  },
  async close(person) {
    await soon(person.page.close());
    person.page = await newPage();
  },
  // No event tells the page.
  async crash(person) {
    const crashed = new Promise(resolve => person.page.once('crash', resolve));
    await soon(context.newCDPSession(person.page).then(devtools => {
      void devtools.send('Page.crash').catch(() => undefined);
      return crashed;
    }));
    await soon(person.page.close());
    person.page = await newPage();
  },
  async kill() {
    await server.kill();
    await pause(below(300));
    await server.run();
  },
};
const kinds = Object.keys(cuts);

// Answers as far as the cut lets; what is cut is not tried again in this round.
async function answer(person, round) {
  const {page} = person;
  const options = {timeout: 3000};
  await page.goto(url, options);
  await page.locator('.point').first().waitFor(options);
  const pick = () => page.locator(`label.point:has(input[value="${below(11)}"])`).click(options);
  await pick();
  if (random() < 0.4) await pick();
  if (random() < 0.3) {
    await page.keyboard.press(random() < 0.5 ? 'ArrowLeft' : 'ArrowRight');
  }
  if (random() < 0.15) return;
  await page.locator('textarea').fill(`round ${round}: the parcel was late å😀`, options);
  await page.locator('.send').click(options);
  await page.locator('.thanks').waitFor(options);
  if (random() < 0.5) await pause(below(60));
}

async function waiting(page) {
  return page.evaluate(() => new Promise((resolve, reject) => {
    const request = indexedDB.open('voc-outbox', 1);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const count = request.result.transaction('entries').objectStore('entries').count();
      count.onsuccess = () => {
        request.result.close();
        resolve(count.result);
      };
    };
  }));
}

test(`${ROUNDS} cuts lose nothing and double nothing`, {timeout: 60e3 + ROUNDS * 8e3}, async () => {
  const person = {page: await newPage()};
  const counts = Object.fromEntries(kinds.map(kind => [kind, 0]));
  for (let round = 0; round < ROUNDS; round++) {
    const kind = kinds[below(kinds.length)];
    counts[kind]++;
    const waitMs = below(random() < 0.5 ? 400 : 120);
    // Both go on at once; which step is cut is up to the clock.
    const answering = answer(person, round);
    answering.catch(() => undefined);
    await pause(waitMs);
    await cuts[kind](person);
    await soon(answering);
  }
  console.log(`cuts: ${JSON.stringify(counts)}; promised: ${said.size}`);

  // A page of the site is opened later: what is left goes out.
  const last = await newPage();
  await last.goto(url);
  const deadline = Date.now() + DRAIN_MS_MAX;
  while (await waiting(last) > 0) {
    assert.ok(Date.now() < deadline, `${await waiting(last)} answers still wait`);
    await pause(50);
  }
  const stored = await server.feedbackOf(SOURCE);
  const byId = new Map();
  const comments = new Set();
  for (const feedback of stored) {
    assert.ok(!byId.has(feedback.submissionId), `twice: ${feedback.submissionId}`);
    byId.set(feedback.submissionId, feedback);
    const {comment} = feedback.response;
    if (!comment) continue;
    assert.ok(!comments.has(comment), `two answers say ${comment}`);
    comments.add(comment);
  }
  for (const [submissionId, promise] of said) {
    const feedback = byId.get(submissionId);
    assert.ok(feedback, `lost: ${submissionId} ${JSON.stringify(promise)}`);
    if (!promise.finished) continue;
    // JSON leaves out what is empty: no comment, as where a reload came between the typing and the
    // sending of this script, and a score of 0.
    assert.equal(feedback.response.comment ?? '', promise.comment);
    assert.equal(feedback.response.score ?? 0, promise.score);
    assert.equal(feedback.response.finished, true);
  }
  assert.deepEqual(failures, []);
  // That something happened at all.
  const finished = [...said.values()].filter(promise => promise.finished).length;
  assert.ok(finished >= ROUNDS / 6, `only ${finished} finished`);
  console.log(`${stored.length} answers in the server, ${finished} finished; each once`);
});
