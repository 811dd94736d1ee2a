// The widget's package as npm would install it, and what client/web/examples make of it.
import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import {after, before, test} from 'node:test';

import {Server} from '../support/web/server.mjs';
import {CHROMIUM, playwright, REPO, webToolsFolder} from '../support/web/tools.mjs';

const WEB = path.join(REPO, 'client/web');
const WAIT_MS_MAX = 20e3;
let folder;
let server;

before(async () => {
  // Laid out as in the repository: the example names the package by its path.
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'voc-examples-'));
  const copied = source => !/node_modules|dist$/.test(source);
  fs.cpSync(path.join(WEB, 'widget'), path.join(folder, 'widget'), {recursive: true, filter: copied});
  fs.cpSync(path.join(WEB, 'examples'), path.join(folder, 'examples'), {recursive: true, filter: copied});
  execFileSync(process.execPath, [
    path.join(WEB, 'widget/build.mjs'), path.join(folder, 'widget/dist'),
  ], {env: {...process.env, VOC_WEB_TOOLS: webToolsFolder()}});
  server = await Server.start();
});

after(async () => {
  await server?.close();
  fs.rmSync(folder, {recursive: true, force: true});
});

async function until(what, work) {
  const deadline = Date.now() + WAIT_MS_MAX;
  for (;;) {
    const result = await work();
    if (result) return result;
    assert.ok(Date.now() < deadline, `in vain: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 30));
  }
}

async function serve(handler) {
  const site = http.createServer(handler);
  await new Promise(resolve => site.listen(0, '127.0.0.1', resolve));
  return {url: `http://127.0.0.1:${site.address().port}`, close: () => {
    site.closeAllConnections();
    site.close();
  }};
}

