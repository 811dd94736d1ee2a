import {request} from './http.js';
import {newId} from './ids.js';
import {makeIdbStore} from './idb_store.js';
import {localItems} from './items.js';
import {LEASE_MS, SEND_TIMEOUT_MS, STORE_TIMEOUT_MS} from './limits.js';
import {makeOutbox, type Outbox} from './outbox.js';
import {makePlainStore, makeSafeStore, type Store} from './store.js';
import type {World} from './world.js';

// One tab of an origin sends at a time: navigator.locks says which, or a lease in the store where
// they are missing, as in pages that are not secure.
function aloneIn(store: Store): World['alone'] {
  const owner = newId();
  return async work => {
    if (navigator.locks) {
      // A tab that holds it for long sends what this one would.
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
  const store = makeSafeStore(makeIdbStore(), makePlainStore(localItems));
  const made = outbox = makeOutbox({
    store,
    nowMs: () => Date.now(),
    random: () => Math.random(),
    fetch: (url, init) => request(url, init, SEND_TIMEOUT_MS),
    later(work, waitMs) {
      const timer = setTimeout(work, waitMs);
      return () => clearTimeout(timer);
    },
    alone: aloneIn(store),
  });
  for (const name of ['online', 'pageshow']) addEventListener(name, () => void made.send(true));
  addEventListener('pagehide', () => made.flush());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') made.flush();
    else void made.send(true);
  });
  void made.send();
  return made;
}
