import type {Context, Destination, Failure, Identity, JourneyStage, Metric} from './api.js';
import {localItems, pageOutbox, sessionItems} from './browser_world.js';
import {Card, type Display, type Theme} from './card.js';
import {newId} from './ids.js';
import {QUIET_DAYS, SCORE_SETTLE_MS, SURVEY_TIMEOUT_MS, THANKS_MS} from './limits.js';
import {AskedMemory, BegunMemory, daysFrom, type Begun} from './memory.js';
import type {News} from './outbox.js';
import {Person} from './person.js';
import {answerEntry, displayEntry, type Draft} from './record.js';
import {isMetric, scaleOf, type Scale} from './scale.js';
import {applyStyles} from './styles.js';
import {checkEligibility, loadSurvey} from './survey.js';
import {askedTags, builtInLanguage, textsFor} from './texts.js';

// Detail of `voc-answered`, and what onAnswered is called with: once a score is given, once more
// for each change, and with the comment.
export interface Answered {
  source: string;
  submissionId: string;
  metric: Metric;
  score: number;
  comment: string;
  finished: boolean;
}

export interface Shown {
  source: string;
  submissionId: string;
  metric: Metric;
}

export interface Dismissed extends Shown {
  // Whether a score was given before.
  answered: boolean;
}

// What goes on between asking and thanks.
interface Session {
  card: Card;
  scale: Scale;
  language: string;
  draft: Omit<Draft, 'nowMs' | 'token'>;
  person: Person;
  submissionId: string;
  revision: number;
  answeredMs: number;
  score: number | undefined;
  comment: string;
  finished: boolean;
}

// Nothing is shown on a server, but modules are loaded there.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

const elements = new Set<VocSurvey>();
let pageIdentity: Identity | undefined;

// Who answers every survey of this page that was not told otherwise.
export function identifyPage(identity: Identity): void {
  pageIdentity = identity;
  for (const element of elements) element.identityChanged();
}

// `<voc-survey source key server>`: asks one question, then for words.
export class VocSurvey extends Base {
  static readonly observedAttributes = ['language', 'theme'];

  // Called with every answer, as `voc-answered` is sent.
  declare onAnswered: ((answered: Answered) => void) | undefined | null;

  readonly #root = this.attachShadow({mode: 'open'});
  #session: Session | undefined;
  #asking: Promise<boolean> | undefined;
  #person: Person | undefined;
  #ownIdentity: Identity | undefined;
  #started = false;
  readonly #endings: (() => void)[] = [];
  #settleTimer: ReturnType<typeof setTimeout> | undefined;

