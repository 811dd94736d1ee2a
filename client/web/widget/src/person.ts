import type {Identity} from './api.js';
import type {Outbox} from './outbox.js';
import {claimsOf} from './token.js';

// Who answers on this page, and their token once it was fetched.
export class Person {
  token = '';

  readonly #outbox: Outbox;

  constructor(readonly identity: Identity, outbox: Outbox) {
    this.#outbox = outbox;
    // Entries that this person left may be sent with a token of theirs.
    this.#outbox.know(identity);
    if (typeof identity.token === 'string') this.token = identity.token;
  }

  // Whether somebody said who it is.
  get known(): boolean {
    return Boolean(this.identity.respondent || this.identity.token);
  }

  get respondent(): string {
    return this.identity.respondent || claimsOf(this.token).sub || '';
  }

  // Fetches the token ahead, so that an answer need not wait for it.
  async prepare(): Promise<void> {
    if (this.token || typeof this.identity.token !== 'function') return;
    try {
      this.token = await this.identity.token();
    } catch {
      // The outbox asks again when it sends.
    }
  }

  leave(): void {
    this.#outbox.forget(this.identity);
  }
}
