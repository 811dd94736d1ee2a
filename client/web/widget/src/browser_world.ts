import {newId} from './ids.js';
import {IdbStore} from './idb_store.js';
import {LEASE_MS, STORE_TIMEOUT_MS} from './limits.js';
import {Outbox} from './outbox.js';
import {SafeStore} from './safe_store.js';
import {PlainStore, type Store} from './store.js';
import type {World} from './world.js';

// localStorage, or nothing where a page may not even look at it.
export function localItems(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

// The same of sessionStorage.
export function sessionItems(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

// One tab of an origin sends at a time: navigator.locks says which, or a lease in the store where
// they are missing, as in pages that are not secure.
function aloneIn(store: Store): World['alone'] {
  const owner = newId();
  return async work => {
    if (navigator.locks) {
      const aborter = new AbortController();
      const timer = setTimeout(() => aborter.abort(), STORE_TIMEOUT_MS * 3);
      await navigator.locks.request('voc-outbox', {signal: aborter.signal}, () => {
        clearTimeout(timer);
        return work();
      });
      return;
    }
    const hold = () => store.lease(owner, Date.now(), Date.now() + LEASE_MS);
    if (!await hold()) return;
    const renewal = setInterval(() => void hold(), LEASE_MS / 4);
    try {
      await work();
    } finally {
      clearInterval(renewal);
      await store.lease(owner, Date.now(), 0);
    }
  };
}

let outbox: Outbox | undefined;

// That of this page. The first call sends what earlier pages left.
export function pageOutbox(): Outbox {
  if (outbox) return outbox;
  const store = new SafeStore(new IdbStore(), new PlainStore(localItems()));
  const made = outbox = new Outbox({
    store,
    nowMs: () => Date.now(),
    random: () => Math.random(),
    fetch: (url, init) => fetch(url, init),
    later: (work, waitMs) => {
      const timer = setTimeout(work, waitMs);
      return () => clearTimeout(timer);
    },
    alone: aloneIn(store),
  });
  addEventListener('online', () => void made.send(true));
  addEventListener('pageshow', () => void made.send(true));
  addEventListener('pagehide', () => made.flush());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') made.flush();
    else void made.send(true);
  });
  void made.send();
  return made;
}
