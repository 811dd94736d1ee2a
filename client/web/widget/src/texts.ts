import type {Metric} from './api.js';

export const LANGUAGES = ['en', 'sv', 'da', 'no'] as const;
export type Language = typeof LANGUAGES[number];

// What a source may say in its own words; as voc.v1.SurveyTexts.
export interface SurveyTexts {
  question: string;
  lowLabel: string;
  highLabel: string;
  followUp: string;
  followUpUnhappy: string;
  followUpHappy: string;
  thankYou: string;
}

// The rest.
export interface FixedTexts {
  optional: string;
  send: string;
  close: string;
  // That the answer waits.
  offline: string;
}

type Asked = Pick<SurveyTexts, 'question' | 'lowLabel' | 'highLabel'>;
type Said = Omit<SurveyTexts, keyof Asked> & FixedTexts;

const ASKED: Record<Language, Record<Metric, [string, string, string]>> = {
  en: {
    nps: [
      'How likely are you to recommend us to a friend or colleague?', 'Not at all likely',
      'Extremely likely',
    ],
    csat: ['How satisfied are you with us?', 'Very dissatisfied', 'Very satisfied'],
    ces: ['How easy was it to get done what you came for?', 'Very difficult', 'Very easy'],
  },
  sv: {
    nps: [
      'Hur troligt är det att du skulle rekommendera oss till en vän eller kollega?',
      'Inte alls troligt', 'Mycket troligt',
    ],
    csat: ['Hur nöjd är du med oss?', 'Mycket missnöjd', 'Mycket nöjd'],
    ces: ['Hur enkelt var det att få gjort det du kom för?', 'Mycket svårt', 'Mycket enkelt'],
  },
  da: {
    nps: [
      'Hvor sandsynligt er det, at du vil anbefale os til en ven eller kollega?',
      'Slet ikke sandsynligt', 'Meget sandsynligt',
    ],
    csat: ['Hvor tilfreds er du med os?', 'Meget utilfreds', 'Meget tilfreds'],
    ces: ['Hvor nemt var det at få gjort det, du kom for?', 'Meget svært', 'Meget nemt'],
  },
  no: {
    nps: [
      'Hvor sannsynlig er det at du vil anbefale oss til en venn eller kollega?',
      'Ikke sannsynlig i det hele tatt', 'Svært sannsynlig',
    ],
    csat: ['Hvor fornøyd er du med oss?', 'Svært misfornøyd', 'Svært fornøyd'],
    ces: ['Hvor enkelt var det å få gjort det du kom for?', 'Veldig vanskelig', 'Veldig enkelt'],
  },
};

const SAID: Record<Language, Said> = {
  en: {
    followUp: 'What is the main reason for your answer?',
    followUpUnhappy: 'What could we do better?',
    followUpHappy: 'What do you like most?',
    thankYou: 'Thank you for your answer!',
    optional: 'optional',
    send: 'Send',
    close: 'Close',
    offline: 'It is saved, and sent as soon as you are online.',
  },
  sv: {
    followUp: 'Vad är den främsta anledningen till ditt svar?',
    followUpUnhappy: 'Vad kan vi göra bättre?',
    followUpHappy: 'Vad uppskattar du mest?',
    thankYou: 'Tack för ditt svar!',
    optional: 'frivilligt',
    send: 'Skicka',
    close: 'Stäng',
    offline: 'Det är sparat och skickas så snart du är uppkopplad.',
  },
  da: {
    followUp: 'Hvad er den vigtigste grund til dit svar?',
    followUpUnhappy: 'Hvad kan vi gøre bedre?',
    followUpHappy: 'Hvad er du mest glad for?',
    thankYou: 'Tak for dit svar!',
    optional: 'valgfrit',
    send: 'Send',
    close: 'Luk',
    offline: 'Det er gemt og bliver sendt, så snart du er online.',
  },
  no: {
    followUp: 'Hva er den viktigste grunnen til svaret ditt?',
    followUpUnhappy: 'Hva kan vi gjøre bedre?',
    followUpHappy: 'Hva er du mest fornøyd med?',
    thankYou: 'Takk for svaret!',
    optional: 'valgfritt',
    send: 'Send',
    close: 'Lukk',
    offline: 'Det er lagret og sendes så snart du er på nett.',
  },
};

// The tags to ask a server for, best first: Norwegian has three names, and a source may use any.
export function askedTags(tags: readonly string[]): string[] {
  const all =
      tags.flatMap(tag => (/^n[bno](?![a-z])/i.test(tag) ? [tag, 'no', 'nb', 'nn'] : [tag]));
  return [...new Set(all)].slice(0, 32);
}

// The first of the tags that the widget itself speaks, else English.
export function builtInLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const base = /^[a-z]+/.exec(tag.toLowerCase())?.[0].replace(/^n[bn]$/, 'no') ?? '';
    if ((LANGUAGES as readonly string[]).includes(base)) return base as Language;
  }
  return 'en';
}

// All texts of a survey, the source's own where it has them.
export function textsFor(language: Language, metric: Metric, lowIsGood: boolean,
                         own: Partial<SurveyTexts>): SurveyTexts & FixedTexts {
  const [question, worst, best] = ASKED[language][metric];
  const [lowLabel, highLabel] = lowIsGood ? [best, worst] : [worst, best];
  const texts: SurveyTexts & FixedTexts = {question, lowLabel, highLabel, ...SAID[language]};
  for (const [name, text] of Object.entries(own)) {
    if (text) texts[name as keyof SurveyTexts] = text;
  }
  // A source with one follow-up means it for all.
  if (own.followUp) {
    texts.followUpUnhappy = own.followUpUnhappy || own.followUp;
    texts.followUpHappy = own.followUpHappy || own.followUp;
  }
  return texts;
}
