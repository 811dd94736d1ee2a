// Opens pages in Chromium as readers do, and writes what it saw as JSON on one line:
//
//   node page_check.mjs TOOLS CHROMIUM PICTURES FILE...
//
// TOOLS holds node_modules, PICTURES is a folder for screenshots or "". For each file,
// width and colour scheme, and for paper: messages of the console, requests beyond the
// file itself, violations that axe-core finds, and how far the page is wider than the
// window, in pixels.
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const WIDTHS = [1280, 390];
const SCHEMES = ['light', 'dark'];

const [tools, chromium, pictures, ...files] = process.argv.slice(2);
const require = createRequire(path.resolve(tools, 'package.json'));
const {chromium: browsers} = require('playwright-core');
const axe = require('axe-core');

async function open(browser, file, width, scheme, media) {
  const page = await browser.newPage({
    viewport: {width, height: 900},
    deviceScaleFactor: width < 600 ? 2 : 1,
    colorScheme: scheme,
  });
  const seen = {file: path.basename(file), width, scheme, media, console: [], requests: []};
  page.on('console', message => seen.console.push(message.text()));
  page.on('pageerror', error => seen.console.push(String(error)));
  const url = pathToFileURL(file).href;
  page.on('request', request => {
    if (request.url() !== url && request.url() !== 'data:,') seen.requests.push(request.url());
  });
  if (media === 'print') await page.emulateMedia({media});
  await page.goto(url, {waitUntil: 'load'});
  seen.overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => axe.run(document, {preload: false}));
  seen.title = await page.title();
  seen.rules = found.passes.length;
  seen.violations = found.violations.map(violation => ({
    id: violation.id,
    help: violation.help,
    at: violation.nodes.slice(0, 3).map(node => node.html.slice(0, 160)),
  }));
  if (pictures) {
    const name = `${path.basename(file, '.html')}-${width}-${scheme}-${media}.png`;
    await page.screenshot({path: path.join(pictures, name), fullPage: true});
  }
  await page.close();
  return seen;
}

const browser = await browsers.launch({
  executablePath: chromium,
  // As root, in a container, there is no sandbox to be had; the pages are our own.
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const report = [];
try {
  for (const file of files) {
    for (const width of WIDTHS) {
      for (const scheme of SCHEMES) report.push(await open(browser, file, width, scheme, 'screen'));
    }
    report.push(await open(browser, file, 794, 'light', 'print'));
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(report));
