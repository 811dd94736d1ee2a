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
    // It changes what a token vouches for, and has none of the same person.
    | {kind: 'taken', message: string}
    // The call is bad; more time may help, more tries will not.
    | {kind: 'refused', message: string};

interface Result {
  outcome?: string;
  error?: object;
}

interface Failed {
  code?: string;
  message?: string;
}

// Codes that say that the call is wrong: unauthenticated, permission_denied, unimplemented,
// invalid_argument, not_found, already_exists, failed_precondition, out_of_range. Others pass.
const REFUSAL = /^(unauth|perm|unimp|inv|not|alr|fai|out)/;

// As an ErrorInfo with the reason TOKEN_EXPIRED or TOKEN_INVALID begins, in base64.
const TOKEN_REFUSED = '"Cg1UT0tFTl9';

// `text` is the body, "" if it could not be read.
export function verdictOf(status: number, text: string, retryAfter: string | null): Verdict {
  const body = parsed<Failed & {result?: Result, results?: Result[]}>(text);
  if (status === 200) {
    const result = body?.result ?? body?.results?.[0];
    const outcome = result?.outcome?.replace('OUTCOME_', '').toLowerCase() ?? '';
    if (/^(created|updated|unchanged|superseded)$/.test(outcome)) {
      return {kind: 'delivered', outcome: outcome as Delivered['outcome']};
    }
    if (result && outcome === 'rejected') {
      const message = JSON.stringify(result.error);
      if (text.includes('"SUBMISSION_TAKEN"')) return {kind: 'taken', message};
      return {
        kind: 'rejected',
        time: /"field":\s*"[\w.]*(collected|displayed)_?at"/i.test(text),
        message,
      };
    }
    // What is no answer of vocd, as from a page to log in to a network, delivered nothing.
    return {kind: 'retry', waitMs: 0};
  }
  const failed = body ?? {};
  const message = `${failed.code ?? status}: ${failed.message}`;
  if (text.includes(TOKEN_REFUSED)) return {kind: 'token', message};
  // A proxy answers without a code.
  const refused = failed.code ? REFUSAL.test(failed.code) : status < 500 && status !== 429;
  if (refused) return {kind: 'refused', message};
  // vocd says in the header what its RetryInfo does.
  return {kind: 'retry', waitMs: Math.min(Number(retryAfter) * 1e3 || 0, ASKED_WAIT_MS_MAX)};
}
