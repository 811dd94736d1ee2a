import type {Entry} from './record.js';
import type {Store} from './store.js';

// Keeps entries in the first store, and in the second where the first fails. Never rejects.
export class SafeStore implements Store {
  readonly #first: Store;
  readonly #second: Store;

  constructor(first: Store, second: Store) {
    this.#first = first;
    this.#second = second;
  }

  async put(entry: Entry): Promise<void> {
    try {
      await this.#first.put(entry);
      await this.#second.remove(entry);
    } catch {
      await this.#second.put(entry);
    }
  }

  // The newest revision of each.
  async all(): Promise<Entry[]> {
    const found = new Map<string, Entry>();
    for (const entry of [...await this.#first.all().catch(() => []), ...await this.#second.all()]) {
      const other = found.get(entry.id);
      if (!other || other.revision <= entry.revision) found.set(entry.id, entry);
    }
    return [...found.values()];
  }

  async update(entry: Entry): Promise<void> {
    await this.#first.update(entry).catch(() => undefined);
    await this.#second.update(entry);
  }

  async remove(entry: Entry): Promise<void> {
    await this.#first.remove(entry).catch(() => undefined);
    await this.#second.remove(entry);
  }

  lease(owner: string, nowMs: number, untilMs: number): Promise<boolean> {
    return this.#first.lease(owner, nowMs, untilMs).catch(() => true);
  }
}
