// Who waits for us, and what they said.

import type {Case, WireAlert, WireFeedback} from './alerts';
import {html} from './dom';
import {decimalsOf} from './format';
import type {Format} from './format';
import {MOVED_MS} from './section';
import {say} from './words';

// As many stand there; the rest is a command away.
export const MAX_SHOWN = 8;
// Longer words are cut: the page is for who to call, not for reading all.
const MAX_TEXT = 320;

const METRIC_NAMES: Record<string, string> =
    {METRIC_NPS: 'NPS', METRIC_CSAT: 'CSAT', METRIC_CES: 'CES'};

export function whoOf(found: Case, format: Format): string {
  const alert = found.alerts[0]!;
  const feedback = alert.feedback ?? {};
  return alert.accountId || feedback.accountId || feedback.respondentId ||
      feedback.mention?.author || say(format.language, 'unknownCustomer');
}

// Said where a page alone says that it is this customer: anybody with its public key can. Else "".
export function doubtOf({alerts: [alert]}: Case, format: Format): string {
  const {identity, accountId, respondentId} = alert?.feedback ?? {};
  const named = alert?.accountId || accountId || respondentId;
  return named && identity === 'IDENTITY_UNVERIFIED' ? say(format.language, 'unverified') : '';
}

// "NPS 3", "CSAT 2 of 5", "1 of 5 stars"
export function scoreText(feedback: WireFeedback, format: Format): string {
  const {response, mention} = feedback;
  if (response?.score !== undefined) {
    const name = METRIC_NAMES[response.metric ?? ''] ?? '';
    if (response.metric === 'METRIC_NPS') return `${name} ${format.number(response.score)}`;
    return say(format.language, 'ofScale', name, format.number(response.score),
               format.number(response.scalePoints ?? 0));
  }
  const rating = Number(mention?.rating);
  if (mention?.rating === undefined || !Number.isFinite(rating)) return '';
  return say(format.language, 'stars', format.number(rating, Number.isInteger(rating) ? 0 : 1),
             format.number(Number(mention.ratingMax ?? 5)));
}

function cut(text: string): string {
  const letters = [...text];
  return letters.length <= MAX_TEXT ? text : `${letters.slice(0, MAX_TEXT - 1).join('')}…`;
}

function wordsOf(feedback: WireFeedback): string {
  const {response, mention} = feedback;
  return cut((response?.comment || mention?.body || mention?.title || '').trim());
}

function reasons(alerts: readonly WireAlert[], format: Format): string[] {
  const rules = new Set(alerts.map(alert => alert.ruleId));
  return [
    ...(rules.has('cancellation-intent') ? [say(format.language, 'wantsToLeave')] : []),
    ...(rules.has('review-low') || rules.has('mention-negative') ?
            [say(format.language, 'writesInPublic')] : []),
  ];
}

export function whenOf(found: Case): number | undefined {
  const time = Date.parse(found.alerts[0]?.feedback?.collectedAt ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function caseItem(found: Case, format: Format, now: number): HTMLLIElement {
  const alert = found.alerts[0]!;
  const feedback = alert.feedback ?? {};
  const before = found.alerts.map(some => some.previousScore).find(score => score !== undefined);
  const score = scoreText(feedback, format);
  const doubt = doubtOf(found, format);
  const words = wordsOf(feedback);
  const when = whenOf(found);
  const decimals = decimalsOf('NPS');
  return html(
      'li', {class: 'case'},
      html('p', {class: 'who'}, html('b', {dir: 'auto'}, whoOf(found, format)),
           ...(doubt ? [html('span', {class: 'quiet'}, doubt)] : []),
           ...(score ? [html('span', {class: 'score'}, score)] : []),
           ...(before === undefined ? [] : [
             html('span', {class: 'quiet'},
                  say(format.language, 'before', format.number(before, decimals))),
           ])),
      words ? html('blockquote', {dir: 'auto', lang: feedback.language || undefined}, words) :
              html('p', {class: 'note'}, say(format.language, 'noWords')),
      html('p', {class: 'note'}, [
        ...(when === undefined ? [] : [format.ago(when, now)]), feedback.mention?.platform,
        feedback.sourceId, ...reasons(found.alerts, format),
      ].filter(text => text).join(' · ')));
}

// Replaces what stands in `list`; what is in `fresh` came just now.
export function renderCases(list: HTMLElement, cases: readonly Case[], format: Format, now: number,
                            fresh: ReadonlySet<string>): void {
  list.replaceChildren(...cases.map(found => {
    const item = caseItem(found, format, now);
    if (fresh.has(found.id)) {
      item.classList.add('moved');
      setTimeout(() => item.classList.remove('moved'), MOVED_MS);
    }
    return item;
  }));
}
