import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {changeText, changeWords, Format, headline, pointOf, sharesOf, verdictOf} =
    await load('verdict', 'format', 'trend', 'shares');

const english = new Format('en', 'en-GB', 'UTC');
const wire = {
  startTime: '2026-01-01T00:00:00Z', endTime: '2026-02-01T00:00:00Z', n: '100', value: 30,
  ciLow: 20, ciHigh: 40, delta: -5.4, pValue: 0.012, significant: true, comparedN: '90',
  promoters: '50', passives: '30', detractors: '20',
};
const point = more => pointOf({...wire, ...more}, 'NPS');

test('news, noise and too few, as voc says them', () => {
  assert.equal(verdictOf(point()), 'news');
  assert.equal(verdictOf(point({significant: false})), 'noise');
  assert.equal(verdictOf(point({n: '29'})), 'tooFew');
  assert.equal(verdictOf(point({comparedN: '29'})), 'tooFew');
  assert.equal(verdictOf(point({belowMinN: true})), 'tooFew');
  assert.equal(verdictOf(point({pValue: undefined})), 'tooFew');
  assert.equal(verdictOf(point({delta: undefined})), 'none');
  assert.equal(changeWords(english, point(), 'NPS'), 'down 5: news (p 0.012)');
  assert.equal(changeText(english, point(), 'NPS'), '−5 news (p 0.012)');
  assert.equal(changeWords(english, point({delta: 0.3}), 'NPS'), 'unchanged: news (p 0.012)');
  assert.equal(changeWords(english, point({delta: 0.3}), 'CES'), 'up 0.30: news (p 0.012)');
  assert.equal(changeWords(english, point({n: '3'}), 'NPS'), 'down 5: too few');
  assert.equal(changeWords(english, point({delta: undefined}), 'NPS'), '');
});

test('the page speaks of the newest point that has something to say', () => {
  const of = (...counts) => counts.map((n, i) => point({
    startTime: `2026-0${i + 1}-01T00:00:00Z`, n: String(n), ...(n === 0 ? {value: undefined} : {}),
  }));
  const found = points => {
    const head = headline(points);
    return head && [head.point.n, head.newer?.n];
  };
  assert.deepEqual(found(of(100, 200)), [200, undefined]);
  assert.deepEqual(found(of(100, 8)), [100, 8]);
  assert.deepEqual(found(of(100, 31)), [31, undefined]);
  // Few in each: the newest all the same, unless it has only begun.
  assert.deepEqual(found(of(100, 20, 17)), [17, undefined]);
  assert.deepEqual(found(of(100, 20, 3)), [20, 3]);
  assert.deepEqual(found(of(100, 50, 0)), [50, undefined]);
  assert.deepEqual(found(of(2)), [2, undefined]);
  assert.equal(found(of(0)), undefined);
});

test('shares are of what answered', () => {
  const shares = (more, metric) =>
      sharesOf(pointOf({...wire, ...more}, metric), metric).map(({name, part}) => [name, part]);
  assert.deepEqual(shares({}, 'NPS'),
                   [['promoters', 0.5], ['passives', 0.3], ['detractors', 0.2]]);
  assert.deepEqual(shares({value: 80}, 'CSAT'), [['satisfied', 0.8], ['others', 0.2]]);
  assert.deepEqual(shares({agreeShare: 25}, 'CES'), [['agreeing', 0.25], ['others', 0.75]]);
  assert.deepEqual(shares({positive: '1', neutral: '2', negative: '1'}, 'SENTIMENT'),
                   [['positive', 0.25], ['neutral', 0.5], ['negative', 0.25]]);
  assert.deepEqual(shares({promoters: '0', passives: '0', detractors: '0'}, 'NPS'), []);
});

test('numbers of the wire are read, and what is no number is none', () => {
  const read = pointOf({n: '9007199254740991', value: 'NaN', ciLow: 'Infinity', delta: 0}, 'NPS');
  assert.equal(read.n, 9007199254740991);
  assert.equal('value' in read, false);
  assert.equal('low' in read, false);
  assert.equal(read.delta, 0);
});
