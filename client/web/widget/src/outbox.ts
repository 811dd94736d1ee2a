import type {Delivered, Failure} from './api.js';
import {posting} from './http.js';
import {
  ASKED_WAIT_MS_MAX, FLUSH_BYTES_MAX, RECORD_AGE_MS_MAX, RECORDS_MAX, REFUSED_AGE_MS_MAX,
  REFUSED_WAIT_MS_MAX, REFUSED_WAIT_MS_MIN, RETRY_WAIT_MS_MAX, RETRY_WAIT_MS_MIN, TOKEN_TIMEOUT_MS,
} from './limits.js';
import {bodyOf, withoutTime, withToken, type Draft, type Entry} from './record.js';
import {verdictOf, type Verdict} from './reply.js';
import {claimsOf} from './token.js';
import type {World} from './world.js';

// What becomes of entries.
export type News = {kind: 'delivered', detail: Delivered} | {kind: 'error', detail: Failure};

// How a server fares, as this page saw it.
interface Health {
  failures: number;
  untilMs: number;
  // Whether the server named the time, which being online again does not shorten.
  asked: boolean;
}

// An entry of this page.
interface Fresh {
  entry: Entry;
  person: Draft['person'] | undefined;
  // Whether the store has it.
  kept: boolean;
}

// Keeps entries until the server has them, over the ends of pages, networks and servers. What is
// sent twice does no harm: the server knows it by its submission_id and client_revision. So each
// entry is kept first, sent then, and forgotten only on the server's word.
export type Outbox = ReturnType<typeof makeOutbox>;

