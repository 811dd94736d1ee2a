import type {Answer, Context, Destination, Metric} from './api.js';
import {COMMENT_BYTES_MAX} from './limits.js';
import type {Person} from './person.js';
import {clean, toJson} from './text.js';
import {claimsOf} from './token.js';

// One thing that waits to be sent. What is sent is frozen when it is made, so that a repeat is
// the same to the byte.
export interface Entry {
  // What it is about: a newer revision takes the place of an older one.
  id: string;
  method: 'Submit' | 'RecordDisplay';
  server: string;
  key: string;
  source: string;
  submissionId: string;
  revision: number;
  // JSON of the Feedback or Display, without whose it is.
  payload: string;
  // As the token says, or as the page does where there is none yet.
  respondent: string;
  account: string;
  // "": none at hand.
  token: string;
  // Whether a token belongs to it.
  wantsToken: boolean;
  // Whether the server takes it with a token alone, since one vouches for what it changes.
  needsToken: boolean;
  createdMs: number;
  // Not to be sent before: the server asked for that.
  notBeforeMs: number;
  // When the server first refused it, or 0, and how often it did.
  refusedMs: number;
  refusals: number;
}

// What an entry is made of.
export interface Draft {
  to: Destination;
  submissionId: string;
  context: Context;
  person: Pick<Person, 'identity' | 'token'>;
  // Of whom an earlier revision was, as a token said.
  respondent?: string | undefined;
}

const metricName = (metric: Metric) => `METRIC_${metric.toUpperCase()}`;

function entryOf(
    draft: Draft, method: Entry['method'], revision: number, nowMs: number, own: object): Entry {
  const {to, submissionId, context, person: {identity, token}} = draft;
  const server = to.server.replace(/\/+$/, '');
  const payload = toJson({
    sourceId: to.source,
    ...own,
    questionId: context.questionId || undefined,
    channel: context.channel || undefined,
    journeyStage:
        context.journeyStage && `JOURNEY_STAGE_${context.journeyStage.toUpperCase()}`,
    touchpoint: context.touchpoint || undefined,
    // Numbers and the like become text, since the API knows nothing else.
    properties: context.properties && Object.fromEntries(
        Object.entries(context.properties).map(([name, value]) => [name, String(value)])),
    language: context.language || undefined,
  });
  return withToken({
    id: JSON.stringify([method, server, to.source, submissionId, context.questionId || '']),
    method,
    server,
    key: to.key,
    source: to.source,
    submissionId,
    revision,
    payload,
    respondent: draft.respondent || identity.respondent || '',
    account: identity.account || '',
    token,
    wantsToken: Boolean(identity.token),
    needsToken: false,
    createdMs: nowMs,
    notBeforeMs: 0,
    refusedMs: 0,
    refusals: 0,
  }, token);
}

// The same with a token, if it is one. The server refuses whatever else a page says of who it is.
// It is said in words, too: a repeat without the token, should it expire, is by the same person.
export function withToken(entry: Entry, token: string): Entry {
  if (!token) return entry;
  const {sub = '', account_id: account = ''} = claimsOf(token);
  return {...entry, token, respondent: sub, account};
}

// An answer as it stands in its `revision`, counted from 1. `answeredMs` stays that of the first.
export function answerEntry(
    draft: Draft, answer: Answer, revision: number, answeredMs: number,
    nowMs = Date.now()): Entry {
  return entryOf(draft, 'Submit', revision, nowMs, {
    submissionId: draft.submissionId,
    clientRevision: revision,
    response: {
      metric: metricName(answer.metric),
      score: answer.score,
      scalePoints: answer.scalePoints || undefined,
      lowIsGood: answer.lowIsGood || undefined,
      comment: clean(answer.comment || '', COMMENT_BYTES_MAX) || undefined,
      finished: answer.finished || undefined,
    },
    collectedAt: new Date(answeredMs).toISOString(),
  });
}

// That a survey was shown.
export function displayEntry(draft: Draft, metric: Metric, nowMs = Date.now()): Entry {
  return entryOf(draft, 'RecordDisplay', 1, nowMs, {
    displayId: draft.submissionId,
    metric: metricName(metric),
    kind: 'DISPLAY_KIND_SHOWN',
    displayedAt: new Date(nowMs).toISOString(),
  });
}

// The body of the call.
export function bodyOf(entry: Entry): string {
  const said = {
    ...JSON.parse(entry.payload) as object,
    respondentId: entry.respondent || undefined,
    accountId: entry.account || undefined,
  };
  return toJson({
    ...(entry.method === 'Submit' ? {feedback: said} : {displays: [said]}),
    identityToken: entry.token || undefined,
  });
}

// The same without the time it claims, for a server that does not believe it; undefined where it
// claims none.
export function withoutTime(entry: Entry): Entry | undefined {
  const {collectedAt, displayedAt, ...rest} =
      JSON.parse(entry.payload) as {collectedAt?: string, displayedAt?: string};
  if (!collectedAt && !displayedAt) return undefined;
  return {...entry, payload: toJson(rest)};
}
