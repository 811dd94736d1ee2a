// A browser that is told what to do on standard input, a JSON object a line, and answers each on
// standard output: what tests written in Python look at pages with (tests/support/browser.py).
//
//   {"do": "open", "url": ..., "context": {...}}   -> {"page": 1}; context as newContext takes it
//   {"do": "evaluate", "page": 1, "script": ...}   -> {"value": ...}
//   {"do": "select", "page": 1, "selector": ..., "option": ...}, "click", "press" (with "key")
//   {"do": "offline", "page": 1, "offline": true}
//   {"do": "axe", "page": 1}                       -> {"violations": [...], "rules": 40}
//   {"do": "screenshot", "page": 1, "file": ...}
//   {"do": "said", "page": 1}                      -> {"console": [...]}
//   {"do": "close", "page": 1}
import readline from 'node:readline';

import {axe, CHROMIUM, playwright} from './tools.mjs';

const browser = await playwright().chromium.launch({
  executablePath: CHROMIUM,
  // As root, in a container, there is no sandbox to be had; the pages are our own.
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const pages = new Map();

const actions = {
  async open({url, context}) {
    const made = await browser.newContext(context ?? {});
    const page = await made.newPage();
    const console = [];
    page.on('console', message => console.push(message.text()));
    page.on('pageerror', error => console.push(String(error)));
    const id = pages.size + 1;
    pages.set(id, {page, made, console});
    await page.goto(url, {waitUntil: 'load'});
    return {page: id};
  },
  evaluate: async ({page}, {script}) => ({value: (await page.evaluate(script)) ?? null}),
  select: async ({page}, {selector, option}) => {
    await page.selectOption(selector, option);
    return {};
  },
  click: async ({page}, {selector}) => {
    await page.click(selector);
    return {};
  },
  press: async ({page}, {key}) => {
    await page.keyboard.press(key);
    return {};
  },
  offline: async ({made}, {offline}) => {
    await made.setOffline(offline);
    return {};
  },
  async axe({page}) {
    await page.evaluate(axe().source);
    const found = await page.evaluate('axe.run(document, {preload: false})');
    return {
      rules: found.passes.length,
      violations: found.violations.map(violation => ({
        id: violation.id,
        help: violation.help,
        at: violation.nodes.slice(0, 3).map(node => node.html.slice(0, 160)),
      })),
    };
  },
  screenshot: async ({page}, {file}) => {
    await page.screenshot({path: file, fullPage: true});
    return {};
  },
  said: async ({console}) => ({console}),
  close: async ({made}) => {
    await made.close();
    return {};
  },
};

try {
  for await (const line of readline.createInterface({input: process.stdin})) {
    const command = JSON.parse(line);
    let answer;
    try {
      const action = actions[command.do];
      answer = command.page ? await action(pages.get(command.page), command) : await action(command);
    } catch (error) {
      answer = {error: String(error)};
    }
    console.log(JSON.stringify(answer));
  }
} finally {
  await browser.close();
}