export function makeOutbox(world: World) {
  const listeners = new Set<(news: News) => void>();
  // Whose tokens may be fetched for entries of theirs, those of earlier pages too.
  const persons = new Set<Draft['person']>();
  // Entries of this page that are not delivered: at the page's end there is no time to read.
  const mine = new Map<string, Fresh>();
  const servers = new Map<string, Health>();
  let running: Promise<void> | undefined;
  let again = false;
  let cancelTimer: (() => void) | undefined;

  // Returns what ends it.
  function listen(listener: (news: News) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  // Resolves when the entry is kept, which is before it is sent. With sendNow false it is kept
  // until the next send.
  async function put(entry: Entry, person?: Draft['person'], sendNow = true): Promise<void> {
    const fresh: Fresh = {entry, person, kept: false};
    mine.set(entry.id, fresh);
    // An older revision than that which is kept is not worth keeping.
    await world.store.change(
        entry.id, old => (old && old.revision > entry.revision ? undefined : entry));
    fresh.kept = true;
    await trim();
    if (sendNow) void send();
  }

  // Sends what is due; at once means: even if the server did not answer a moment ago.
  function send(atOnce = false): Promise<void> {
    if (atOnce) {
      for (const [server, health] of servers) {
        if (!health.asked) servers.delete(server);
      }
    }
    again = true;
    running ??= run().finally(() => {
      running = undefined;
      // Asked for while the last of it ended.
      if (again) void send();
    });
    return running;
  }

  // Sends what this page still has in requests that outlive it. Called when the page may end.
  function flush(): void {
    let bytes = 0;
    for (const {entry} of mine.values()) {
      const body = bodyOf(entry);
      // A character may be three bytes.
      bytes += body.length * 3;
      if (bytes > FLUSH_BYTES_MAX) return;
      if (entry.notBeforeMs > world.nowMs() || (entry.wantsToken && !entry.token)) continue;
      void ask(entry, true).then(verdict => settle(entry, verdict));
    }
  }

  async function run(): Promise<void> {
    while (again) {
      again = false;
      await world.alone(() => pass()).catch(() => undefined);
    }
    await plan();
  }

  // Sends every entry that is due, once; after a server failed no more to it.
  async function pass(): Promise<void> {
    const entries = await world.store.all();
    const ids = new Set(entries.map(entry => entry.id));
    for (const [id, fresh] of mine) {
      // Another tab delivered it.
      if (fresh.kept && !ids.has(id)) mine.delete(id);
    }
    entries.sort((a, b) => a.createdMs - b.createdMs);
    for (const entry of entries) {
      // A newer revision is being put, and goes next.
      if ((mine.get(entry.id)?.entry.revision ?? 0) > entry.revision) continue;
      if (dueMs(entry) <= world.nowMs()) await deliver(entry);
    }
  }

  function dueMs(entry: Entry): number {
    const untilMs = Math.max(entry.notBeforeMs, servers.get(entry.server)?.untilMs ?? 0);
    // A clock that was set back does not hold an entry longer than any wait.
    return untilMs - world.nowMs() > Math.max(REFUSED_WAIT_MS_MAX, ASKED_WAIT_MS_MAX)
        ? 0 : untilMs;
  }

  async function deliver(stored: Entry): Promise<void> {
    let entry = stored;
    let verdict: Verdict = {kind: 'token', message: 'no token'};
    if (entry.token) verdict = await ask(entry, false);
    if (entry.wantsToken && (verdict.kind === 'token' || verdict.kind === 'taken')) {
      const token = await freshToken(entry);
      if (token && token !== entry.token) verdict = await ask(withToken(entry, token), false);
    }
    if (verdict.kind === 'token') {
      entry = {...entry, token: ''};
      // Rather unverified than lost.
      if (!entry.needsToken) verdict = await ask(entry, false);
    }
    await settle(entry, verdict);
  }

  // A token for whoever the entry is by, or "".
  async function freshToken({id, respondent, needsToken}: Entry): Promise<string> {
    const own = mine.get(id)?.person;
    for (const person of own ? [own, ...persons] : persons) {
      const token = await fetchToken(person);
      // Where nobody knows whose it is, the server does if it needs a token.
      if (token && (respondent ? claimsOf(token).sub === respondent :
                                 needsToken || person === own)) {
        return person.token = token;
      }
    }
    return '';
  }

  // A new one, or "".
  function fetchToken({identity: {token}}: Draft['person']): Promise<string> {
    return Promise.race([
      Promise.resolve().then(() => (typeof token === 'function' ? token() : token) || '').catch(
          () => ''),
      new Promise<string>(resolve => world.later(() => resolve(''), TOKEN_TIMEOUT_MS)),
    ]);
  }

  async function ask(entry: Entry, keepalive: boolean): Promise<Verdict> {
    try {
      const {status, text, retryAfter} = await world.fetch(
          `${entry.server}/voc.v1.FeedbackService/${entry.method}`,
          posting(entry.key, bodyOf(entry), keepalive));
      return verdictOf(status, text, retryAfter);
    } catch {
      return {kind: 'retry', waitMs: 0};
    }
  }

  async function settle(entry: Entry, verdict: Verdict): Promise<void> {
    const now = world.nowMs();
    const {kind} = verdict;
    const health = servers.get(entry.server) ?? {failures: 0, untilMs: 0, asked: false};
    if (kind !== 'retry') servers.delete(entry.server);
    if (kind === 'delivered') {
      await remove(entry);
      return tell({kind, detail: {...idOf(entry), outcome: verdict.outcome}});
    }
    if (kind === 'rejected' || (kind === 'taken' && !entry.wantsToken)) {
      const timeless = kind === 'rejected' && verdict.time && withoutTime(entry);
      if (!timeless) return drop(entry, 'rejected', verdict.message);
      await amend(entry, timeless);
      again = true;
      return;
    }
    // As the page ended nobody asked for a new one.
    if (kind === 'token' && entry.token) {
      await amend(entry, {token: ''});
      return void send();
    }
    if (kind === 'retry') {
      const waitMs = Math.max(
          doubledMs(RETRY_WAIT_MS_MIN, health.failures, RETRY_WAIT_MS_MAX), verdict.waitMs);
      servers.set(entry.server, {
        failures: health.failures + 1, untilMs: now + waitMs, asked: verdict.waitMs > 0,
      });
    }
    // Only now, when it was tried: the clock may have been wrong before.
    if (now - entry.createdMs > RECORD_AGE_MS_MAX) return drop(entry, 'expired');
    if (kind === 'retry') {
      // So that the next page keeps to it, too.
      if (verdict.waitMs > 0) await amend(entry, {notBeforeMs: now + verdict.waitMs});
      return;
    }
    const refusedMs = entry.refusedMs || now;
    if (now - refusedMs > REFUSED_AGE_MS_MAX) return drop(entry, 'refused', verdict.message);
    await amend(entry, {
      needsToken: entry.needsToken || kind === 'taken',
      refusedMs,
      refusals: entry.refusals + 1,
      notBeforeMs: now + doubledMs(REFUSED_WAIT_MS_MIN, entry.refusals, REFUSED_WAIT_MS_MAX),
    });
    if (!entry.refusedMs) fail(entry, 'refused', verdict.message, false);
  }

  // Less up to a half by chance.
  function doubledMs(minMs: number, times: number, maxMs: number): number {
    return Math.min(minMs * 2 ** times, maxMs) * (0.5 + world.random() / 2);
  }

  // In the store, and in what this page remembers.
  async function amend(entry: Entry, change: Partial<Entry>): Promise<void> {
    const amended = {...entry, ...change};
    const fresh = mine.get(entry.id);
    if (fresh?.entry.revision === entry.revision) fresh.entry = amended;
    await world.store.change(
        entry.id, old => (old?.revision === entry.revision ? amended : undefined));
  }

  async function remove(entry: Entry): Promise<void> {
    const fresh = mine.get(entry.id);
    if (fresh && fresh.entry.revision <= entry.revision) mine.delete(entry.id);
    await world.store.change(
        entry.id, old => (old && old.revision <= entry.revision ? null : undefined));
  }

  async function drop(
      entry: Entry, reason: Failure['reason'], message: string = reason): Promise<void> {
    await remove(entry);
    fail(entry, reason, message, true);
  }

  async function trim(): Promise<void> {
    const entries = await world.store.all();
    const surplus = entries.length - RECORDS_MAX;
    if (surplus <= 0) return;
    const rank = ({method}: Entry) => Number(method === 'Submit');
    entries.sort((a, b) => rank(a) - rank(b) || a.createdMs - b.createdMs);
    for (const entry of entries.slice(0, surplus)) {
      await drop(entry, 'overflow');
    }
  }

  // Sets the timer for what is due next.
  async function plan(): Promise<void> {
    const entries = await world.store.all();
    cancelTimer?.();
    cancelTimer = undefined;
    if (entries.length === 0 || again) return;
    const waitMs = Math.min(...entries.map(dueMs)) - world.nowMs();
    cancelTimer = world.later(() => void send(), Math.max(waitMs, RETRY_WAIT_MS_MIN / 2));
  }

  function fail(entry: Entry, reason: Failure['reason'], message: string, final: boolean): void {
    tell({kind: 'error', detail: {...idOf(entry), reason, message, final}});
  }

  function tell(news: News): void {
    for (const listener of listeners) {
      try {
        listener(news);
      } catch (error) {
        // The host's own; it must not stop the others.
        console.error(error);
      }
    }
  }

  return {listen, persons, fetchToken, put, send, flush};
}

function idOf(entry: Entry): {source: string, submissionId: string, clientRevision: number} {
  return {
    source: entry.source, submissionId: entry.submissionId, clientRevision: entry.revision,
  };
}
