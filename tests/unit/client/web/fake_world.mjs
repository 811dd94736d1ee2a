// A world for the outbox: a clock that moves when told, a server that decides like vocd's, and a
// store that outlives pages. A page can be cut at any of its steps: what it does after that never
// happens, as when a tab is closed.
import {MockVocd} from '../../../support/web/mock_vocd.mjs';

const never = () => new Promise(() => {});
// All that can go on without the clock has gone on.
export const settled = async () => {
  for (let i = 0; i < 50; i++) await new Promise(resolve => setImmediate(resolve));
};

export class FakeServer {
  constructor() {
    this.vocd = new MockVocd();
    this.received = [];
    // Called with (method, message, init); returns a reply {status, text, retryAfter} in place of the
    // server's own, 'lost' for a request that does not arrive, 'silent' for a reply that does not.
    this.fault = () => undefined;
  }

  async fetch(url, init) {
    const method = url.split('/').pop();
    const message = JSON.parse(init.body);
    const fault = this.fault(method, message, init);
    if (fault === 'lost') throw new TypeError('network');
    if (fault && fault !== 'silent') return fault;
    this.received.push({method, body: init.body, message, init});
    const text = JSON.stringify(this.vocd.answer(method, message));
    if (fault === 'silent') throw new TypeError('network');
    return {status: 200, text, retryAfter: null};
  }

  get feedback() {
    return [...this.vocd.feedback.values()];
  }
}

// As vocd says RetryInfo again in the header.
export const failure = (code, reason, status = 400, {seconds, retryAfter = null} = {}) => ({
  status, retryAfter: seconds ? String(seconds) : retryAfter,
  text: JSON.stringify({
    code, message: 'said so',
    details: [
      ...(reason ? [{
        type: 'google.rpc.ErrorInfo',
        value: Buffer.from(`\n${String.fromCharCode(reason.length)}${reason}`).toString('base64').replace(/=/g, ''),
      }] : []),
      ...(seconds ? [{
        type: 'google.rpc.RetryInfo',
        value: Buffer.from([10, 2, 8, seconds]).toString('base64').replace(/=/g, ''),
      }] : []),
    ],
  }),
});

export class FakeDisk {
  constructor() {
    this.entries = new Map();
  }

  store() {
    return {
      change: async (id, change) => {
        const entry = change(structuredClone(this.entries.get(id)));
        if (entry) this.entries.set(id, structuredClone(entry));
        else if (entry === null) this.entries.delete(id);
      },
      all: async () => structuredClone([...this.entries.values()]),
      lease: async () => true,
    };
  }
}

export class FakeWorld {
  constructor({disk = new FakeDisk(), server = new FakeServer(), cutAt = Infinity, now} = {}) {
    Object.assign(this, {disk, server, cutAt, steps: 0});
    this.now = now ?? Date.parse('2026-11-22T12:00:00Z');
    this.timers = [];
    const store = disk.store();
    this.store = {
      ...store,
      change: (id, change) => this.step(() => store.change(id, change)),
      all: () => this.step(() => store.all()),
    };
    this.chance = 0.5;
  }

  // A step may be cut before it takes effect, or after that but before anybody hears.
  async step(work) {
    if (++this.steps > this.cutAt) return never();
    const result = await work();
    if (++this.steps > this.cutAt) return never();
    return result;
  }

  nowMs() {
    return this.now;
  }

  random() {
    return this.chance;
  }

  fetch(url, init) {
    return this.step(() => this.server.fetch(url, init));
  }

  later(work, waitMs) {
    const timer = {work, at: this.now + waitMs};
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter(other => other !== timer);
    };
  }

  async alone(work) {
    await work();
  }

  // Lets time pass, timer by timer.
  async pass(ms) {
    const until = this.now + ms;
    for (;;) {
      await settled();
      const next = this.timers.sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > until) break;
      this.now = Math.max(this.now, next.at);
      this.timers.shift();
      if (this.steps <= this.cutAt) next.work();
    }
    this.now = until;
    await settled();
  }
}
