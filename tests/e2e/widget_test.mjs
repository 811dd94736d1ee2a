// The widget in a real browser, on pages under a policy that allows nothing it does not need: people
// answer by mouse, by keyboard, on a phone, in four languages and from right to left.
//
// VOC_PICTURES: a folder for screenshots.
import assert from 'node:assert/strict';
import path from 'node:path';
import {after, before, test} from 'node:test';

import {bundle} from '../support/web/bundle.mjs';
import {errorInfo, ConnectError, MockVocd} from '../support/web/mock_vocd.mjs';
import {Server} from '../support/web/server.mjs';
import {Site} from '../support/web/site.mjs';
import {axe, CHROMIUM, playwright} from '../support/web/tools.mjs';

const PICTURES = process.env.VOC_PICTURES;
const WAIT_MS_MAX = 20e3;
const FONT = 'body{font-family:"DejaVu Sans",sans-serif;margin:16px}' +
    '@media (prefers-color-scheme:dark){body{background:#14181f;color:#e8eaee}a{color:#78b4ea}}';

const QUESTIONS = {
  en: 'How likely are you to recommend us to a friend or colleague?',
  sv: 'Hur troligt är det att du skulle rekommendera oss till en vän eller kollega?',
  da: 'Hvor sandsynligt er det, at du vil anbefale os til en ven eller kollega?',
  no: 'Hvor sannsynlig er det at du vil anbefale oss til en venn eller kollega?',
};

let server;
let mock;
let site;
let browser;
const keys = {};
let pages = 0;

