// Every bound of the widget, with its unit.

// Feedback and displays that wait to be sent. Beyond, displays go first, then the oldest.
export const RECORDS_MAX = 200;
// The server's own limit on a comment, as UTF-8.
export const COMMENT_BYTES_MAX = 32 * 1024;
// What a visitor can type, in UTF-16 units: each may take three bytes.
export const COMMENT_LETTERS_MAX = Math.floor(COMMENT_BYTES_MAX / 3);
// What was not delivered by then is dropped.
export const RECORD_AGE_MS_MAX = 30 * 24 * 3600e3;
// How long what the server refuses is tried again: a key may be exchanged, a server upgraded.
export const REFUSED_AGE_MS_MAX = 7 * 24 * 3600e3;
export const REFUSED_WAIT_MS_MIN = 3600e3;
export const REFUSED_WAIT_MS_MAX = 12 * 3600e3;
// Between tries while a server does not answer, doubled each time, less up to a half by chance.
export const RETRY_WAIT_MS_MIN = 1e3;
export const RETRY_WAIT_MS_MAX = 5 * 60e3;
// No wait that a server asks for is longer.
export const ASKED_WAIT_MS_MAX = 3600e3;
export const SEND_TIMEOUT_MS = 20e3;
// A survey that takes longer is asked with the texts at hand.
export const SURVEY_TIMEOUT_MS = 5e3;
export const TOKEN_TIMEOUT_MS = 10e3;
// Browsers let requests that outlive their page have 64 KiB in all.
export const FLUSH_BYTES_MAX = 60 * 1024;
// IndexedDB that takes longer is taken for broken: some browsers never answer.
export const STORE_TIMEOUT_MS = 3e3;
// Where there is no navigator.locks, the tab that sends says so for as long as one send may take.
export const LEASE_MS = SEND_TIMEOUT_MS + 5e3;
// After the last arrow key, a score counts as chosen.
export const SCORE_SETTLE_MS = 700;
// A half-given answer is offered again after a reload for so long.
export const DRAFT_AGE_MS_MAX = 30 * 60e3;
// For how long a visitor without a name is left alone, unless quiet-days or the server says other.
export const QUIET_DAYS = 90;
// A corner thanks, and goes.
export const THANKS_MS = 6e3;
// After that a visitor is told that the answer waits.
export const PATIENCE_MS = 4e3;
