import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {AlertBook, Format, leadText, renderCases, TrendBook} =
    await load('alerts', 'format', 'case_view', 'lead', 'book');

// As much of a document as cards need.
class FakeElement {
  constructor(name) {
    Object.assign(this, {name, attributes: {}, children: []});
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  append(...children) {
    this.children.push(...children);
  }

  replaceChildren(...children) {
    this.children = children;
  }

  get text() {
    return this.children.map(child => child.text ?? child).join(' ');
  }
}
globalThis.document = {createElement: name => new FakeElement(name)};

const NOW = Date.parse('2026-11-22T12:00:00Z');

function casesOf(feedback, alert = {}) {
  const book = new AlertBook();
  book.take({
    alertId: 'a', sequence: '1', version: 1, ruleId: 'nps-detractor', state: 'ALERT_STATE_OPEN',
    feedback: {feedbackId: 'f', response: {metric: 'METRIC_NPS', score: 1}, ...feedback}, ...alert,
  });
  return book.cases(10);
}

function cardOf(cases, format) {
  const list = new FakeElement('ul');
  renderCases(list, cases, format, NOW, new Set());
  const [who] = list.children[0].children;
  return who;
}

test('a customer that only a page names is marked so, on the card and in the first sentence', () => {
  const words = {en: 'unverified', sv: 'obekräftad', da: 'ubekræftet', no: 'ubekreftet'};
  for (const [language, word] of Object.entries(words)) {
    const format = new Format(language, language === 'no' ? 'nb' : language, 'UTC');
    for (const [feedback, alert] of [
      [{accountId: 'nordvik', identity: 'IDENTITY_UNVERIFIED'}, {}],
      [{respondentId: 'nordvik', identity: 'IDENTITY_UNVERIFIED'}, {}],
      [{identity: 'IDENTITY_UNVERIFIED'}, {accountId: 'nordvik'}],
    ]) {
      const cases = casesOf(feedback, alert);
      const who = cardOf(cases, format);
      assert.equal(who.text, `nordvik ${word} NPS 1`);
      assert.equal(who.children[1].attributes.class, 'quiet');
      assert.match(leadText(new TrendBook([]), 'month', format, cases[0], NOW),
                   new RegExp(`nordvik \\(${word}, NPS 1\\)`));
    }
  }
});

test('whom a token or a trusted caller names is not marked, nor who is nobody', () => {
  const format = new Format('en', 'en-GB', 'UTC');
  for (const [feedback, text] of [
    [{accountId: 'nordvik', identity: 'IDENTITY_VERIFIED'}, 'nordvik NPS 1'],
    [{accountId: 'nordvik'}, 'nordvik NPS 1'],
    [{identity: 'IDENTITY_UNVERIFIED'}, 'unknown customer NPS 1'],
  ]) {
    const cases = casesOf(feedback);
    assert.equal(cardOf(cases, format).text, text);
    assert.doesNotMatch(leadText(new TrendBook([]), 'month', format, cases[0], NOW), /unverified/);
  }
});
