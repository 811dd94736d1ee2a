import {ASKED_WAIT_MS_MAX} from './limits.js';

// What an answer of the server, or its absence, means for an entry.
export type Verdict =
    | {kind: 'delivered', outcome: 'created' | 'updated' | 'unchanged' | 'superseded'}
    // The feedback is bad. `fields` are those to blame.
    | {kind: 'rejected', fields: string[], message: string}
    // Nobody is there, or there is too much to do.
    | {kind: 'retry', waitMs: number}
    | {kind: 'token'}
    // The call is bad; more time may help, more tries will not.
    | {kind: 'refused', message: string};

interface Result {
  outcome?: string;
  error?: {
    message?: string;
    details?: {fieldViolations?: {field?: string, description?: string}[]}[];
  };
}

interface Failed {
  code?: string;
  message?: string;
  details?: {type?: string, value?: string}[];
}

// Of HTTP answers that are not Connect's own, as of a proxy.
const CODES: Record<number, string> = {
  400: 'internal', 401: 'unauthenticated', 403: 'permission_denied', 404: 'unimplemented',
};
const REFUSALS = [
  'unauthenticated', 'permission_denied', 'unimplemented', 'invalid_argument', 'not_found',
  'failed_precondition', 'out_of_range', 'already_exists',
];

function decode(base64 = ''): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}

// google.rpc.RetryInfo in protobuf: field 1 is a Duration, whose field 1 is seconds, a varint. A
// part of a second counts as a whole one.
function retryInfoMs(bytes: string): number {
  let seconds = 1;
  if (bytes[2] === '\b') {
    for (let at = 3, factor = 1; at < bytes.length; at++, factor *= 128) {
      const byte = bytes.charCodeAt(at);
      seconds += (byte & 127) * factor;
      if (byte < 128) break;
    }
  }
  return seconds * 1e3;
}

function detail(failed: Failed, type: string): string {
  return decode(failed.details?.find(one => one.type === `google.rpc.${type}`)?.value);
}

function ofResult(result: Result | undefined): Verdict {
  const outcome = /^OUTCOME_(CREATED|UPDATED|UNCHANGED|SUPERSEDED|REJECTED)$/
                      .exec(result?.outcome ?? '')?.[1]?.toLowerCase();
  if (outcome === 'rejected') {
    const violations =
        result?.error?.details?.flatMap(detail => detail.fieldViolations ?? []) ?? [];
    const said = violations.map(one => `${one.field}: ${one.description}`).join('; ');
    return {
      kind: 'rejected',
      fields: violations.map(one => one.field ?? ''),
      message: said || result?.error?.message || 'rejected',
    };
  }
  // What is no answer of vocd, as from a page to log in to a network, delivered nothing.
  if (!outcome) return {kind: 'retry', waitMs: 0};
  return {kind: 'delivered', outcome: outcome as 'created'};
}

// `text` is the body, "" if it could not be read.
export function verdictOf(status: number, text: string, retryAfter: string | null): Verdict {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (status === 200) {
    const reply = (body ?? {}) as {result?: Result, results?: Result[]};
    return ofResult(reply.result ?? reply.results?.[0]);
  }
  const failed = (body && typeof body === 'object' ? body : {}) as Failed;
  const code = typeof failed.code === 'string' ? failed.code : CODES[status];
  // ErrorInfo begins with its reason, in plain letters.
  if (code === 'unauthenticated' && /TOKEN_(EXPIRED|INVALID)/.test(detail(failed, 'ErrorInfo'))) {
    return {kind: 'token'};
  }
  if (code && REFUSALS.includes(code)) {
    return {kind: 'refused', message: `${code}: ${failed.message}`};
  }
  const info = detail(failed, 'RetryInfo');
  const waitMs = info ? retryInfoMs(info) : Number(retryAfter) * 1e3 || 0;
  return {kind: 'retry', waitMs: Math.min(waitMs, ASKED_WAIT_MS_MAX)};
}
