import type {Metric} from './api.js';
import {DRAFT_AGE_MS_MAX} from './limits.js';

const DAY_MS = 24 * 3600e3;

// Until when a visitor without a name is left alone. In localStorage, since no cookie is set; where
// that is forbidden nothing is remembered.
export class AskedMemory {
  readonly #name: string;

  readonly #items: Storage | undefined;

  constructor(items: Storage | undefined, source: string) {
    this.#items = items;
    this.#name = `voc-asked:${source}`;
  }

  mayAsk(nowMs: number): boolean {
    try {
      const untilMs = Number(this.#items?.getItem(this.#name));
      // Not longer than ten years, the longest of a source: a clock may have been wrong.
      return !(untilMs > nowMs && untilMs - nowMs < 3660 * DAY_MS);
    } catch {
      return true;
    }
  }

  leaveUntil(untilMs: number): void {
    try {
      this.#items?.setItem(this.#name, String(untilMs));
    } catch {
      // Full or forbidden.
    }
  }
}

export function daysFrom(nowMs: number, days: number): number {
  return nowMs + days * DAY_MS;
}

// An answer that was begun: a reload goes on with it rather than beginning another.
export interface Begun {
  submissionId: string;
  revision: number;
  answeredMs: number;
  metric: Metric;
  score: number;
  // As typed, sent or not.
  comment: string;
  savedMs: number;
}

// In sessionStorage: of this tab alone, gone with it.
export class BegunMemory {
  readonly #name: string;

  readonly #items: Storage | undefined;

  constructor(items: Storage | undefined, source: string, question: string) {
    this.#items = items;
    this.#name = `voc-begun:${source}:${question}`;
  }

  save(begun: Begun | undefined): void {
    try {
      if (begun) this.#items?.setItem(this.#name, JSON.stringify(begun));
      else this.#items?.removeItem(this.#name);
    } catch {
      // Full or forbidden: a reload begins anew.
    }
  }

  load(nowMs: number): Begun | undefined {
    try {
      const begun = JSON.parse(this.#items?.getItem(this.#name) ?? 'null') as Begun | null;
      const fresh = begun && Math.abs(nowMs - begun.savedMs) < DRAFT_AGE_MS_MAX;
      return fresh ? begun : undefined;
    } catch {
      return undefined;
    }
  }
}
