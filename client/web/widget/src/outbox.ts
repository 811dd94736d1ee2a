import type {Delivered, Failure, Identity} from './api.js';
import {
  ASKED_WAIT_MS_MAX, FLUSH_BYTES_MAX, RECORD_AGE_MS_MAX, RECORDS_MAX, REFUSED_AGE_MS_MAX,
  REFUSED_WAIT_MS_MAX, REFUSED_WAIT_MS_MIN, RETRY_WAIT_MS_MAX, RETRY_WAIT_MS_MIN, SEND_TIMEOUT_MS,
  TOKEN_TIMEOUT_MS,
} from './limits.js';
import {bodyOf, withoutTime, type Entry} from './record.js';
import {verdictOf, type Verdict} from './reply.js';
import {claimsOf} from './token.js';
import type {World} from './world.js';

// What becomes of entries.
export type News = {delivered: Delivered} | {failed: Failure};

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
  identity: Identity | undefined;
  // Whether the store has it.
  kept: boolean;
}

const NO_ANSWER: Verdict = {kind: 'retry', waitMs: 0};

// Keeps entries until the server has them, over the ends of pages, networks and servers. What is
// sent twice does no harm: the server knows it by its submission_id and client_revision. So each
// entry is kept first, sent then, and forgotten only on the server's word.
export class Outbox {
  readonly #listeners = new Set<(news: News) => void>();
  readonly #identities = new Set<Identity>();
  // Entries of this page that are not delivered: at the page's end there is no time to read.
  readonly #fresh = new Map<string, Fresh>();
  readonly #health = new Map<string, Health>();
  #running: Promise<void> | undefined;
  #again = false;
  #cancelTimer: (() => void) | undefined;

  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  // Returns what ends it.
  listen(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // Whose tokens may be fetched for entries of theirs, those of earlier pages too.
  know(identity: Identity): void {
    this.#identities.add(identity);
  }

  forget(identity: Identity): void {
    this.#identities.delete(identity);
  }

  // Resolves when the entry is kept, which is before it is sent. With sendNow false it is kept until
  // the next send.
  async put(entry: Entry, identity?: Identity, sendNow = true): Promise<void> {
    const fresh: Fresh = {entry, identity, kept: false};
    this.#fresh.set(entry.id, fresh);
    await this.#world.store.put(entry);
    fresh.kept = true;
    await this.#trim();
    if (sendNow) void this.send();
  }

  // Sends what is due; at once means: even if the server did not answer a moment ago.
  send(atOnce = false): Promise<void> {
    if (atOnce) {
      for (const [server, health] of this.#health) {
        if (!health.asked) this.#health.delete(server);
      }
    }
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      // Asked for while the last of it ended.
      if (this.#again) void this.send();
    });
    return this.#running;
  }

  // Sends what this page still has in requests that outlive it. Called when the page may end.
  flush(): void {
    let bytes = 0;
    for (const {entry} of this.#fresh.values()) {
      const body = bodyOf(entry);
      // A character may be three bytes.
      bytes += body.length * 3;
      if (bytes > FLUSH_BYTES_MAX) return;
      if (entry.notBeforeMs > this.#world.nowMs()) continue;
      void this.#ask(entry, true).then(verdict => this.#settle(entry, verdict));
    }
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#world.alone(() => this.#pass()).catch(() => undefined);
    }
    await this.#plan();
  }

  // Sends every entry that is due, once; after a server failed no more to it.
  async #pass(): Promise<void> {
    const entries = await this.#world.store.all();
    const ids = new Set(entries.map(entry => entry.id));
    for (const [id, fresh] of this.#fresh) {
      // Another tab delivered it.
      if (fresh.kept && !ids.has(id)) this.#fresh.delete(id);
    }
    entries.sort((a, b) => a.createdMs - b.createdMs);
    for (const entry of entries) {
      // A newer revision is being put, and goes next.
      if ((this.#fresh.get(entry.id)?.entry.revision ?? 0) > entry.revision) continue;
      if (this.#world.nowMs() - entry.createdMs > RECORD_AGE_MS_MAX) {
        await this.#drop(entry, 'expired', 'too old');
      } else if (this.#dueMs(entry) <= this.#world.nowMs()) {
        await this.#deliver(entry);
      }
    }
  }

  #dueMs(entry: Entry): number {
    const untilMs = Math.max(entry.notBeforeMs, this.#health.get(entry.server)?.untilMs ?? 0);
    // A clock that was set back does not hold an entry longer than any wait.
    return untilMs - this.#world.nowMs() > Math.max(REFUSED_WAIT_MS_MAX, ASKED_WAIT_MS_MAX)
        ? 0 : untilMs;
  }

  async #deliver(stored: Entry): Promise<void> {
    let entry = stored;
    if (entry.wantsToken) {
      const token = await this.#freshToken(entry);
      if (token) entry = {...entry, token};
    }
    let verdict = await this.#ask(entry, false);
    if (verdict.kind === 'token' && entry.token) {
      const token = await this.#freshToken(entry);
      // Rather unverified than lost.
      entry = await this.#amend(entry, {token, wantsToken: false});
      verdict = await this.#ask(entry, false);
      if (verdict.kind === 'token' && token) {
        entry = await this.#amend(entry, {token: ''});
        verdict = await this.#ask(entry, false);
      }
    }
    await this.#settle(entry, verdict);
  }

