import type {Identity} from './api.js';
import type {Outbox} from './outbox.js';
import {claimsOf} from './token.js';

// Who answers on this page.
export class Person {
  // The newest that identity.token is or gave, or "".
  token = '';

  readonly #outbox: Outbox;
  #fetching: Promise<void> | undefined;

  constructor(readonly identity: Identity, outbox: Outbox) {
    this.#outbox = outbox;
    // Entries that this person left may be sent with a token of theirs.
    outbox.persons.add(this);
    if (typeof identity.token === 'string') this.token = identity.token;
  }

  // Whether somebody said who it is.
  get known(): boolean {
    return Boolean(this.identity.respondent || this.identity.token);
  }

  // Tells people apart, as far as the page and the token say who they are.
  get who(): string {
    const {respondent, account} = this.identity;
    return JSON.stringify([respondent, account, claimsOf(this.token)]);
  }

  // Fetches the token ahead, so that an answer need not wait for it.
  async prepare(): Promise<void> {
    if (this.token) return;
    await (this.#fetching ??= this.#outbox.fetchToken(this).then(token => {
      this.token ||= token;
      this.#fetching = undefined;
    }));
  }

  leave(): void {
    this.#outbox.persons.delete(this);
  }
}
