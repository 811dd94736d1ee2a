import type {Answer, Context, Destination, Identity, Metric} from './api.js';
import {COMMENT_BYTES_MAX} from './limits.js';
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
  // JSON of the Feedback or Display.
  payload: string;
  respondent: string;
  token: string;
  // Whether a token should go with it, though none was at hand.
  wantsToken: boolean;
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
  // The token: the newest that identity.token or its function gave, or "".
  person: {identity: Identity, token: string};
}

const metricName = (metric: Metric) => `METRIC_${metric.toUpperCase()}`;

function entryOf(
    draft: Draft, method: Entry['method'], revision: number, nowMs: number, own: object): Entry {
  const {to, submissionId, context, person: {identity, token}} = draft;
  const claims = claimsOf(token);
  // Said in words too: a repeat without the token, should it expire, is by the same person.
  const respondent = identity.respondent || claims.sub || '';
  const server = to.server.replace(/\/+$/, '');
  const payload = toJson({
    sourceId: to.source,
    ...own,
    questionId: context.questionId || undefined,
    respondentId: respondent || undefined,
    accountId: identity.account || claims.account_id || undefined,
    channel: context.channel || undefined,
    journeyStage:
        context.journeyStage && `JOURNEY_STAGE_${context.journeyStage.toUpperCase()}`,
    touchpoint: context.touchpoint || undefined,
    // Numbers and the like become text, since the API knows nothing else.
    properties: context.properties && Object.fromEntries(
        Object.entries(context.properties).map(([name, value]) => [name, String(value)])),
    language: context.language || undefined,
  });
  return {
    id: JSON.stringify([method, server, to.source, submissionId, context.questionId || '']),
    method,
    server,
    key: to.key,
    source: to.source,
    submissionId,
    revision,
    payload,
    respondent,
    token,
    wantsToken: !token && typeof identity.token === 'function',
    createdMs: nowMs,
    notBeforeMs: 0,
    refusedMs: 0,
    refusals: 0,
  };
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
  const item = entry.method === 'Submit' ? `"feedback":${entry.payload}`
                                         : `"displays":[${entry.payload}]`;
  return `{${item}${entry.token ? `,"identityToken":${JSON.stringify(entry.token)}` : ''}}`;
}

// The same without the time it claims, for a server that does not believe it; undefined where it
// claims none.
export function withoutTime(entry: Entry): Entry | undefined {
  const {collectedAt, displayedAt, ...rest} =
      JSON.parse(entry.payload) as {collectedAt?: string, displayedAt?: string};
  if (!collectedAt && !displayedAt) return undefined;
  return {...entry, payload: toJson(rest)};
}