  // Asks, unless the visitor is to be left alone; `force` asks regardless. Resolves to whether the
  // survey is on the page.
  ask(options: {force?: boolean} = {}): Promise<boolean> {
    if (this.#session && !this.#session.finished) return Promise.resolve(true);
    this.#asking ??= this.#begin(options.force ?? false).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  // Says who answers, from now on.
  identify(identity: Identity): void {
    this.#ownIdentity = identity;
    this.identityChanged();
  }

  // Takes the survey away. A score that was given stays given.
  dismiss(): void {
    const session = this.#session;
    if (!session) return;
    this.#settle();
    this.#end();
    this.#begunMemory(session.draft).save(undefined);
    if (!session.finished) {
      this.#tell('voc-dismissed', {...shownOf(session), answered: session.score !== undefined});
    }
  }

  connectedCallback(): void {
    elements.add(this);
    applyStyles(this.#root);
    this.#endings.push(pageOutbox().listen(news => this.#heard(news)));
    if (this.#session) this.#session.card.open();
    // Frameworks set attributes after they put an element in.
    queueMicrotask(() => void this.#start());
  }

  disconnectedCallback(): void {
    elements.delete(this);
    for (const end of this.#endings.splice(0)) end();
    this.#settle();
  }

  attributeChangedCallback(_: string, before: string | null, now: string | null): void {
    const session = this.#session;
    if (!session || before === now || session.finished) return;
    // Drawn again in other words or colours, and else as it stands.
    const begun = this.#begunOf(session);
    this.#end();
    void this.#begin(true, begun);
  }

  // For this module alone.
  identityChanged(): void {
    this.#person?.leave();
    this.#person = undefined;
  }

  async #start(): Promise<void> {
    if (this.#started || !this.isConnected) return;
    this.#started = true;
    const trigger = this.getAttribute('trigger');
    if (trigger === 'manual') {
      // Goes on with what a reload cut off.
      const to = this.#destination();
      const begun = to && this.#begunMemory({to, context: this.#context()}).load(Date.now());
      if (begun) await this.ask();
      return;
    }
    const waitMs = Number(this.getAttribute('delay')) * 1e3;
    if (waitMs > 0) await new Promise(resolve => setTimeout(resolve, waitMs));
    if (this.isConnected) await this.ask({force: trigger === 'always'});
  }

  async #begin(force: boolean, redrawn?: Begun): Promise<boolean> {
    const to = this.#destination();
    if (!to) return false;
    const context = this.#context();
    const begun = redrawn ?? this.#begunMemory({to, context}).load(Date.now());
    const tags = this.#languageTags();
    const person = this.#whoever();
    const [survey, may] = await Promise.all([
      loadSurvey(to, askedTags(tags), localItems()),
      force || begun || this.#mayAsk(to, person),
    ]);
    if (!may || !this.isConnected || (this.#session && !this.#session.finished)) return false;
    const scale = survey?.scale ?? this.#scaleOfAttributes();
    if (!scale) {
      this.#fail('unreachable', 'the survey could not be loaded, and no metric is set');
      return false;
    }
    const language = survey?.language || builtInLanguage(tags);
    const texts = textsFor(
        builtInLanguage([language, ...tags]), scale.metric, scale.lowIsGood, survey?.texts ?? {});
    this.#end();
    const submissionId = begun?.submissionId ?? newId();
    const card = new Card(
        {
          display: oneOf(this.getAttribute('display'), ['inline', 'dialog', 'corner'] as Display[]),
          theme: oneOf(this.getAttribute('theme'), ['auto', 'light', 'dark'] as Theme[]),
          scale, texts, language,
        },
        {
          score: (score, settled) => this.#scored(score, settled),
          typed: comment => this.#typed(comment),
          send: comment => this.#sent(comment),
          dismiss: () => this.dismiss(),
        });
    this.#session = {
      card, scale, language, submissionId, person,
      draft: {to, submissionId, context, identity: person.identity},
      revision: begun?.revision ?? 0,
      answeredMs: begun?.answeredMs ?? 0,
      score: begun && begun.score >= 0 ? begun.score : undefined,
      comment: begun?.comment ?? '',
      finished: false,
    };
    this.#root.append(card.root);
    if (this.#session.score !== undefined) card.choose(this.#session.score);
    card.fill(this.#session.comment);
    card.open();
    if (!begun) this.#whenSeen(this.#session);
    return true;
  }

  // Whether the visitor may be asked, by what this browser remembers and by what the server says.
  async #mayAsk(to: Destination, person: Person): Promise<boolean> {
    const memory = new AskedMemory(localItems(), to.source);
    if (!person.known && !memory.mayAsk(Date.now())) return false;
    try {
      await Promise.race([
        person.prepare(), new Promise(resolve => setTimeout(resolve, SURVEY_TIMEOUT_MS)),
      ]);
      const {eligible, nextMs} = await checkEligibility(to, person.respondent, person.token);
      if (!eligible && !person.known && nextMs) memory.leaveUntil(nextMs);
      return eligible;
    } catch (error) {
      this.#fail('unreachable', `whether to ask is not known: ${String(error)}`);
      return false;
    }
  }

  // The display counts once somebody can see it.
  #whenSeen(session: Session): void {
    const seen = () => {
      if (this.#session !== session) return;
      const {to} = session.draft;
      const days = this.getAttribute('quiet-days');
      new AskedMemory(localItems(), to.source)
          .leaveUntil(daysFrom(Date.now(), days === null ? QUIET_DAYS : Number(days)));
      void pageOutbox().put(
          displayEntry(this.#draftOf(session), session.scale.metric), session.person.identity);
      this.#tell('voc-shown', shownOf(session));
    };
    if (typeof IntersectionObserver === 'undefined') return seen();
    const observer = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting)) return;
      observer.disconnect();
      seen();
    }, {threshold: 0.5});
    observer.observe(session.card.root);
    this.#endings.push(() => observer.disconnect());
  }

  #scored(score: number, settled: boolean): void {
    const session = this.#session;
    if (!session) return;
    session.score = score;
    session.answeredMs ||= Date.now();
    this.#keep(session, settled);
    clearTimeout(this.#settleTimer);
    this.#settleTimer = setTimeout(() => this.#settle(), settled ? 0 : SCORE_SETTLE_MS);
  }

  // The score counts as chosen: it goes out, and the host hears of it.
  #settle(): void {
    if (this.#settleTimer === undefined) return;
    clearTimeout(this.#settleTimer);
    this.#settleTimer = undefined;
    const session = this.#session;
    if (!session || session.finished) return;
    void pageOutbox().send();
    session.card.announceFollowUp();
    this.#answered(session);
  }

  #typed(comment: string): void {
    const session = this.#session;
    if (!session) return;
    session.comment = comment;
    this.#begunMemory(session.draft).save(this.#begunOf(session));
  }

  #sent(comment: string): void {
    const session = this.#session;
    if (!session || session.score === undefined) return;
    clearTimeout(this.#settleTimer);
    this.#settleTimer = undefined;
    session.comment = comment;
    session.finished = true;
    this.#keep(session, true);
    this.#begunMemory(session.draft).save(undefined);
    this.#answered(session);
    session.card.thank();
    // Says that it waits only if it does.
    setTimeout(() => {
      if (this.#session === session && session.revision > 0) session.card.waits(true);
    }, navigator.onLine ? 4000 : 0);
    if (this.getAttribute('display') === 'corner') this.#leaveSoon(session);
  }

  #leaveSoon(session: Session): void {
    setTimeout(() => {
      if (this.#session !== session) return;
      if (session.card.pointedAt) this.#leaveSoon(session);
      else this.dismiss();
    }, THANKS_MS);
  }

  // Puts the answer, as it stands, where it is sent from.
  #keep(session: Session, sendNow: boolean): void {
    const {metric, points, lowIsGood} = session.scale;
    session.revision++;
    const entry = answerEntry(
        this.#draftOf(session),
        {
          metric, lowIsGood, scalePoints: points, score: session.score,
          comment: session.finished ? session.comment : '', finished: session.finished,
        },
        session.revision, session.answeredMs);
    void pageOutbox().put(entry, session.person.identity, sendNow);
    this.#begunMemory(session.draft).save(this.#begunOf(session));
  }

  #answered(session: Session): void {
    const answered: Answered = {
      ...shownOf(session),
      score: session.score!,
      comment: session.finished ? session.comment : '',
      finished: session.finished,
    };
    this.#tell('voc-answered', answered);
    this.onAnswered?.(answered);
  }

  #heard(news: News): void {
    const own = this.getAttribute('source');
    if ('failed' in news) {
      if (news.failed.source === own) this.#tell('voc-error', news.failed);
      return;
    }
    const {delivered} = news;
    if (delivered.source !== own) return;
    const session = this.#session;
    if (session?.submissionId === delivered.submissionId && session.finished &&
        session.revision === delivered.clientRevision) {
      session.revision = 0;
      session.card.waits(false);
    }
    this.#tell('voc-delivered', delivered);
  }

  #end(): void {
    this.#session?.card.close();
    this.#session = undefined;
  }

  #draftOf(session: Session): Draft {
    return {...session.draft, token: session.person.token, nowMs: Date.now()};
  }

  #begunOf(session: Session): Begun {
    const {submissionId, revision, answeredMs, comment, scale} = session;
    return {
      submissionId, revision, answeredMs, comment, metric: scale.metric,
      score: session.score ?? -1, savedMs: Date.now(),
    };
  }

