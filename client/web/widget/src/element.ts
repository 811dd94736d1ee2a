import type {Context, Destination, Failure, Identity, JourneyStage, Metric} from './api.js';
import {pageOutbox} from './browser_world.js';
import {makeCard, type Card, type Display, type Theme} from './card.js';
import {newId} from './ids.js';
import {parsed} from './items.js';
import {PATIENCE_MS, QUIET_DAYS, SCORE_SETTLE_MS, THANKS_MS} from './limits.js';
import {DAY_MS, leaveUntil, loadBegun, mayAsk, saveBegun, type Begun} from './memory.js';
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
interface Session extends Omit<Begun, 'who' | 'savedMs'>, Draft {
  card: Card;
  scale: Scale;
  person: Person;
  // Under which it is remembered.
  name: string;
  finished: boolean;
  // Resolves once the newest revision is kept.
  kept?: Promise<void>;
  // Whether the server has all of it.
  delivered: boolean;
}

// Nothing is shown on a server, but modules are loaded there.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

const WHO = ['respondent', 'account', 'token'];

let pageIdentity: Identity | undefined;
// Those in the page.
const surveys = new Set<VocSurvey>();

// Who answers every survey of this page that was not told otherwise.
export function identifyPage(identity: Identity): void {
  pageIdentity = identity;
  for (const survey of surveys) survey.identify();
}

// `<voc-survey source key server>`: asks one question, then for words.
export class VocSurvey extends Base {
  // Called with every answer, as `voc-answered` is sent.
  declare onAnswered: ((answered: Answered) => void) | undefined | null;

  static readonly observedAttributes = WHO;

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

