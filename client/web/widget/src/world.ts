import type {Reply} from './http.js';
import type {Store} from './store.js';

// What the outbox needs of the world; tests bring their own.
export interface World {
  store: Store;
  // Milliseconds since 1970.
  nowMs(): number;
  // From 0 to below 1.
  random(): number;
  // Rejects where nothing comes back in time.
  fetch(url: string, init: RequestInit): Promise<Reply>;
  // Calls back once, later; returns what takes it back.
  later(work: () => void, waitMs: number): () => void;
  // Runs the work while no other tab does, soon or, where that cannot be had, not at all.
  alone(work: () => Promise<void>): Promise<void>;
}