// The backend of node-token, and the public or secret key that checks its tokens.
async function backend(algorithm) {
  const keyFile = path.join(folder, `key-${algorithm}`);
  let check;
  if (algorithm === 'HS256') {
    check = crypto.randomBytes(32).toString('hex');
    fs.writeFileSync(keyFile, `${check}\n`);
  } else {
    const pair = crypto.generateKeyPairSync('ec', {namedCurve: 'prime256v1'});
    check = pair.publicKey.export({type: 'spki', format: 'pem'});
    fs.writeFileSync(keyFile, pair.privateKey.export({type: 'pkcs8', format: 'pem'}));
  }
  const child = spawn(process.execPath, [path.join(folder, 'examples/node-token/server.mjs')], {
    env: {
      ...process.env, VOC_SOURCE: `tokens-${algorithm}`, VOC_KEY_ID: 'k1', VOC_ALGORITHM: algorithm,
      VOC_KEY_FILE: keyFile, PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await Promise.race([
    new Promise(resolve => readline.createInterface({input: child.stdout}).once('line', text => resolve([text]))),
    new Promise((_, reject) => child.once('exit', code => reject(new Error(`ended: ${code}`)))),
  ]);
  return {check, url: / (http\S+)/.exec(line)[1], close: () => child.kill('SIGTERM')};
}

for (const algorithm of ['HS256', 'ES256']) {
  test(`a Node backend signs who answers: ${algorithm}`, async () => {
    const source = `tokens-${algorithm}`;
    const its = await backend(algorithm);
    try {
      assert.equal((await fetch(`${its.url}/token`)).status, 401);
      assert.equal((await fetch(`${its.url}/other`)).status, 404);
      const response = await fetch(`${its.url}/token`, {headers: {Cookie: 'theme=dark; user=anna'}});
      assert.equal(response.headers.get('Cache-Control'), 'no-store');
      const token = await response.text();
      const [head, body, signature] = token.split('.');
      const read = part => JSON.parse(Buffer.from(part, 'base64url'));
      assert.deepEqual(read(head), {alg: algorithm, typ: 'JWT', kid: 'k1'});
      const claims = read(body);
      assert.equal(claims.sub, 'anna');
      assert.equal(claims.account_id, 'nordvik');
      assert.equal(claims.aud, source);
      assert.ok(claims.exp > Date.now() / 1000 && claims.exp < Date.now() / 1000 + 3600);
      const bytes = Buffer.from(signature, 'base64url');
      assert.ok(algorithm === 'HS256' ?
          crypto.createHmac('sha256', its.check).update(`${head}.${body}`).digest().equals(bytes) :
          crypto.verify('sha256', Buffer.from(`${head}.${body}`),
                        {key: its.check, dsaEncoding: 'ieee-p1363'}, bytes));

      // vocd itself believes it.
      const key = await server.createSource({
        sourceId: source, metric: 'METRIC_NPS',
        tokenKeys: [{keyId: 'k1', algorithm: `TOKEN_ALGORITHM_${algorithm}`, key: its.check}],
      });
      const sent = await fetch(`${server.url}/voc.v1.FeedbackService/Submit`, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', Authorization: `Bearer ${key}`},
        body: JSON.stringify({
          feedback: {sourceId: source, submissionId: 's1', response: {metric: 'METRIC_NPS', score: 9}},
          identityToken: token,
        }),
      });
      assert.equal((await sent.json()).result?.outcome, 'OUTCOME_CREATED');
      if (server.kind === 'vocd') {
        const [feedback] = await server.feedbackOf(source);
        assert.equal(feedback.identity, 'IDENTITY_VERIFIED');
        assert.equal(feedback.respondentId, 'anna');
        assert.equal(feedback.accountId, 'nordvik');
      }
    } finally {
      its.close();
    }
  });
}

test('the React example type-checks against the package, builds, and asks', {timeout: 240e3}, async () => {
  const example = path.join(folder, 'examples/react');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {cwd: example, stdio: 'inherit'});
  const local = createRequire(path.join(example, 'package.json'));
  execFileSync(process.execPath, [local.resolve('typescript/bin/tsc'), '--noEmit'], {cwd: example, stdio: 'inherit'});
  await local('esbuild').build({
    entryPoints: [path.join(example, 'src/main.tsx')], bundle: true, minify: true, logLevel: 'error',
    outdir: path.join(example, 'dist'),
  });
  const site = await serve((request, response) => {
    const {pathname} = new URL(request.url, 'http://site');
    const file = {'/': 'index.html', '/dist/main.js': 'dist/main.js'}[pathname];
    if (!file) return response.writeHead(204).end();
    response.writeHead(200, {'Content-Type': file.endsWith('js') ? 'text/javascript' : 'text/html'});
    response.end(fs.readFileSync(path.join(example, file)));
  });
  const key = await server.createSource({
    sourceId: 'react', metric: 'METRIC_NPS', allowedOrigins: [site.url], quietPeriod: '0s',
  });
  const browser = await playwright().chromium.launch({
    executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${site.url}/?source=react&key=${key}&server=${encodeURIComponent(server.url)}`);
    await page.locator('label.point:has(input[value="8"])').click();
    // Strict mode mounts twice; one survey is left.
    assert.equal(await page.locator('voc-survey').count(), 1);
    await page.locator('textarea').fill('from React');
    await page.locator('.send').click();
    await page.locator('.thanks').waitFor();
    assert.equal(await page.locator('#said').innerText(), '8 from React');
    const feedback = await until('stored', async () => (await server.feedbackOf('react')).find(
        ({response}) => response.comment));
    assert.equal(feedback.response.comment, 'from React');
    assert.equal(feedback.touchpoint, 'order');
  } finally {
    await browser.close();
    site.close();
  }
});

test('functions for hosts without markup, from the package', async () => {
  const page = await packagePage(`
    import {ask, identify, onAnswered} from '/index.js';
    identify({respondent: 'anna'});
    window.said = [];
    const end = onAnswered(answered => said.push(answered.score));
    window.end = end;
    window.ask = options => ask({...options, properties: {plan: 'pro'}});`);
  try {
    const shown = await page.page.evaluate(to => ask({...to, force: true}), page.to);
    assert.equal(shown, true);
    assert.equal(await page.page.evaluate(to => ask(to), page.to), true);
    assert.equal(await page.page.locator('voc-survey').count(), 1);
    await page.page.locator('label.point:has(input[value="10"])').click();
    await until('heard', async () => (await page.page.evaluate(() => said.length)) === 1);
    const feedback = await until('stored', async () => (await server.feedbackOf(page.to.source))[0]);
    assert.equal(feedback.respondentId, 'anna');
    assert.deepEqual(feedback.properties, {plan: 'pro'});
  } finally {
    await page.close();
  }
});

test('a form of the host\'s own: kept, changed, delivered by the next page if need be', async () => {
  const its = await packagePage(`
    import {submitFeedback} from '/submit.js';
    window.submitFeedback = submitFeedback;`);
  try {
    const {page, to} = its;
    const first = await page.evaluate(async to => {
      const {submissionId, clientRevision, delivered} =
          await submitFeedback({...to, metric: 'csat', score: 2, touchpoint: 'own form'});
      return {submissionId, clientRevision, delivered: await delivered};
    }, to);
    assert.equal(first.clientRevision, 1);
    assert.equal(first.delivered.outcome, 'created');
    const second = await page.evaluate(async ([to, submissionId]) => {
      const submitted = await submitFeedback(
          {...to, submissionId, metric: 'csat', score: 3, comment: 'better', finished: true});
      return {...submitted, delivered: await submitted.delivered};
    }, [to, first.submissionId]);
    assert.equal(second.clientRevision, 2);
    assert.equal(second.delivered.outcome, 'updated');

    // The server is gone, and so is then the page.
    await server.kill();
    await page.evaluate(async to => {
      await submitFeedback({...to, submissionId: 'left', metric: 'csat', score: 5});
    }, to);
    await page.goto('about:blank');
    await server.run();
    await page.goto(`${its.url}/`);
    await page.evaluate(async to => {
      await submitFeedback({...to, submissionId: 'right', metric: 'csat', score: 1});
    }, to);
    const all = await until('all three', async () => {
      const feedback = await server.feedbackOf(to.source);
      return feedback.length === 3 && feedback;
    });
    assert.deepEqual(all.map(one => one.response.score).sort(), [1, 3, 5]);
  } finally {
    await its.close();
  }
});

// A page with a module of its own beside the package's files, and a source for it.
let sources = 0;
async function packagePage(script) {
  const dist = path.join(folder, 'widget/dist');
  const site = await serve((request, response) => {
    const {pathname} = new URL(request.url, 'http://site');
    const type = pathname === '/' ? 'text/html' : 'text/javascript';
    const text = pathname === '/' ? '<!doctype html><title>host</title><script type="module" src="/host.mjs"></script>' :
        pathname === '/host.mjs'  ? script :
        fs.existsSync(path.join(dist, pathname)) ? fs.readFileSync(path.join(dist, pathname)) : '';
    response.writeHead(200, {'Content-Type': type});
    response.end(text);
  });
  const source = `package-${++sources}`;
  const key = await server.createSource({
    sourceId: source, metric: script.includes('submitFeedback') ? 'METRIC_CSAT' : 'METRIC_NPS',
    allowedOrigins: [site.url], quietPeriod: '0s',
  });
  const browser = await playwright().chromium.launch({
    executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const page = await browser.newPage();
  await page.goto(`${site.url}/`);
  await page.waitForLoadState('load');
  return {
    page, url: site.url, to: {source, key, server: server.url},
    async close() {
      await browser.close();
      site.close();
    },
  };
}
