// For hosts that draw their own form.
import type {Answer, Context, Delivered, Destination, Failure, Identity} from './api.js';
import {pageOutbox} from './browser_world.js';
import {newId} from './ids.js';
import {Person} from './person.js';
import {answerEntry} from './record.js';

export type {Answer, Context, Delivered, Destination, Failure, Identity, JourneyStage, Metric} from
    './api.js';

export interface Feedback extends Destination, Answer, Context, Identity {
  // Of an earlier call, to change what it said. Absent: a new answer.
  submissionId?: string | undefined;
  // The host's own count of changes, which must grow: from 1, and then in all calls, below 2^32.
  // Absent: one more than the last of this page; the time in seconds, which is more than pages
  // before could count to, where this page knows of none.
  clientRevision?: number | undefined;
}

export interface Submitted {
  submissionId: string;
  clientRevision: number;
  // Resolves once the server has it, or it is lost: by this page; a later one may be the one to
  // deliver it, and then this never resolves.
  delivered: Promise<Delivered | Failure>;
}

// By submission: its newest revision, when it was first answered, and by whom.
const counts = new Map<string, {revision: number, answeredMs: number, respondent: string}>();
const persons = new Map<string, Person>();
const COUNTS_MAX = 200;

function personOf({respondent, account, token}: Identity): Person {
  const identity: Identity = {respondent, account, token};
  if (typeof token !== 'function') return new Person(identity, pageOutbox());
  const name = JSON.stringify([respondent, account]);
  const known = persons.get(name);
  if (known?.identity.token === token) return known;
  known?.leave();
  const person = new Person(identity, pageOutbox());
  persons.set(name, person);
  void person.prepare();
  return person;
}

// Resolves once the answer is kept in the browser; it is then sent until the server has it, by this
// page or the next one of the same origin.
export async function submitFeedback(feedback: Feedback): Promise<Submitted> {
  const outbox = pageOutbox();
  const submissionId = feedback.submissionId ?? newId();
  const nowMs = Date.now();
  const count = counts.get(submissionId) ?? {
    revision: feedback.submissionId ? Math.floor(nowMs / 1e3) : 0,
    answeredMs: nowMs,
    respondent: '',
  };
  count.revision = feedback.clientRevision ?? count.revision + 1;
  counts.delete(submissionId);
  counts.set(submissionId, count);
  if (counts.size > COUNTS_MAX) counts.delete(counts.keys().next().value!);

  const person = personOf(feedback);
  const entry = answerEntry(
      {to: feedback, submissionId, context: feedback, person, respondent: count.respondent},
      feedback, count.revision, count.answeredMs);
  if (entry.token) count.respondent = entry.respondent;
  const delivered = new Promise<Delivered | Failure>(resolve => {
    const end = outbox.listen(({kind, detail}) => {
      // A newer revision that is delivered took this one with it.
      if (detail.submissionId !== submissionId || detail.source !== feedback.source ||
          detail.clientRevision < entry.revision || (kind === 'error' && !detail.final)) {
        return;
      }
      end();
      resolve(detail);
    });
  });
  await outbox.put(entry, person);
  return {submissionId, clientRevision: entry.revision, delivered};
}

// Sends what earlier pages left, and goes on by itself. Any use of the widget does this, too.
export function resume(): void {
  pageOutbox();
}
