import {LEASE_MS, STORE_TIMEOUT_MS} from './limits.js';
import type {Entry} from './record.js';
import type {Change, Store} from './store.js';

const DATABASE = 'voc-outbox';
const ENTRIES = 'entries';
const LEASES = 'leases';

function within<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, STORE_TIMEOUT_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

// In IndexedDB. Calls reject where it is missing, forbidden, full or stuck.
export function makeIdbStore(): Store {
  let opened: Promise<IDBDatabase> | undefined;

  function change(id: string, change: Change): Promise<void> {
    return run<void>(ENTRIES, 'readwrite', entries => {
      const request = entries.get(id) as IDBRequest<Entry | undefined>;
      request.onsuccess = () => {
        const entry = change(request.result);
        if (entry) entries.put(entry);
        else if (entry === null) entries.delete(id);
      };
    });
  }

  function all(): Promise<Entry[]> {
    return run<Entry[]>(ENTRIES, 'readonly', (entries, done) => {
      const request = entries.getAll() as IDBRequest<Entry[]>;
      request.onsuccess = () => done(request.result);
    });
  }

  function lease(owner: string, nowMs: number, untilMs: number): Promise<boolean> {
    return run<boolean>(LEASES, 'readwrite', (leases, done) => {
      const request =
          leases.get('sender') as IDBRequest<{owner: string, untilMs: number} | undefined>;
      request.onsuccess = () => {
        const held = request.result;
        // One that reaches further than any may is of a clock that was set back since.
        const leftMs = held && held.owner !== owner ? held.untilMs - nowMs : 0;
        const free = !(leftMs > 0 && leftMs <= LEASE_MS);
        if (free) leases.put({name: 'sender', owner, untilMs});
        done(free);
      };
    });
  }

  // Resolves once the transaction is on disk.
  function run<T>(name: string, mode: IDBTransactionMode,
                 work: (store: IDBObjectStore, done: (value: T) => void) => void): Promise<T> {
    return within(
        open().then(
            database => new Promise<T>((resolve, reject) => {
              const transaction = database.transaction(name, mode, {durability: 'strict'});
              let result: T;
              transaction.oncomplete = () => resolve(result);
              transaction.onabort = () => reject(transaction.error);
              work(transaction.objectStore(name), value => {
                result = value;
              });
            })).catch((error: unknown) => {
              opened = undefined;
              throw error;
            }));
  }

  function open(): Promise<IDBDatabase> {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(ENTRIES, {keyPath: 'id'});
        request.result.createObjectStore(LEASES, {keyPath: 'name'});
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const database = request.result;
        const forget = () => {
          opened = undefined;
        };
        database.onclose = forget;
        database.onversionchange = () => {
          forget();
          database.close();
        };
        resolve(database);
      };
    });
    return opened;
  }

  return {change, all, lease};
}
