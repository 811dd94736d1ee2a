import assert from 'node:assert/strict';
import {test} from 'node:test';

import {load} from './load.mjs';

const {chooseLanguage, LANGUAGES, say, WORDS} = await load('language', 'words');

test('every phrase is there in every language, with the same places to fill', () => {
  assert.ok(WORDS.length > 50);
  for (const word of WORDS) {
    const places = LANGUAGES.map(language => {
      const text = say(language, word, '<0>', '<1>', '<2>', '<3>', '<4>', '<5>');
      assert.ok(text.trim().length > 0, `${word} in ${language}`);
      assert.doesNotMatch(text, /\$\d|undefined/, `${word} in ${language}`);
      return [...text.matchAll(/<\d>/g)].map(String).sort().join();
    });
    assert.equal(new Set(places).size, 1, `${word}: ${places}`);
  }
});

test('what is put in is not filled itself', () => {
  assert.equal(say('en', 'leadCall', '$0 $1'), 'Newest to call: $0 $1.');
});

test('the first wanted language that is spoken, else English', () => {
  assert.equal(chooseLanguage(['fi', 'sv-FI', 'en']), 'sv');
  assert.equal(chooseLanguage(['nb-NO']), 'no');
  assert.equal(chooseLanguage(['nn']), 'no');
  assert.equal(chooseLanguage(['', 'da']), 'da');
  assert.equal(chooseLanguage(['svx', 'fr']), 'en');
  assert.equal(chooseLanguage([]), 'en');
});
