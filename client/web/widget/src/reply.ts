import type {Delivered} from './api.js';
import {parsed} from './items.js';
import {ASKED_WAIT_MS_MAX} from './limits.js';

// What an answer of the server, or its absence, means for an entry.
export type Verdict =
    | {kind: 'delivered', outcome: Delivered['outcome']}
    // The feedback is bad; `time`: for when it says it was given.
    | {kind: 'rejected', time: boolean, message: string}
    // Nobody is there, or there is too much to do.
    | {kind: 'retry', waitMs: number}
    // The token is not believed.
    | {kind: 'token', message: string}
    // The call is bad; more time may help, more tries will not.
    | {kind: 'refused', message: string};

interface Result {
  outcome?: string;
  error?: {message?: string};
}

interface Failed {
  code?: string;
  message?: string;
  details?: {type?: string, value?: string}[];
}

// Codes that say that the call is wrong: unauthenticated, permission_denied, unimplemented,
// invalid_argument, not_found, already_exists, failed_precondition, out_of_range. Others pass.
const REFUSAL = /^(unauth|perm|unimp|inv|not|alr|fai|out)/;

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

// `text` is the body, "" if it could not be read.
export function verdictOf(status: number, text: string, retryAfter: string | null): Verdict {
  const body = parsed<Failed & {result?: Result, results?: Result[]}>(text);
  if (status === 200) {
    const result = body?.result ?? body?.results?.[0];
    const outcome =
        /^OUTCOME_(CREATED|UPDATED|UNCHANGED|SUPERSEDED)$/.exec(result?.outcome ?? '')?.[1];
    if (outcome) {
      return {kind: 'delivered', outcome: outcome.toLowerCase() as Delivered['outcome']};
    }
    if (result?.outcome === 'OUTCOME_REJECTED') {
      return {
        kind: 'rejected',
        time: /"field":\s*"[\w.]*(collected|displayed)_?at"/i.test(text),
        message: JSON.stringify(result.error),
      };
    }
    // What is no answer of vocd, as from a page to log in to a network, delivered nothing.
    return {kind: 'retry', waitMs: 0};
  }
  const failed = body ?? {};
  // ErrorInfo begins with its reason, in plain letters.
  const message = `${failed.code ?? status}: ${failed.message}`;
  if (/TOKEN_(EXPIRED|INVALID)/.test(detail(failed, 'ErrorInfo'))) return {kind: 'token', message};
  // A proxy answers without a code.
  const refused = failed.code ? REFUSAL.test(failed.code) : status < 500 && status !== 429;
  if (refused) return {kind: 'refused', message};
  const info = detail(failed, 'RetryInfo');
  const waitMs = info ? retryInfoMs(info) : Number(retryAfter) * 1e3 || 0;
  return {kind: 'retry', waitMs: Math.min(waitMs, ASKED_WAIT_MS_MAX)};
}
