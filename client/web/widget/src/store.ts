import type {Entry} from './record.js';

// Where entries wait. Each call is one step that other tabs see whole or not at all.
export interface Store {
  // Resolves when it is kept, unless a newer revision is there already.
  put(entry: Entry): Promise<void>;
  all(): Promise<Entry[]>;
  // Writes what was learnt about an entry, unless it is gone or a newer revision is there.
  update(entry: Entry): Promise<void>;
  // Unless a newer revision is there.
  remove(entry: Entry): Promise<void>;
  // Whether nobody else may send until `untilMs`, of the clock of nowMs.
  lease(owner: string, nowMs: number, untilMs: number): Promise<boolean>;
}

// In the memory of the page and, where the browser lets us, in localStorage: one item each, so
// that tabs do not overwrite each other.
export class PlainStore implements Store {
  readonly #entries = new Map<string, Entry>();
  static readonly #PREFIX = 'voc-outbox:';

  readonly #storage: globalThis.Storage | undefined;

  constructor(storage: globalThis.Storage | undefined) {
    this.#storage = storage;
  }

  async put(entry: Entry): Promise<void> {
    const old = this.#find(entry.id);
    if (old && old.revision > entry.revision) return;
    this.#entries.set(entry.id, entry);
    try {
      this.#storage?.setItem(PlainStore.#PREFIX + entry.id, JSON.stringify(entry));
    } catch {
      // Full or forbidden: memory has it.
    }
  }

  async all(): Promise<Entry[]> {
    const found = new Map(this.#entries);
    for (const id of this.#storedIds()) {
      const entry = this.#find(id);
      if (entry) found.set(id, entry);
    }
    return [...found.values()];
  }

  async update(entry: Entry): Promise<void> {
    if (this.#find(entry.id)?.revision === entry.revision) await this.put(entry);
  }

  async remove(entry: Entry): Promise<void> {
    const old = this.#find(entry.id);
    if (!old || old.revision > entry.revision) return;
    this.#entries.delete(entry.id);
    try {
      this.#storage?.removeItem(PlainStore.#PREFIX + entry.id);
    } catch {
      // It will be sent once more, which does no harm.
    }
  }

  async lease(): Promise<boolean> {
    return true;
  }

  // The newer of what memory and localStorage have.
  #find(id: string): Entry | undefined {
    const own = this.#entries.get(id);
    try {
      const text = this.#storage?.getItem(PlainStore.#PREFIX + id);
      const stored = text ? JSON.parse(text) as Entry : undefined;
      return stored && !(own && own.revision > stored.revision) ? stored : own;
    } catch {
      return own;
    }
  }

  #storedIds(): string[] {
    const ids: string[] = [];
    try {
      for (let i = 0; i < (this.#storage?.length ?? 0); i++) {
        const name = this.#storage!.key(i)!;
        if (name.startsWith(PlainStore.#PREFIX)) ids.push(name.slice(PlainStore.#PREFIX.length));
      }
    } catch {
      // Forbidden.
    }
    return ids;
  }
}