  #begunMemory({to, context}: Pick<Draft, 'to' | 'context'>): BegunMemory {
    return new BegunMemory(sessionItems(), to.source, context.questionId ?? '');
  }

  #whoever(): Person {
    const text = (name: string) => this.getAttribute(name) ?? undefined;
    const identity = this.#ownIdentity ?? pageIdentity ?? {
      respondent: text('respondent'), account: text('account'), token: text('token'),
    };
    const person = this.#person;
    if (person && (person.identity === identity ||
                   JSON.stringify(person.identity) === JSON.stringify(identity))) {
      return person;
    }
    this.#person?.leave();
    this.#person = new Person(identity, pageOutbox());
    void this.#person.prepare();
    return this.#person;
  }

  #destination(): Destination | undefined {
    const [source, key, server] =
        ['source', 'key', 'server'].map(name => this.getAttribute(name) ?? '');
    if (!source || !key || !server || !URL.canParse(server)) {
      this.#fail('setup', 'source, key and server must be set, the last to an address');
      return undefined;
    }
    return {source, key, server: server.replace(/\/+$/, '')};
  }

  #context(): Context {
    const text = (name: string) => this.getAttribute(name) ?? undefined;
    let properties: Record<string, string> | undefined;
    try {
      const given = JSON.parse(text('properties') ?? '{}') as Record<string, unknown>;
      properties = Object.fromEntries(
          Object.entries(given).map(([name, value]) => [name, String(value)]));
    } catch {
      this.#fail('setup', 'properties is not JSON');
    }
    return {
      questionId: text('question-id'),
      channel: text('channel') ?? 'web',
      touchpoint: text('touchpoint'),
      journeyStage: text('journey-stage') as JourneyStage | undefined,
      properties,
      language: text('language'),
    };
  }

  #scaleOfAttributes(): Scale | undefined {
    const metric = this.getAttribute('metric')?.toLowerCase() ?? '';
    if (!isMetric(metric)) return undefined;
    return scaleOf(
        metric, Number(this.getAttribute('scale-points')), this.hasAttribute('low-is-good'));
  }

  // What the host says, else what the page is written in, then what the visitor reads.
  #languageTags(): string[] {
    const page = this.closest('[lang]')?.getAttribute('lang') ?? '';
    return [this.getAttribute('language') ?? page, ...navigator.languages].filter(Boolean);
  }

  #fail(reason: Failure['reason'], message: string): void {
    const failure: Failure = {
      source: this.getAttribute('source') ?? '', submissionId: '', clientRevision: 0, reason,
      message, final: true,
    };
    this.#tell('voc-error', failure);
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, {detail, bubbles: true, composed: true}));
  }
}

function shownOf({draft, submissionId, scale}: Session): Shown {
  return {source: draft.to.source, submissionId, metric: scale.metric};
}

// The first is the default.
function oneOf<T extends string>(text: string | null, values: T[]): T {
  return values.find(value => value === text) ?? values[0]!;
}

declare global {
  interface HTMLElementTagNameMap {
    'voc-survey': VocSurvey;
  }
}

if (globalThis.customElements && !customElements.get('voc-survey')) {
  customElements.define('voc-survey', VocSurvey);
}
