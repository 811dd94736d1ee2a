// `@vocd/widget`: the element, and functions for hosts without markup.
import type {Identity} from './api.js';
import {identifyPage, VocSurvey, type Answered, type Dismissed, type Shown} from './element.js';
import type {Delivered, Failure} from './api.js';

export type {Answer, Context, Delivered, Destination, Failure, Identity, JourneyStage, Metric} from
    './api.js';
export type {Answered, Dismissed, Shown} from './element.js';
export type {Feedback, Submitted} from './submit.js';
export {resume, submitFeedback} from './submit.js';
export {VocSurvey};

// The attributes of `<voc-survey>`, in camelCase, and whether to ask regardless.
export interface AskOptions {
  source: string;
  key: string;
  server: string;
  language?: string;
  metric?: 'nps' | 'csat' | 'ces';
  scalePoints?: number;
  lowIsGood?: boolean;
  respondent?: string;
  account?: string;
  token?: string;
  questionId?: string;
  channel?: string;
  touchpoint?: string;
  journeyStage?: 'land' | 'adopt' | 'expand' | 'renew' | 'advocate';
  properties?: Record<string, string>;
  display?: 'inline' | 'dialog' | 'corner';
  theme?: 'auto' | 'light' | 'dark';
  quietDays?: number;
  // Asks even whom it should leave alone.
  force?: boolean;
  // Where the element is put; default: the end of the page.
  parent?: Element;
}

const asked = new Map<string, VocSurvey>();

// Asks in a corner of the page, unless `display` says otherwise. Resolves to whether the survey is
// on the page.
export function ask({force, parent, ...options}: AskOptions): Promise<boolean> {
  const name = `${options.server} ${options.source} ${options.questionId ?? ''}`;
  let element = asked.get(name);
  if (!element?.isConnected) {
    element = document.createElement('voc-survey');
    asked.set(name, element);
  }
  const all = {display: 'corner', trigger: 'manual', ...options};
  for (const [option, value] of Object.entries(all)) {
    const attribute = option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
    if (value === undefined || value === false) {
      element.removeAttribute(attribute);
    } else {
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      element.setAttribute(attribute, value === true ? '' : text);
    }
  }
  if (!element.isConnected) (parent ?? document.body).append(element);
  return element.ask({force: force ?? false});
}

// Who answers, for all surveys of this page.
export function identify(identity: Identity): void {
  identifyPage(identity);
}

// Hears every answer of this page. Returns what ends it.
export function onAnswered(listener: (answered: Answered) => void): () => void {
  const heard = (event: Event) => listener((event as CustomEvent<Answered>).detail);
  document.addEventListener('voc-answered', heard);
  return () => document.removeEventListener('voc-answered', heard);
}

declare global {
  interface DocumentEventMap {
    'voc-shown': CustomEvent<Shown>;
    'voc-answered': CustomEvent<Answered>;
    'voc-dismissed': CustomEvent<Dismissed>;
    'voc-delivered': CustomEvent<Delivered>;
    'voc-error': CustomEvent<Failure>;
  }
}
