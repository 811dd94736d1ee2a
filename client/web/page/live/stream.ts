// Keeps a stream open: begins again when it ends, and rests while nobody looks.

import {CallError} from './connect';

export type StreamState = 'connecting' | 'live' | 'lost' | 'refused' | 'paused';

export interface StreamParts {
  // Opens the stream and returns when it is over; every message is told by `heard`.
  open: (signal: AbortSignal, heard: () => void) => Promise<void>;
  onState: (state: StreamState, cause?: unknown) => void;
  // Of chance and time, which tests decide.
  random?: () => number;
  setTimer?: (run: () => void, ms: number) => unknown;
  clearTimer?: (timer: unknown) => void;
}

export const FIRST_DELAY_MS = 500;
export const MAX_DELAY_MS = 15_000;
// What is refused for good is asked again all the same: a server may be mended.
export const REFUSED_DELAY_MS = 60_000;
// The server says something at least every 15 s.
export const SILENCE_MS = 40_000;

// How long to wait before the next attempt: between half of it and all, so that the pages that one
// restart cut off do not come back at once.
export function delayAfter(failures: number, random: number): number {
  const whole = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 10));
  return whole / 2 + whole / 2 * random;
}

export class Resuming {
  private readonly random: () => number;
  private readonly setTimer: (run: () => void, ms: number) => unknown;
  private readonly clearTimer: (timer: unknown) => void;
  private abort: AbortController | undefined;
  private timer: unknown;
  private failures = 0;
  private running = false;

  constructor(private readonly parts: StreamParts) {
    this.random = parts.random ?? Math.random;
    this.setTimer = parts.setTimer ?? ((run, ms) => setTimeout(run, ms));
    this.clearTimer = parts.clearTimer ?? (timer => clearTimeout(timer as number));
  }

  // Opens the stream, anew if it is open.
  start(): void {
    this.halt();
    this.running = true;
    this.failures = 0;
    void this.attempt();
  }

  pause(): void {
    if (!this.running) return;
    this.halt();
    this.parts.onState('paused');
  }

  // Does not wait any longer for the next attempt, if that is what it does.
  hurry(): void {
    if (this.running && !this.abort) this.start();
  }

  private halt(): void {
    this.running = false;
    this.rest();
    this.abort?.abort();
    this.abort = undefined;
  }

  private rest(): void {
    if (this.timer !== undefined) this.clearTimer(this.timer);
    this.timer = undefined;
  }

  private async attempt(): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    this.parts.onState('connecting');
    const watch = () => {
      this.rest();
      this.timer = this.setTimer(() => abort.abort(), SILENCE_MS);
    };
    let cause: unknown;
    let live = false;
    watch();
    try {
      await this.parts.open(abort.signal, () => {
        if (this.abort !== abort) return;
        this.failures = 0;
        watch();
        if (!live) this.parts.onState('live');
        live = true;
      });
    } catch (error) {
      cause = error;
    }
    // Whoever halted or began anew has gone on already.
    if (this.abort !== abort) return;
    this.abort = undefined;
    this.rest();
    const refused = cause instanceof CallError && !cause.passing;
    this.parts.onState(refused ? 'refused' : 'lost', cause);
    const delay = refused ? REFUSED_DELAY_MS : delayAfter(this.failures++, this.random());
    this.timer = this.setTimer(() => {
      this.timer = undefined;
      void this.attempt();
    }, delay);
  }
}