before(async () => {
  server = await Server.start();
  console.log(`against ${server.kind}`);
  mock = await new MockVocd().listen();
  site = await new Site({
    script: await bundle('element.ts'), api: `${server.url} ${mock.url}`,
  }).listen();
  for (const [name, source] of Object.entries({
    nps: {metric: 'METRIC_NPS'},
    csat: {metric: 'METRIC_CSAT', scalePoints: 5},
    csat2: {metric: 'METRIC_CSAT', scalePoints: 2},
    csat3: {metric: 'METRIC_CSAT', scalePoints: 3},
    csat7: {metric: 'METRIC_CSAT', scalePoints: 7},
    csat10: {metric: 'METRIC_CSAT', scalePoints: 10},
    ces: {metric: 'METRIC_CES', scalePoints: 7},
    effort: {metric: 'METRIC_CES', scalePoints: 5, lowIsGood: true},
    worded: {
      metric: 'METRIC_NPS',
      texts: {
        en: {question: 'Would you tell a friend about Nordvik?', followUpHappy: 'Why so?'},
        no: {question: 'Ville du fortalt en venn om Nordvik?'},
      },
    },
  })) {
    keys[name] = await server.createSource({
      sourceId: name, allowedOrigins: [site.url], quietPeriod: '0s', ...source,
    });
  }
  site.files.set('/host.js', ['text/javascript', `
    window.heard = [];
    for (const name of ['shown', 'answered', 'dismissed', 'delivered', 'error']) {
      document.addEventListener('voc-' + name, event => heard.push([name, event.detail]));
    }`]);
  browser = await playwright().chromium.launch({
    executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
});

after(async () => {
  await browser?.close();
  await site?.close();
  await mock?.close();
  await server?.close();
});

// A visitor of his own, on a page with the survey; fails on whatever the console says.
async function visit(source, {
  display = 'inline', page: options = {}, attributes = '', extra = '', at = server.url,
  key = keys[source],
} = {}, contextOptions = {}) {
  const context = await browser.newContext({viewport: {width: 900, height: 640}, ...contextOptions});
  const page = await context.newPage();
  const console_ = [];
  page.on('console', message => console_.push(message.text()));
  page.on('pageerror', error => console_.push(String(error)));
  const url = site.page(
      `page${++pages}`,
      `<h1>Nordvik</h1><p>Your parcel is on its way. <a href="#x">Follow it</a></p>
       <voc-survey source="${source}" key="${key}" server="${at}" display="${display}" ${attributes}>
       </voc-survey>${extra}`,
      {css: FONT, scripts: ['/host.js', '/voc-survey.js'], ...options});
  await page.goto(url);
  return {
    page, context, url, console: console_,
    heard: name => page.evaluate(
        wanted => heard.filter(([kind]) => kind === wanted).map(([, detail]) => detail), name),
    async close() {
      assert.deepEqual(console_, []);
      assert.deepEqual(await context.cookies(), []);
      await context.close();
    },
  };
}

const point = (page, score) => page.locator(`label.point:has(input[value="${score}"])`);

async function until(what, work) {
  const deadline = Date.now() + WAIT_MS_MAX;
  for (;;) {
    const result = await work();
    if (result) return result;
    assert.ok(Date.now() < deadline, `in vain: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 30));
  }
}

// What the server has of the newest submission of this page.
async function stored(visitor, source) {
  const [{submissionId}] = (await visitor.heard('answered')).slice(-1);
  return until('stored', async () => (await server.feedbackOf(source)).find(
      one => one.submissionId === submissionId && one.response.finished));
}

// Ends when nothing moves any more. What fades in is paler than it will be, and a machine
// that is busy may stop in the middle of it: axe-core then finds too little contrast.
async function settled(page) {
  await page.evaluate(async () => {
    const roots = [document, ...[...document.querySelectorAll('voc-survey')].map(one => one.shadowRoot)];
    await Promise.allSettled(roots.flatMap(root => root.getAnimations()).map(one => one.finished));
  });
}

async function violations(page) {
  await settled(page);
  await page.evaluate(axe().source);
  const {violations: found, passes} = await page.evaluate(() => axe.run(document, {preload: false}));
  assert.ok(passes.length > 10);
  return found.map(({id, nodes}) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}

async function picture(page, name) {
  if (!PICTURES) return;
  await settled(page);
  await page.screenshot({path: path.join(PICTURES, `${name}.png`)});
}

test('a person answers by mouse, and the host hears of it', async () => {
  const visitor = await visit('nps', {attributes: `respondent="anna" account="a1" question-id="q1"
      channel="in_app" touchpoint="order" journey-stage="adopt" properties='{"plan": "pro", "seats": 7}'`});
  const {page} = visitor;
  await point(page, 6).click();
  await point(page, 9).click();
  await page.locator('textarea').fill('Rask levering, og Anna var blid. 😀');
  await page.locator('.send').click();
  await page.locator('.thanks').waitFor();
  assert.match(await page.locator('.thanks').innerText(), /Thank you for your answer!/);
  const feedback = await stored(visitor, 'nps');
  assert.equal(feedback.response.score, 9);
  assert.equal(feedback.response.comment, 'Rask levering, og Anna var blid. 😀');
  assert.equal(feedback.respondentId, 'anna');
  assert.equal(feedback.accountId, 'a1');
  assert.equal(feedback.questionId, 'q1');
  assert.equal(feedback.channel, 'in_app');
  assert.equal(feedback.touchpoint, 'order');
  assert.equal(feedback.journeyStage, 'JOURNEY_STAGE_ADOPT');
  assert.deepEqual(feedback.properties, {plan: 'pro', seats: '7'});
  await until('delivered', async () => (await visitor.heard('delivered')).length >= 2);
  assert.equal((await visitor.heard('shown')).length, 1);
  const answered = await visitor.heard('answered');
  assert.deepEqual(answered.map(({score, comment}) => [score, comment]).slice(-2), [
    [9, ''], [9, 'Rask levering, og Anna var blid. 😀'],
  ]);
  assert.equal(new Set(answered.map(one => one.submissionId)).size, 1);
  assert.deepEqual(await visitor.heard('error'), []);
  await visitor.close();
});

test('a score alone counts, at once', async () => {
  const visitor = await visit('nps');
  await point(visitor.page, 0).click();
  const {submissionId} = (await until('answered', () => visitor.heard('answered').then(all => all[0])));
  const feedback = await until('stored', async () => (await server.feedbackOf('nps')).find(
      one => one.submissionId === submissionId));
  assert.equal(feedback.response.score ?? 0, 0);
  await visitor.close();
});

for (const display of ['inline', 'dialog', 'corner']) {
  test(`a person answers by keyboard alone: ${display}`, async () => {
    const visitor = await visit('nps', {display});
    const {page} = visitor;
    await page.locator('.point').first().waitFor();
    const focused = () => page.evaluate(() => {
      const inside = document.querySelector('voc-survey').shadowRoot.activeElement;
      return inside ? inside.value || inside.className || inside.localName : '';
    });
    for (let i = 0; await focused() !== '0'; i++) {
      assert.ok(i < 12, 'the scale is not reached by Tab');
      await page.keyboard.press('Tab');
    }
    for (const _ of '12345678') await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    // What arrow keys pass over is no answer.
    const answered = await until('answered', async () => {
      const all = await visitor.heard('answered');
      return all.length > 0 && all;
    });
    assert.deepEqual(answered.map(({score}) => score), [7]);
    await page.keyboard.press('Tab');
    await page.keyboard.type('by keys');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'send');
    await page.keyboard.press('Enter');
    await page.locator('.thanks').waitFor();
    assert.equal((await stored(visitor, 'nps')).response.comment, 'by keys');
    // The focus is not lost with what was hidden.
    assert.match(await focused(), display === 'inline' ? /thanks/ : /close/);
    if (display !== 'inline') {
      await page.keyboard.press('Escape');
      await until('gone', async () => await page.locator('.card').count() === 0);
      assert.deepEqual(await visitor.heard('dismissed'), []);
    }
    await visitor.close();
  });
}

test('Escape takes a dialog and a corner away, and gives the focus back', async () => {
  for (const display of ['dialog', 'corner']) {
    const visitor = await visit('nps', {display, attributes: 'trigger="manual"'});
    const {page} = visitor;
    await page.locator('a').focus();
    await page.evaluate(() => document.querySelector('voc-survey').ask());
    await page.locator('.point').first().waitFor();
    if (display === 'corner') await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await until('gone', async () => await page.locator('.card').count() === 0);
    assert.equal(await page.evaluate(() => document.activeElement.localName), 'a');
    assert.equal((await visitor.heard('dismissed')).length, 1);
    assert.equal((await visitor.heard('dismissed'))[0].answered, false);
    await visitor.close();
  }
});

test('a person answers on a phone, with targets of 44 px', async () => {
  for (const width of [320, 390]) {
    for (const display of ['inline', 'corner']) {
      const visitor = await visit('nps', {display, attributes: 'lang="sv"'}, {
        viewport: {width, height: 740}, hasTouch: true, isMobile: true, deviceScaleFactor: 2,
      });
      const {page} = visitor;
      await page.locator('.point').first().waitFor();
      await point(page, 3).tap();
      await page.locator('textarea').tap();
      await page.locator('textarea').fill('På mobilen');
      for (const target of await page.locator('.point, .send, .close').all()) {
        const box = await target.boundingBox();
        assert.ok(box.width >= 43.5 && box.height >= 43.5, `${width} ${display}: ${JSON.stringify(box)}`);
      }
      assert.equal(await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      await picture(page, `phone-${width}-${display}`);
      await page.locator('.send').tap();
      await page.locator('.thanks').waitFor();
      assert.equal((await stored(visitor, 'nps')).response.comment, 'På mobilen');
      await visitor.close();
    }
  }
});

test('every scale fits a small phone, is answered, and reads well', async () => {
  for (const source of ['csat', 'csat2', 'csat3', 'csat7', 'csat10', 'ces', 'effort']) {
    for (const width of [320, 390, 900]) {
      const phone = width < 600;
      const visitor = await visit(source, {display: phone ? 'corner' : 'inline'}, {
        viewport: {width, height: 740}, hasTouch: phone, isMobile: phone,
      });
      const {page} = visitor;
      const last = page.locator('.point').last();
      await last.waitFor();
      if (phone) {
        for (const target of await page.locator('.point').all()) {
          const box = await target.boundingBox();
          assert.ok(box.width >= 43.5 && box.height >= 43.5, `${source}: ${JSON.stringify(box)}`);
        }
      }
      await last.click();
      assert.deepEqual(await violations(page), [], `${source} at ${width}`);
      await picture(page, `${source}-${width}`);
      if (width === 320) {
        await page.locator('.send').click();
        await page.locator('.thanks').waitFor();
        assert.equal((await stored(visitor, source)).response.score,
                     Number(await last.locator('input').getAttribute('value')));
      }
      await visitor.close();
    }
  }
});

test('four languages, by the page, by the visitor, and by the host', async () => {
  for (const [language, question] of Object.entries(QUESTIONS)) {
    const tag = {no: 'nb-NO', en: 'en', sv: 'sv', da: 'da'}[language];
    for (const [how, options] of Object.entries({
      page: [{page: {attributes: `lang="${tag}"`}}, {}],
      visitor: [{page: {attributes: ''}}, {locale: tag}],
      host: [{attributes: `language="${tag}"`, page: {attributes: 'lang="fi"'}}, {}],
    })) {
      const visitor = await visit('nps', options[0], options[1]);
      const legend = visitor.page.locator('.question');
      await legend.waitFor();
      assert.equal(await legend.innerText(), question, `${language} by ${how}`);
      assert.equal(await visitor.page.locator('.card').getAttribute('lang'), language);
      if (how === 'page') {
        await point(visitor.page, 5).click();
        await picture(visitor.page, `language-${language}`);
      }
      await visitor.close();
    }
  }
});

test('a source\'s own words, in Norwegian by any name', async () => {
  for (const [lang, question] of [
    ['en', 'Would you tell a friend about Nordvik?'], ['nb', 'Ville du fortalt en venn om Nordvik?'],
    ['nn-NO', 'Ville du fortalt en venn om Nordvik?'],
  ]) {
    const visitor = await visit('worded', {page: {attributes: `lang="${lang}"`}});
    await visitor.page.locator('.question').waitFor();
    assert.equal(await visitor.page.locator('.question').innerText(), question);
    if (lang === 'en') {
      await point(visitor.page, 10).click();
      assert.match(await visitor.page.locator('.follow-up').innerText(), /^Why so\?/);
    }
    await visitor.close();
  }
});

test('from right to left all of it is mirrored, arrow keys too', async () => {
  const visitor = await visit('nps', {
    display: 'corner', page: {attributes: 'lang="ar" dir="rtl"'},
  });
  const {page} = visitor;
  await page.locator('.point').first().waitFor();
  const box = score => point(page, score).boundingBox();
  assert.ok((await box(0)).x > (await box(10)).x);
  assert.ok((await page.locator('.card').boundingBox()).x < 100, 'the corner is that at the end');
  await page.locator('input[value="3"]').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await page.locator('input:checked').getAttribute('value'), '4');
  assert.deepEqual(await violations(page), []);
  await picture(page, 'rtl');
  await visitor.close();
});

test('axe-core finds nothing, in light and dark, before, between and after', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const display of ['inline', 'dialog', 'corner']) {
      const visitor = await visit('nps', {display}, {colorScheme});
      const {page} = visitor;
      await page.locator('.point').first().waitFor();
      const look = async state => {
        // Colours are measured once nothing fades in any more.
        await page.waitForFunction(() => document.querySelector('voc-survey').shadowRoot
            .getAnimations().every(({playState}) => playState === 'finished'));
        assert.deepEqual(await violations(page), [], `${colorScheme} ${display} ${state}`);
        await picture(page, `${colorScheme}-${display}-${state}`);
      };
      await look('1');
      await point(page, 8).click();
      await look('2');
      await page.locator('.send').click();
      await page.locator('.thanks').waitFor();
      await look('3');
      await visitor.close();
    }
  }
});

test('forced colours show which score is chosen; reduced motion moves nothing', async () => {
  const visitor = await visit('csat', {}, {forcedColors: 'active', reducedMotion: 'reduce'});
  const {page} = visitor;
  await point(page, 4).click();
  const [chosen, other] = await Promise.all([4, 2].map(
      score => point(page, score).locator('.face').evaluate(face => getComputedStyle(face).backgroundColor)));
  assert.notEqual(chosen, other);
  const moving = await page.evaluate(
      () => document.querySelector('voc-survey').shadowRoot.getAnimations().length);
  assert.equal(moving, 0);
  await picture(page, 'forced-colours');
  await visitor.close();
});

test('twice as large, in half a window, nothing is cut off', async () => {
  const visitor = await visit('nps', {display: 'dialog'}, {viewport: {width: 450, height: 320}, deviceScaleFactor: 2});
  const {page} = visitor;
  await point(page, 2).click();
  await page.locator('textarea').fill('x');
  await page.locator('.send').click();
  await page.locator('.thanks').waitFor();
  await visitor.close();
});

test('a host\'s colours and shapes come through', async () => {
  const visitor = await visit('nps', {page: {css: `${FONT} voc-survey {
      --voc-accent: rgb(150, 20, 90); --voc-radius: 4px; --voc-font: "DejaVu Serif", serif;
    } voc-survey::part(question) { text-transform: uppercase }`}});
  const {page} = visitor;
  await point(page, 7).click();
  const style = await page.locator('.send').evaluate(send => {
    const {backgroundColor, fontFamily} = getComputedStyle(send);
    return {backgroundColor, fontFamily};
  });
  assert.equal(style.backgroundColor, 'rgb(150, 20, 90)');
  assert.match(style.fontFamily, /Serif/);
  assert.equal(await page.locator('.question').evaluate(one => getComputedStyle(one).textTransform), 'uppercase');
  await picture(page, 'themed');
  await visitor.close();
});

test('the policy is strict, and no cookie is set or sent', async () => {
  const visitor = await visit('nps', {page: {
    css: '', policy: `default-src 'none'; script-src ${site.url}; connect-src ${server.url}`,
  }});
  const {page} = visitor;
  await point(page, 7).click();
  // The styles are there though the policy names none.
  assert.equal(await page.locator('.card').evaluate(card => getComputedStyle(card).borderRadius), '14px');
  await page.locator('.send').click();
  await page.locator('.thanks').waitFor();
  await stored(visitor, 'nps');
  assert.equal(await page.evaluate(() => document.cookie), '');
  await visitor.close();
  assert.deepEqual(site.cookies, []);
});

test('a reload in the middle goes on with the same answer', async () => {
  const visitor = await visit('nps');
  const {page} = visitor;
  await point(page, 4).click();
  const [{submissionId}] = await until('answered', async () => {
    const all = await visitor.heard('answered');
    return all.length > 0 && all;
  });
  await page.locator('textarea').fill('half a');
  await page.reload();
  await page.locator('textarea').waitFor();
  assert.equal(await page.locator('textarea').inputValue(), 'half a');
  assert.equal(await page.locator('input:checked').getAttribute('value'), '4');
  await page.locator('textarea').fill('half a sentence');
  await page.locator('.send').click();
  await page.locator('.thanks').waitFor();
  const feedback = await stored(visitor, 'nps');
  assert.equal(feedback.submissionId, submissionId);
  assert.equal(feedback.response.comment, 'half a sentence');
  await visitor.close();
});

test('who was asked a short while ago is left alone, unless forced', async () => {
  const visitor = await visit('nps');
  const {page} = visitor;
  await page.locator('.point').first().waitFor();
  await until('shown', async () => (await visitor.heard('shown')).length === 1);
  await page.goto(visitor.url);
  assert.equal(await page.evaluate(() => document.querySelector('voc-survey').ask()), false);
  assert.equal(await page.evaluate(() => document.querySelector('voc-survey').ask({force: true})), true);
  await page.locator('.point').first().waitFor();
  await visitor.close();
});

// From here on the server misbehaves, which only the stand-in does on demand.

test('whom the server would not ask is not asked, nor where it does not answer', async () => {
  mock.eligible = false;
  const visitor = await visit('any', {at: mock.url, key: 'k', attributes: 'trigger="manual"'});
  const ask = () => visitor.page.evaluate(() => document.querySelector('voc-survey').ask());
  assert.equal(await ask(), false);
  mock.eligible = true;
  // The server said when to ask again.
  assert.equal(await ask(), false);
  await visitor.close();
  mock.fault = method => (method === 'CheckEligibility' ? 'cut' : undefined);
  const other = await visit('any', {at: mock.url, key: 'k', attributes: 'trigger="manual"'});
  assert.equal(await other.page.evaluate(() => document.querySelector('voc-survey').ask()), false);
  assert.equal((await other.heard('error'))[0].reason, 'unreachable');
  mock.fault = () => undefined;
  // The browser itself says that a request failed.
  other.console.length = 0;
  await other.close();
});

test('an expired token is fetched anew; GetSurvey needs no preflight', async () => {
  const jwt = n => ['{}', JSON.stringify({sub: 'anna', n}), 'x']
                       .map(part => Buffer.from(part).toString('base64url')).join('.');
  mock.calls.length = 0;
  mock.fault = (method, {identityToken}) => {
    if (method === 'Submit' && identityToken === jwt(1)) {
      throw new ConnectError('unauthenticated', 'too old', {details: [errorInfo('TOKEN_EXPIRED')]});
    }
  };
  const visitor = await visit('any', {at: mock.url, key: 'k', attributes: 'trigger="manual"'});
  const {page} = visitor;
  await page.evaluate(([first, second]) => {
    const survey = document.querySelector('voc-survey');
    let asked = 0;
    survey.identify({token: async () => (asked++ ? second : first)});
    return survey.ask({force: true});
  }, [jwt(1), jwt(2)]);
  await point(page, 9).click();
  await until('verified', () => mock.calls.find(
      ({method, message}) => method === 'Submit' && message.identityToken === jwt(2)));
  await until('delivered', async () => (await visitor.heard('delivered')).length > 1);
  mock.fault = () => undefined;
  assert.equal([...mock.feedback.values()].at(-1).respondentId, 'anna');
  assert.equal(mock.calls.find(({method}) => method === 'GetSurvey').verb, 'GET');
  // The browser notes the 401 itself.
  visitor.console.length = 0;
  await visitor.close();
});

// What is begun on a page, as far as a few words.
async function begin(visitor, score) {
  await point(visitor.page, score).click();
  await until('answered', async () => (await visitor.heard('answered')).length > 0);
  await visitor.page.locator('textarea').fill('half a');
}

const begunNames = page => page.evaluate(
    () => Object.keys(sessionStorage).filter(name => name.startsWith('voc-begun:')));

const token = claims => ['{}', JSON.stringify(claims), 'x']
                            .map(part => Buffer.from(part).toString('base64url')).join('.');

test('what one customer began the next one in the tab does not continue', async () => {
  const at = {at: mock.url, key: 'k'};
  const people = [
    ['respondent="anna"', 'respondent="bertil"'], ['respondent="anna"', ''],
    ['', 'respondent="bertil"'], ['respondent="anna" account="a1"', 'respondent="anna" account="a2"'],
    [`token="${token({sub: 'anna'})}"`, `token="${token({sub: 'bertil'})}"`],
    ['account="a1"', 'account="a2"'],
  ];
  for (const [first, second] of people) {
    const visitor = await visit('shared', {...at, attributes: first});
    const {page} = visitor;
    await begin(visitor, 4);
    const [{submissionId}] = await visitor.heard('answered');
    mock.calls.length = 0;
    await page.goto(site.page(`page${++pages}`,
                              `<voc-survey source="shared" key="k" server="${mock.url}" trigger="manual" ${second}>
        </voc-survey>`, {css: FONT, scripts: ['/host.js', '/voc-survey.js']}));
    // It is asked for as of somebody new, which a page without a name is for a while not.
    const shown = await page.evaluate(() => document.querySelector('voc-survey').ask());
    if (second && !second.startsWith('account')) {
      assert.deepEqual(await begunNames(page), []);
      assert.equal(mock.calls.filter(({method}) => method === 'CheckEligibility').length, 1, second);
      assert.equal(await page.locator('input:checked').count(), 0);
      assert.equal(await page.locator('textarea').isVisible(), false);
      await point(page, 9).click();
      const [answered] = await until('answered', async () => {
        const all = await visitor.heard('answered');
        return all.length > 0 && all;
      });
      assert.notEqual(answered.submissionId, submissionId);
    } else {
      assert.equal(shown, false);
    }
    await visitor.close();
  }
});

test('what was begun goes on with the same customer, however the page says who it is', async () => {
  for (const [attributes, identity] of [
    [`token="${token({sub: 'anna', exp: 1})}"`, undefined], ['trigger="manual"', {respondent: 'anna'}],
    ['trigger="manual"', {token: token({sub: 'anna'})}],
  ]) {
    const visitor = await visit('goeson', {at: mock.url, key: 'k', attributes});
    const {page} = visitor;
    const identify = () => page.evaluate(who => {
      document.querySelector('voc-survey').identify({
        ...who, ...(who.token ? {token: async () => who.token} : {}),
      });
    }, identity);
    if (identity) {
      await identify();
      await page.evaluate(() => document.querySelector('voc-survey').ask({force: true}));
    }
    await begin(visitor, 4);
    await page.reload();
    if (identity) {
      await page.waitForFunction(() => customElements.get('voc-survey'));
      await identify();
    }
    await page.locator('textarea').waitFor();
    assert.equal(await page.locator('textarea').inputValue(), 'half a');
    await visitor.close();
  }
});

test('the same source of another server goes on with nothing of this one', async () => {
  const other = await new MockVocd().listen();
  const third = await new Site({script: await bundle('element.ts'), api: `${mock.url} ${other.url}`}).listen();
  const context = await browser.newContext();
  const page = await context.newPage();
  const at = server => third.page(`page${++pages}`, `<voc-survey source="both" key="k" server="${server}"
      trigger="always"></voc-survey>`);
  await page.goto(at(mock.url));
  await point(page, 4).click();
  await page.locator('textarea').fill('half a');
  await page.goto(at(other.url));
  await page.locator('.point').first().waitFor();
  assert.equal(await page.locator('input:checked').count(), 0);
  await context.close();
  await third.close();
  await other.close();
});

test('another person on the same page takes the survey away; who had no name goes on', async () => {
  const at = {at: mock.url, key: 'k', attributes: 'trigger="manual"'};
  for (const [first, second, goesOn] of [
    [{respondent: 'anna'}, {respondent: 'bertil'}, false], [{respondent: 'anna'}, {}, false],
    [{token: token({sub: 'anna'})}, {token: token({sub: 'bertil'})}, false],
    [{token: token({sub: 'anna'})}, {token: token({sub: 'anna'})}, true],
    [{}, {respondent: 'bertil'}, true], [{}, {token: token({sub: 'bertil'})}, true],
  ]) {
    const visitor = await visit('login', at);
    const {page} = visitor;
    const identify = identity => page.evaluate(({token, ...who}) => {
      document.querySelector('voc-survey').identify({...who, ...(token ? {token: async () => token} : {})});
    }, identity);
    await identify(first);
    await page.evaluate(() => document.querySelector('voc-survey').ask({force: true}));
    await begin(visitor, 4);
    await identify(second);
    if (goesOn) {
      await page.locator('.send').click();
      await page.locator('.thanks').waitFor();
      const [{submissionId}] = await visitor.heard('answered');
      const feedback = await until('stored', () => [...mock.feedback.values()].find(
          one => one.submissionId === submissionId && one.response.comment));
      assert.equal(feedback.respondentId, first.token ? 'anna' : 'bertil');
    } else {
      await until('gone', async () => await page.locator('.card').count() === 0);
      assert.deepEqual(await begunNames(page), []);
      assert.deepEqual((await visitor.heard('dismissed')).map(({answered}) => answered), [true]);
    }
    await visitor.close();
  }
});

test('answers survive a browser without IndexedDB, and without any storage', async () => {
  for (const missing of ['indexedDB', 'all']) {
    const context = await browser.newContext();
    await context.addInitScript(what => {
      Object.defineProperty(window, 'indexedDB', {get() {
        throw new DOMException('no', 'SecurityError');
      }});
      if (what === 'indexedDB') return;
      for (const name of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, name, {get() {
          throw new DOMException('no', 'SecurityError');
        }});
      }
    }, missing);
    const page = await context.newPage();
    const url = site.page(`bare${missing}`, `<voc-survey source="bare" key="k" server="${mock.url}"
        trigger="always"></voc-survey>`);
    mock.fault = method => (method === 'Submit' ? 'cut' : undefined);
    await page.goto(url);
    await point(page, 6).click();
    await page.locator('textarea').fill(missing);
    await page.locator('.send').click();
    await page.locator('.thanks').waitFor();
    // What localStorage has is sent by the next page; what only memory has, by this one.
    if (missing === 'indexedDB') await page.reload();
    mock.fault = () => undefined;
    await until('sent', () => [...mock.feedback.values()].some(
        ({response}) => response.comment === missing));
    await context.close();
  }
});

test('an answer given offline says that it waits, and goes out when the network is back', async () => {
  const visitor = await visit('nps');
  const {page, context} = visitor;
  await point(page, 9).click();
  await until('delivered', async () => (await visitor.heard('delivered')).length >= 2);
  await context.setOffline(true);
  await page.locator('textarea').fill('in a tunnel');
  await page.locator('.send').click();
  await page.locator('.saved').waitFor();
  await picture(page, 'offline');
  await context.setOffline(false);
  assert.equal((await stored(visitor, 'nps')).response.comment, 'in a tunnel');
  await page.locator('.saved').waitFor({state: 'hidden'});
  visitor.console.length = 0;
  await visitor.close();
});

test('two tabs send what waits once each, not twice', async () => {
  mock.feedback.clear();
  mock.calls.length = 0;
  mock.fault = method => (method === 'Submit' ? 'cut' : undefined);
  const visitor = await visit('tabs', {at: mock.url, key: 'k', attributes: 'trigger="always"'});
  for (let i = 0; i < 4; i++) {
    if (i > 0) await visitor.page.goto(visitor.url);
    await point(visitor.page, i).click();
    await visitor.page.locator('.send').click();
    await visitor.page.locator('.thanks').waitFor();
  }
  await visitor.page.goto('about:blank');
  // What the page sent as it ended has come and gone.
  for (let seen = -1; seen !== mock.calls.length;) {
    seen = mock.calls.length;
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  mock.calls.length = 0;
  mock.fault = async method => {
    if (method === 'Submit') await new Promise(resolve => setTimeout(resolve, 40));
  };
  const tabs = await Promise.all([1, 2, 3].map(() => visitor.context.newPage()));
  await Promise.all(tabs.map(tab => tab.goto(visitor.url)));
  await until('all four', () => mock.feedback.size === 4);
  await tabs[0].waitForTimeout(300);
  assert.equal(mock.calls.filter(({method}) => method === 'Submit').length, 4);
  mock.fault = () => undefined;
  visitor.console.length = 0;
  await visitor.close();
});