  // A token for whoever the entry is by, or "".
  async #freshToken(entry: Entry): Promise<string> {
    const own = this.#fresh.get(entry.id)?.identity;
    for (const identity of own ? [own] : this.#identities) {
      const ask = identity.token;
      if (typeof ask !== 'function') continue;
      if (!own && (!entry.respondent || identity.respondent !== entry.respondent)) continue;
      const token = await new Promise<string>(resolve => {
        const cancel = this.#world.later(() => resolve(''), TOKEN_TIMEOUT_MS);
        Promise.resolve().then(ask).then(resolve, () => resolve('')).finally(cancel);
      });
      const {sub} = claimsOf(token);
      if (token && (!entry.respondent || sub === entry.respondent)) return token;
    }
    return '';
  }

  async #ask(entry: Entry, keepalive: boolean): Promise<Verdict> {
    const aborter = new AbortController();
    const cancel = this.#world.later(() => aborter.abort(), SEND_TIMEOUT_MS);
    try {
      const response =
          await this.#world.fetch(`${entry.server}/voc.v1.FeedbackService/${entry.method}`, {
            method: 'POST',
            headers: {
              'Content-Type': 'application/json',
              'Connect-Protocol-Version': '1',
              Authorization: `Bearer ${entry.key}`,
            },
            body: bodyOf(entry),
            credentials: 'omit',
            cache: 'no-store',
            referrerPolicy: 'no-referrer',
            signal: aborter.signal,
            keepalive,
          });
      const text = await response.text();
      return verdictOf(response.status, text, response.headers.get('Retry-After'));
    } catch {
      return NO_ANSWER;
    } finally {
      cancel();
    }
  }

  async #settle(entry: Entry, verdict: Verdict): Promise<void> {
    const now = this.#world.nowMs();
    if (verdict.kind !== 'retry') this.#health.delete(entry.server);
    switch (verdict.kind) {
      case 'delivered':
        await this.#remove(entry);
        this.#tell({delivered: {...idOf(entry), outcome: verdict.outcome}});
        return;
      case 'rejected': {
        const timeless =
            verdict.fields.some(field => /(collected|displayed)_?at$/i.test(field)) ?
            withoutTime(entry) : undefined;
        if (!timeless) return this.#drop(entry, 'rejected', verdict.message);
        await this.#amend(entry, timeless);
        this.#again = true;
        return;
      }
      case 'retry': {
        const health = this.#health.get(entry.server) ?? {failures: 0, untilMs: 0, asked: false};
        const doubled = Math.min(RETRY_WAIT_MS_MIN * 2 ** health.failures, RETRY_WAIT_MS_MAX);
        const waitMs = Math.max(doubled * (0.5 + this.#world.random() / 2), verdict.waitMs);
        this.#health.set(entry.server, {
          failures: health.failures + 1, untilMs: now + waitMs, asked: verdict.waitMs > 0,
        });
        // So that the next page keeps to it, too.
        if (verdict.waitMs > 0) await this.#amend(entry, {notBeforeMs: now + verdict.waitMs});
        return;
      }
      case 'token':
      case 'refused': {
        const message = verdict.kind === 'token' ? 'token refused' : verdict.message;
        const refusedMs = entry.refusedMs || now;
        if (now - refusedMs > REFUSED_AGE_MS_MAX) return this.#drop(entry, 'refused', message);
        const doubled =
            Math.min(REFUSED_WAIT_MS_MIN * 2 ** Math.min(entry.refusals, 10), REFUSED_WAIT_MS_MAX);
        await this.#amend(entry, {
          refusedMs,
          refusals: entry.refusals + 1,
          notBeforeMs: now + doubled * (0.5 + this.#world.random() / 2),
        });
        if (!entry.refusedMs) this.#fail(entry, 'refused', message, false);
      }
    }
  }

  // In the store, and in what this page remembers.
  async #amend(entry: Entry, change: Partial<Entry>): Promise<Entry> {
    const amended = {...entry, ...change};
    const fresh = this.#fresh.get(entry.id);
    if (fresh?.entry.revision === entry.revision) fresh.entry = amended;
    await this.#world.store.update(amended);
    return amended;
  }

  async #remove(entry: Entry): Promise<void> {
    const fresh = this.#fresh.get(entry.id);
    if (fresh && fresh.entry.revision <= entry.revision) this.#fresh.delete(entry.id);
    await this.#world.store.remove(entry);
  }

  async #drop(entry: Entry, reason: Failure['reason'], message: string): Promise<void> {
    await this.#remove(entry);
    this.#fail(entry, reason, message, true);
  }

  async #trim(): Promise<void> {
    const entries = await this.#world.store.all();
    const surplus = entries.length - RECORDS_MAX;
    if (surplus <= 0) return;
    const rank = (entry: Entry) => (entry.method === 'RecordDisplay' ? 0 : 1);
    entries.sort((a, b) => rank(a) - rank(b) || a.createdMs - b.createdMs);
    for (const entry of entries.slice(0, surplus)) {
      await this.#drop(entry, 'overflow', `more than ${RECORDS_MAX} wait`);
    }
  }

  // Sets the timer for what is due next.
  async #plan(): Promise<void> {
    const entries = await this.#world.store.all();
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (entries.length === 0 || this.#again) return;
    const dueMs = Math.min(...entries.map(entry => this.#dueMs(entry)));
    const waitMs = Math.max(dueMs - this.#world.nowMs(), RETRY_WAIT_MS_MIN / 2);
    this.#cancelTimer = this.#world.later(() => void this.send(), waitMs);
  }

  #fail(entry: Entry, reason: Failure['reason'], message: string, final: boolean): void {
    this.#tell({failed: {...idOf(entry), reason, message, final}});
  }

  #tell(news: News): void {
    for (const listener of this.#listeners) {
      try {
        listener(news);
      } catch (error) {
        // The host's own; it must not stop the others.
        console.error(error);
      }
    }
  }
}

function idOf(entry: Entry): {source: string, submissionId: string, clientRevision: number} {
  return {
    source: entry.source, submissionId: entry.submissionId, clientRevision: entry.revision,
  };
}
