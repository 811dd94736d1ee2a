// A page of an invented company with the widget in it, as a customer meets it:
//
//   /sample?source=ID&key=KEY[&lang=sv]

import {byId, html, setText} from '../live/dom';
import {chooseLanguage} from '../live/language';
import {TEXTS} from './texts';

// What the page uses of the widget.
interface Survey extends HTMLElement {
  ask?(options: {force: boolean}): Promise<boolean>;
}

const CUSTOMERS = 900;

const query = new URLSearchParams(location.search);
const language = chooseLanguage([query.get('lang') ?? '', ...navigator.languages]);
const texts = TEXTS[language];

function someCustomer(): string {
  return `visitor-${100 + Math.floor(Math.random() * CUSTOMERS)}`;
}

// A new element a customer, so that each answers a survey of their own.
async function ask(source: string, key: string): Promise<void> {
  const customer = someCustomer();
  const survey: Survey = html('voc-survey' as 'div', {
    server: location.origin, source, key, language, account: customer,
    respondent: `${customer}-p1`, display: 'inline', trigger: 'manual', channel: 'web',
    touchpoint: 'booking',
  });
  byId('survey').replaceChildren(survey);
  await customElements.whenDefined('voc-survey');
  await survey.ask?.({force: true});
}

function start(): void {
  document.documentElement.lang = language === 'no' ? 'nb' : language;
  document.title = `${texts.title} – Nordvik`;
  setText(byId('tagline'), texts.tagline);
  setText(byId('title'), texts.title);
  setText(byId('text'), texts.text);
  ['what', 'when', 'who'].forEach((id, i) => {
    setText(byId(`label-${id}`), texts.labels[i]!);
    setText(byId(id), texts.values[i]!);
  });
  setText(byId('footer'), texts.footer);
  const source = query.get('source');
  const key = query.get('key');
  if (!source || !key) {
    byId('help').hidden = false;
    byId('help').append(
        html('p', {}, texts.help),
        html('pre', {tabindex: 0, role: 'region', 'aria-label': 'voc'},
             'voc sources create booking --metric nps\n' +
                 `${location.origin}/sample?source=booking&key=vks_...`));
    return;
  }
  const again = byId('again');
  again.hidden = false;
  setText(again, texts.again);
  again.addEventListener('click', () => void ask(source, key));
  void ask(source, key);
}

start();
