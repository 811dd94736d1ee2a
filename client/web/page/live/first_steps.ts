// What an empty store says: how the first answer comes in.

import {html} from './dom';
import type {Language} from './language';
import {say} from './words';

export function firstCommand(origin: string, language: Language): string {
  const body = JSON.stringify({
    feedback: {
      sourceId: 'website', submissionId: 'first-1', accountId: 'acme',
      response: {metric: 'METRIC_NPS', score: 9, comment: say(language, 'firstComment')},
    },
  }, null, 2);
  return `curl ${origin}/voc.v1.FeedbackService/Submit \\\n` +
      `  -H 'Content-Type: application/json' -d '${body}'`;
}

export function renderFirstSteps(section: HTMLElement, origin: string, language: Language): void {
  if (section.dataset['language'] === language) return;
  section.dataset['language'] = language;
  section.replaceChildren(
      html('h2', {}, say(language, 'firstTitle')), html('p', {}, say(language, 'firstText')),
      html('pre', {tabindex: 0, role: 'region', 'aria-label': 'curl'},
           firstCommand(origin, language)),
      html('p', {class: 'note'}, say(language, 'firstImport')));
}
