import {STORE_TIMEOUT_MS} from './limits.js';
import type {Entry} from './record.js';
import type {Store} from './store.js';

const DATABASE = 'voc-outbox';
const ENTRIES = 'entries';
const LEASES = 'leases';

function within<T>(promise: Promise<T>, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} takes too long`)), STORE_TIMEOUT_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

// In IndexedDB. Calls reject where it is missing, forbidden, full or stuck.
export class IdbStore implements Store {
  #database: Promise<IDBDatabase> | undefined;

  put(entry: Entry): Promise<void> {
    return this.#change(entry, old => !old || old.revision <= entry.revision);
  }

  update(entry: Entry): Promise<void> {
    return this.#change(entry, old => old?.revision === entry.revision);
  }

  all(): Promise<Entry[]> {
    return this.#run<Entry[]>(ENTRIES, 'readonly', (entries, done) => {
      const request = entries.getAll() as IDBRequest<Entry[]>;
      request.onsuccess = () => done(request.result);
    });
  }

  remove(entry: Entry): Promise<void> {
    return this.#run<void>(ENTRIES, 'readwrite', entries => {
      const request = entries.get(entry.id) as IDBRequest<Entry | undefined>;
      request.onsuccess = () => {
        const old = request.result;
        if (old && old.revision <= entry.revision) entries.delete(entry.id);
      };
    });
  }

  lease(owner: string, nowMs: number, untilMs: number): Promise<boolean> {
    return this.#run<boolean>(LEASES, 'readwrite', (leases, done) => {
      const request =
          leases.get('sender') as IDBRequest<{owner: string, untilMs: number} | undefined>;
      request.onsuccess = () => {
        const held = request.result;
        // One that reaches further than any may is of a clock that was set back since.
        const free = !held || held.owner === owner || held.untilMs <= nowMs ||
            held.untilMs > nowMs + 10 * 60e3;
        if (free) leases.put({name: 'sender', owner, untilMs});
        done(free);
      };
    });
  }

  #change(entry: Entry, may: (old: Entry | undefined) => boolean): Promise<void> {
    return this.#run<void>(ENTRIES, 'readwrite', entries => {
      const request = entries.get(entry.id) as IDBRequest<Entry | undefined>;
      request.onsuccess = () => {
        if (may(request.result)) entries.put(entry);
      };
    });
  }

  // Resolves once the transaction is on disk.
  #run<T>(name: string, mode: IDBTransactionMode,
                 work: (store: IDBObjectStore, done: (value: T) => void) => void): Promise<T> {
    return within(
        this.#open().then(
            database => new Promise<T>((resolve, reject) => {
              const transaction = database.transaction(name, mode, {durability: 'strict'});
              let result: T;
              transaction.oncomplete = () => resolve(result);
              transaction.onabort = () => reject(transaction.error);
              work(transaction.objectStore(name), value => {
                result = value;
              });
            })).catch((error: unknown) => {
              this.#database = undefined;
              throw error;
            }),
        'IndexedDB');
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(ENTRIES, {keyPath: 'id'});
        request.result.createObjectStore(LEASES, {keyPath: 'name'});
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const database = request.result;
        const forget = () => {
          this.#database = undefined;
        };
        database.onclose = forget;
        database.onversionchange = () => {
          forget();
          database.close();
        };
        resolve(database);
      };
    });
    return this.#database;
  }
}
