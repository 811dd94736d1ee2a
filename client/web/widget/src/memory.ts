import {DRAFT_AGE_MS_MAX} from './limits.js';
import {localItems, parsed, sessionItems} from './items.js';

export const DAY_MS = 24 * 3600e3;
// The longest quiet period of a source: what is longer is of a clock that was wrong.
const QUIET_MS_MAX = 3660 * DAY_MS;

const askedName = (source: string) => `voc-asked:${source}`;

// Until when a visitor without a name is left alone. In localStorage, since no cookie is set.
export function mayAsk(source: string, nowMs: number): boolean {
  const leftMs = Number(localItems.get(askedName(source))) - nowMs;
  return !(leftMs > 0 && leftMs < QUIET_MS_MAX);
}

export function leaveUntil(source: string, untilMs: number): void {
  localItems.set(askedName(source), String(untilMs));
}

// An answer that was begun: a reload goes on with it rather than beginning another.
export interface Begun {
  submissionId: string;
  revision: number;
  answeredMs: number;
  // Absent: none was given.
  score?: number | undefined;
  // As typed, sent or not.
  comment: string;
  savedMs: number;
  // Whose it is: Person.who.
  who: string;
}

// In sessionStorage: of this tab alone, gone with it.
export function saveBegun(name: string, begun?: Begun): void {
  sessionItems.set(name, begun ? JSON.stringify(begun) : null);
}

export function loadBegun(name: string, nowMs: number): Begun | undefined {
  const begun = parsed<Begun>(sessionItems.get(name));
  return begun && Math.abs(nowMs - begun.savedMs) < DRAFT_AGE_MS_MAX ? begun : undefined;
}
