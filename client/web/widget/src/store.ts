import {parsed, type Items} from './items.js';
import type {Entry} from './record.js';

// What becomes of an entry: another, null to take it away, undefined to leave it as it is.
export type Change = (old: Entry | undefined) => Entry | null | undefined;

// Where entries wait. Each call is one step that other tabs see whole or not at all.
export interface Store {
  // Resolves when what `change` said is kept.
  change(id: string, change: Change): Promise<void>;
  all(): Promise<Entry[]>;
  // Whether nobody else may send until `untilMs`, of the clock of nowMs.
  lease(owner: string, nowMs: number, untilMs: number): Promise<boolean>;
}

const PREFIX = 'voc-outbox:';

// In the memory of the page and, where the browser lets us, in localStorage: one item each, so
// that tabs do not overwrite each other.
export function makePlainStore(items: Items): Store {
  const entries = new Map<string, Entry>();

  // The newer of what memory and localStorage have.
  function find(id: string): Entry | undefined {
    const own = entries.get(id);
    const stored = parsed<Entry>(items.get(PREFIX + id));
    return stored && !(own && own.revision > stored.revision) ? stored : own;
  }

  return {
    async change(id, change) {
      const entry = change(find(id));
      if (entry === undefined) return;
      const text = entry && JSON.stringify(entry);
      items.set(PREFIX + id, text);
      // In memory only what could not be kept: other tabs do not see that.
      if (entry && items.get(PREFIX + id) !== text) entries.set(id, entry);
      else entries.delete(id);
    },
    async all() {
      const ids = items.names().filter(name => name.startsWith(PREFIX))
                      .map(name => name.slice(PREFIX.length));
      return [...new Set([...entries.keys(), ...ids])].flatMap(id => find(id) ?? []);
    },
    lease: async () => true,
  };
}

// Keeps entries in the first store, and in the second where the first fails. Never rejects.
export function makeSafeStore(first: Store, second: Store): Store {
  return {
    async change(id, change) {
      // What is new goes into one of them; what is known changes where it is.
      const failed = await first.change(id, change).then(() => false, () => true);
      await second.change(id, old => (old || failed ? change(old) : undefined));
    },
    // The newest revision of each.
    async all() {
      const found = new Map<string, Entry>();
      for (const entry of [...await first.all().catch(() => []), ...await second.all()]) {
        if ((found.get(entry.id)?.revision ?? 0) <= entry.revision) found.set(entry.id, entry);
      }
      return [...found.values()];
    },
    lease: (owner, nowMs, untilMs) => first.lease(owner, nowMs, untilMs).catch(() => true),
  };
}