  // Says who answers, from now on. What somebody without a name began is theirs, too; what another
  // began is taken away, and the score that was given stays that person's.
  identify(identity = this.#ownIdentity): void {
    this.#ownIdentity = identity;
    void this.#reconsider();
    if (this.#started && !this.#session) void this.#begun().then(begun => begun && this.ask());
  }

  attributeChangedCallback(): void {
    void this.#reconsider();
  }

  async #reconsider(): Promise<void> {
    const session = this.#session;
    if (!session) return;
    const person = this.#whoever();
    await person.prepare();
    if (this.#session !== session || this.#person !== person) return;
    if (session.person.known && session.person.who !== person.who) this.dismiss();
    else session.person = person;
  }

  // Takes the survey away. A score that was given stays given.
  dismiss(): void {
    const session = this.#session;
    if (!session) return;
    void this.#settle();
    this.#end();
    this.#remember(session, false);
    if (!session.finished) {
      this.#tell('voc-dismissed', {...shownOf(session), answered: session.score !== undefined});
    }
  }

  connectedCallback(): void {
    applyStyles(this.#root);
    surveys.add(this);
    this.#endings.push(
        () => surveys.delete(this), pageOutbox().listen(news => this.#heard(news)));
    this.#session?.card.open();
    // Frameworks set attributes after they put an element in.
    queueMicrotask(() => void this.#start());
  }

  disconnectedCallback(): void {
    for (const end of this.#endings.splice(0)) end();
    void this.#settle();
  }

  async #start(): Promise<void> {
    if (this.#started || !this.isConnected) return;
    this.#started = true;
    const trigger = this.#text('trigger');
    const goesOn = await this.#begun();
    if (trigger === 'manual' && !goesOn) return;
    await pause(goesOn ? 0 : Number(this.#text('delay')) * 1e3 || 0);
    if (this.isConnected) await this.ask({force: trigger === 'always'});
  }

  async #begin(force: boolean): Promise<boolean> {
    const to = this.#destination();
    if (!to) return false;
    const context = this.#context();
    const name = this.#name();
    const begun = await this.#begun();
    const tags = this.#languageTags();
    const person = this.#whoever();
    const [survey, may] = await Promise.all([
      loadSurvey(to, askedTags(tags)),
      force || begun || this.#mayAsk(to, person),
    ]);
    if (!may || !this.isConnected) return false;
    const metric = this.#text('metric') ?? '';
    const scale = survey?.scale ?? (isMetric(metric) ?
        scaleOf(metric, Number(this.#text('scale-points')), this.hasAttribute('low-is-good')) :
        undefined);
    if (!scale) {
      this.#fail('unreachable', 'no survey');
      return false;
    }
    const language = survey?.language || builtInLanguage(tags);
    const texts = textsFor(
        builtInLanguage([language, ...tags]), scale.metric, scale.lowIsGood, survey?.texts ?? {});
    this.#end();
    const card = makeCard(
        {
          display: oneOf(this.#text('display'), ['inline', 'dialog', 'corner'] as Display[]),
          theme: oneOf(this.#text('theme'), ['auto', 'light', 'dark'] as Theme[]),
          scale, texts, language,
        },
        {
          score: (score, settled) => this.#scored(score, settled),
          typed: comment => this.#typed(comment),
          send: comment => void this.#sent(comment),
          dismiss: () => this.dismiss(),
        });
    const session: Session = this.#session = {
      card, scale, to, context, person, name, finished: false, delivered: false,
      ...begun ?? {submissionId: newId(), revision: 0, answeredMs: 0, comment: ''},
    };
    this.#root.append(card.root);
    if (begun?.score !== undefined) card.choose(begun.score, begun.comment);
    card.open();
    if (!begun) this.#whenSeen(session);
    // Who answers may have changed meanwhile.
    void this.#reconsider();
    return true;
  }

  // Under which an answer is remembered.
  #name(): string {
    const names = ['server', 'source', 'question-id'];
    return `voc-begun:${names.map(name => this.#text(name)).join()}`;
  }

  // What a reload cut off and goes on, unless it is of somebody else, who may be another customer.
  async #begun(): Promise<Begun | undefined> {
    const name = this.#name();
    const begun = loadBegun(name, Date.now());
    if (!begun) return undefined;
    const person = this.#whoever();
    await person.prepare();
    if (begun.who === person.who) return begun;
    // The page may not know yet who it is.
    if (person.known) saveBegun(name);
    return undefined;
  }

  // Whether the visitor may be asked, by what this browser remembers and by what the server says.
  async #mayAsk(to: Destination, person: Person): Promise<boolean> {
    if (!person.known && !mayAsk(to.source, Date.now())) return false;
    try {
      await person.prepare();
      const {eligible, nextMs} = await checkEligibility(to, person);
      if (!eligible && !person.known && nextMs) leaveUntil(to.source, nextMs);
      return eligible;
    } catch (error) {
      this.#fail('unreachable', String(error));
      return false;
    }
  }

  // The display counts once somebody can see it.
  #whenSeen(session: Session): void {
    const observer = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting) || this.#session !== session) return;
      observer.disconnect();
      leaveUntil(session.to.source,
                 Date.now() + Number(this.#text('quiet-days') ?? QUIET_DAYS) * DAY_MS);
      void pageOutbox().put(
          displayEntry(session, session.scale.metric), session.person);
      this.#tell('voc-shown', shownOf(session));
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
    this.#settleTimer = setTimeout(() => void this.#settle(), settled ? 0 : SCORE_SETTLE_MS);
  }

  // The score counts as chosen: it goes out and, once it is kept, the host hears of it.
  async #settle(): Promise<void> {
    if (this.#settleTimer === undefined) return;
    clearTimeout(this.#settleTimer);
    this.#settleTimer = undefined;
    const session = this.#session;
    if (!session || session.finished) return;
    const said = saidIn(session);
    session.card.announceFollowUp();
    await session.kept;
    void pageOutbox().send();
    this.#answered(session, said);
  }

  #typed(comment: string): void {
    const session = this.#session;
    if (!session) return;
    session.comment = comment;
    this.#remember(session);
  }

  // Thanks once the answer is kept: from then on it will arrive.
  async #sent(comment: string): Promise<void> {
    const session = this.#session;
    if (!session || session.score === undefined || session.finished) return;
    clearTimeout(this.#settleTimer);
    this.#settleTimer = undefined;
    session.comment = comment;
    session.finished = true;
    this.#keep(session, true);
    await session.kept;
    this.#remember(session, false);
    session.card.thank();
    this.#answered(session, saidIn(session));
    // Says that it waits only if it does.
    setTimeout(() => session.card.waits(!session.delivered), navigator.onLine ? PATIENCE_MS : 0);
    if (this.#text('display') === 'corner') this.#leaveSoon(session);
  }

  #leaveSoon(session: Session): void {
    setTimeout(() => {
      if (this.#session !== session) return;
      if (session.card.root.matches(':hover')) this.#leaveSoon(session);
      else this.dismiss();
    }, THANKS_MS);
  }

  // Puts the answer, as it stands, where it is sent from.
  #keep(session: Session, sendNow: boolean): void {
    const {metric, points, lowIsGood} = session.scale;
    session.revision++;
    const entry = answerEntry(
        session,
        {...saidIn(session), metric, lowIsGood, scalePoints: points},
        session.revision, session.answeredMs);
    session.kept = pageOutbox().put(entry, session.person, sendNow);
    this.#remember(session);
  }

  #answered(session: Session, said: ReturnType<typeof saidIn>): void {
    const answered: Answered = {...shownOf(session), ...said};
    this.#tell('voc-answered', answered);
    this.onAnswered?.(answered);
  }

  #heard({kind, detail}: News): void {
    if (detail.source !== this.#text('source')) return;
    const session = this.#session;
    if (kind === 'delivered' && session?.finished &&
        session.submissionId === detail.submissionId &&
        session.revision === detail.clientRevision) {
      session.delivered = true;
      session.card.waits(false);
    }
    this.#tell(`voc-${kind}`, detail);
  }

  #end(): void {
    this.#session?.card.close();
    this.#session = undefined;
  }

  // So that a reload can go on; `goesOn` false: there is nothing to go on with.
  #remember({submissionId, revision, answeredMs, comment, score, name, person: {who}}: Session,
            goesOn = true): void {
    saveBegun(name, goesOn ? {
      submissionId, revision, answeredMs, comment, score, who, savedMs: Date.now(),
    } : undefined);
  }

  #text(name: string): string | undefined {
    return this.getAttribute(name) ?? undefined;
  }

  #whoever(): Person {
    const identity: Identity = this.#ownIdentity ?? pageIdentity ??
        Object.fromEntries(WHO.map(name => [name, this.#text(name)]));
    const known = this.#person?.identity;
    if (!this.#person || known?.token !== identity.token ||
        JSON.stringify(known) !== JSON.stringify(identity)) {
      this.#person?.leave();
      this.#person = new Person(identity, pageOutbox());
      void this.#person.prepare();
    }
    return this.#person;
  }

  #destination(): Destination | undefined {
    const [source, key, server] =
        ['source', 'key', 'server'].map(name => this.#text(name) ?? '');
    if (source && key && server && /^https?:\/\/[^/]/.test(server)) {
      return {source, key, server: server.replace(/\/+$/, '')};
    }
    this.#fail('setup', 'no source, key or server');
    return undefined;
  }

  #context(): Context {
    const given = this.#text('properties');
    const properties = parsed<Record<string, string>>(given ?? null);
    if (given && !properties) this.#fail('setup', 'properties: no JSON');
    return {
      questionId: this.#text('question-id'),
      channel: this.#text('channel') ?? 'web',
      touchpoint: this.#text('touchpoint'),
      journeyStage: this.#text('journey-stage') as JourneyStage | undefined,
      properties,
      language: this.#text('language'),
    };
  }

  // What the host says, else what the page is written in, then what the visitor reads.
  #languageTags(): string[] {
    const page = this.closest('[lang]')?.getAttribute('lang') ?? '';
    return [this.#text('language') ?? page, ...navigator.languages].filter(Boolean);
  }

  #fail(reason: Failure['reason'], message: string): void {
    const failure: Failure = {
      source: this.#text('source') ?? '', submissionId: '', clientRevision: 0, reason,
      message, final: true,
    };
    this.#tell('voc-error', failure);
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, {detail, bubbles: true, composed: true}));
  }
}

function shownOf({to, submissionId, scale}: Session): Shown {
  return {source: to.source, submissionId, metric: scale.metric};
}

// What is typed is said once it is sent.
function saidIn({score, comment, finished}: Session) {
  return {score: score!, comment: finished ? comment : '', finished};
}

function pause(waitMs: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, waitMs));
}

// The first is the default.
function oneOf<T extends string>(text: string | undefined, values: T[]): T {
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
