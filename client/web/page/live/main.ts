// The live page: how customers are doing, whether it is news, and whom to call, as it comes in.

import {AlertBook} from './alerts';
import type {AlertMessage, WireAlert} from './alerts';
import {TrendBook} from './book';
import {browserZone, dayOf, latestPeriod, yearPeriod} from './calendar';
import type {Period, Step} from './calendar';
import {doubtOf, MAX_SHOWN, renderCases, whoOf} from './case_view';
import {call, CallError, listen} from './connect';
import {byId, html, setText} from './dom';
import {renderFirstSteps} from './first_steps';
import {Format, localeOf} from './format';
import {chooseLanguage, LANGUAGE_NAMES, LANGUAGES} from './language';
import {leadText} from './lead';
import {beyondIndex, firstChoice, monthsRequest, planOf, pointsIndex} from './plan';
import {MetricView, nameOf, valueText} from './section';
import type {Shown} from './section';
import {Settings} from './settings';
import {Resuming} from './stream';
import type {StreamState} from './stream';
import {METRICS, pointOf} from './trend';
import type {Metric, Point, WatchMessage, WirePoint} from './trend';
import type {Mark} from './trend_chart';
import {say} from './words';
import type {Word} from './words';

// Assistive technology is told of changes this often at most.
const SAY_EVERY_MS = 10_000;
// How often times of the "3 minutes ago" kind, and the period, are looked at.
const TICK_MS = 30_000;
const LISTED_ALERTS = 50;
const MAX_MARKS = 100;

class Page {
  private readonly settings = new Settings();
  private zone = browserZone();
  private format!: Format;
  private book = new TrendBook([]);
  private bookStep: Step = 'month';
  private drawn = false;  // there is a book that holds everything asked for
  private empty = true;   // the store, as of the last look
  private years: readonly number[] = [];  // that have answers, newest first, as of the last look
  private period: Period | undefined;
  private readonly alerts = new AlertBook();
  private alertCursor: string | undefined;
  private alertsListed = false;
  private readonly fresh = new Set<string>();
  private marks: Mark[] = [];
  private newer = false;  // answers came in just now that are newer than the period
  private readonly views: MetricView[];
  private readonly streams: Resuming[];
  private readonly states: StreamState[] = ['connecting', 'connecting'];
  private refusal = '';
  private lastHeard: number | undefined;
  private lastMoved: number | undefined;
  private scheduled = false;
  private saidAt = 0;
  private toSay = '';
  private sayTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.views = METRICS.map(metric => new MetricView(metric, () => this.schedule()));
    byId('scores').append(...this.views.map(view => view.tile));
    byId('sections').append(...this.views.map(view => view.section));
    this.streams = [
      new Resuming({
        open: (signal, heard) => this.watchTrends(signal, heard),
        onState: (state, cause) => this.setState(0, state, cause),
      }),
      new Resuming({
        open: (signal, heard) => this.watchAlerts(signal, heard),
        onState: (state, cause) => this.setState(1, state, cause),
      }),
    ];
    this.speak();
    this.listenToPage();
    if (document.visibilityState !== 'hidden') this.resume();
    setInterval(() => this.tick(), TICK_MS);
  }

  // The streams, each on a connection of its own.

  private resume(): void {
    for (const stream of this.streams) stream.start();
  }

  private pause(): void {
    for (const stream of this.streams) stream.pause();
  }

  private async watchTrends(signal: AbortSignal, heard: () => void): Promise<void> {
    await this.lookAround(signal);
    heard();
    void this.fetchMarks(signal);
    const {choice, step} = this.settings;
    this.period = this.periodOf(Date.now());
    const beyond = this.empty            ? 'everything' :
        typeof choice === 'number' ? 'newer' :
                                     'nothing';
    const plan = planOf(this.period, step, this.zone, beyond);
    // What is drawn stays until all of this is there.
    const book = new TrendBook(plan.metrics);
    await listen<WatchMessage>('TrendService/WatchTrends', plan.request, signal, message => {
      heard();
      this.lastHeard = Date.now();
      const moved = book.fold(message);
      if (book.ready && this.book !== book) {
        this.book = book;
        this.bookStep = step;
        this.drawn = true;
      }
      if (moved) this.onMoved(moved.index, plan.metrics[moved.index]!, moved.point);
      this.newer ||= beyond === 'newer' && moved !== undefined &&
          moved.index >= beyondIndex(METRICS[0]!) && moved.point.n > 0;
      if (!message.progress) this.schedule();
    });
  }

  // Which years there are, and, unless the reader said so, which period to show.
  private async lookAround(signal: AbortSignal): Promise<void> {
    const byMetric = await Promise.all(METRICS.map(async metric => {
      const {series} = await this.inZone(() => call<{series?: {points?: WirePoint[]}[]}>(
          'TrendService/QueryTrend', monthsRequest(metric, this.zone), signal));
      return (series ?? []).flatMap(one => (one.points ?? []).map(point => pointOf(point, metric)));
    }));
    const months = byMetric.flat().filter(month => month.n > 0);
    this.empty = months.length === 0;
    const yearOf = (time: number) => dayOf(time, this.zone).year;
    // What claims to be of years to come is left out.
    const years = new Set(months.map(month => yearOf(month.start)));
    this.years = [...years].filter(year => year <= this.thisYear() + 1).sort((a, b) => b - a);
    if (!this.settings.chosen) this.settings.choice = firstChoice(months, yearOf, Date.now());
  }

  // A server whose list of zones is older than the browser's knows UTC at least.
  private async inZone<T>(ask: () => Promise<T>): Promise<T> {
    const zone = this.zone;
    try {
      return await ask();
    } catch (error) {
      const unknown = error instanceof CallError && error.code === 'invalid_argument';
      if (!unknown || zone === 'UTC') throw error;
      this.zone = 'UTC';
      this.speak();
      return await ask();
    }
  }

  private async watchAlerts(signal: AbortSignal, heard: () => void): Promise<void> {
    const start = this.alertCursor === undefined ? {latest: true} : {afterCursor: this.alertCursor};
    try {
      const request = {start, maxBatch: 128};
      await listen<AlertMessage>('AlertService/WatchAlerts', request, signal, message => {
        heard();
        for (const alert of message.alerts?.alerts ?? (message.alert ? [message.alert] : [])) {
          this.onAlert(alert);
        }
        // What came before the stream began is listed once it has: so nothing falls between.
        if (message.started && !this.alertsListed) void this.listAlerts(signal);
        if (message.cursor) this.alertCursor = message.cursor;
      });
    } catch (error) {
      // Another store, or one that has forgotten that far back: begin anew.
      if (error instanceof CallError && ['out_of_range', 'invalid_argument'].includes(error.code)) {
        this.alertCursor = undefined;
        this.alertsListed = false;
        throw new CallError('aborted', error.message);
      }
      throw error;
    }
  }

  private async listAlerts(signal: AbortSignal): Promise<void> {
    try {
      const {alerts} = await call<{alerts?: WireAlert[]}>(
          'AlertService/ListAlerts', {
            states: ['ALERT_STATE_OPEN', 'ALERT_STATE_ACKNOWLEDGED', 'ALERT_STATE_IN_PROGRESS'],
            pageSize: LISTED_ALERTS,
          }, signal);
      for (const alert of alerts ?? []) this.alerts.take(alert);
      this.alertsListed = true;
      this.schedule();
    } catch {
      // The stream begins again if it failed too; else the next one lists them.
    }
  }

  private async fetchMarks(signal: AbortSignal): Promise<void> {
    try {
      const {marks} = await call<{marks?: {title?: string; markTime?: string}[]}>(
          'MarkService/ListMarks', {pageSize: MAX_MARKS}, signal);
      this.marks = (marks ?? []).map(
          mark => ({time: Date.parse(mark.markTime ?? ''), title: mark.title ?? ''}));
      this.marks.sort((a, b) => a.time - b.time);
      this.schedule();
    } catch {
      // The page stands without them.
    }
  }

  // What is said and done.

  private onMoved(index: number, metric: Metric, point: Point): void {
    if (index !== pointsIndex(metric)) return;
    this.lastMoved = Date.now();
    this.views[METRICS.indexOf(metric)]!.mark(point);
    if (point.value === undefined) return;
    this.announce(say(this.settings.language, 'nowIs', nameOf(this.format, metric),
                      this.format.periodInText(point.start, this.bookStep),
                      valueText(this.format, metric, point.value),
                      this.format.count(point.n, metric)));
  }

  private onAlert(alert: WireAlert): void {
    if (!this.alerts.take(alert)) return;
    const id = alert.feedback?.feedbackId ?? '';
    const found = this.alerts.cases(1)[0];
    if (found?.id === id) {
      this.fresh.add(id);
      const doubt = doubtOf(found, this.format);
      const who = whoOf(found, this.format) + (doubt && ` (${doubt})`);
      this.announce(say(this.settings.language, 'newAlert', who));
    }
    this.schedule();
  }

  private announce(text: string): void {
    this.toSay = text;
    if (this.sayTimer !== undefined) return;
    const wait = Math.max(0, this.saidAt + SAY_EVERY_MS - Date.now());
    this.sayTimer = setTimeout(() => {
      this.sayTimer = undefined;
      this.saidAt = Date.now();
      setText(byId('said'), this.toSay);
    }, wait);
  }

  private setState(stream: number, state: StreamState, cause?: unknown): void {
    this.states[stream] = state;
    if (state === 'refused') this.refusal = cause instanceof Error ? cause.message : '';
    this.schedule();
  }

  private thisYear(): number {
    return dayOf(Date.now(), this.zone).year;
  }

  private periodOf(now: number): Period {
    const {choice, step} = this.settings;
    return typeof choice === 'number' ? yearPeriod(choice, this.zone) :
                                        latestPeriod(now, step, this.zone);
  }

  private tick(): void {
    const period = this.periodOf(Date.now());
    const over = this.period && period.end !== this.period.end;
    if (over && this.states[0] === 'live') this.watchAnew();
    this.schedule();
  }

  private lookAgain(): void {
    if (this.states[0] === 'live') this.streams[0]!.start();
  }

  private watchAnew(): void {
    this.newer = false;
    this.settings.keep();
    this.streams[0]!.start();
  }

  private listenToPage(): void {
    document.addEventListener('visibilitychange', () => {
      // A hidden page leaves its connections to others of its host: browsers open six.
      if (document.visibilityState === 'hidden') this.pause();
      else this.resume();
    });
    addEventListener('pagehide', () => this.pause());
    addEventListener('pageshow', event => {
      if (event.persisted) this.resume();
    });
    addEventListener('online', () => this.streams.forEach(stream => stream.hurry()));
    new ResizeObserver(() => this.schedule()).observe(byId('sections'));
    this.on('period', value => {
      this.settings.choose(value === 'latest' ? 'latest' : Number(value));
      this.watchAnew();
    });
    this.on('by', value => {
      this.settings.step = value === 'week' ? 'week' : 'month';
      this.watchAnew();
    });
    this.on('language', value => {
      this.settings.language = chooseLanguage([value]);
      this.settings.keep();
      this.speak();
      this.schedule();
    });
  }

  private on(id: string, change: (value: string) => void): void {
    const select = byId(id) as HTMLSelectElement;
    select.addEventListener('change', () => change(select.value));
  }

  // What depends on the language alone.
  private speak(): void {
    const {language} = this.settings;
    this.format = new Format(language, localeOf(language, navigator.languages), this.zone);
    document.documentElement.lang = language === 'no' ? 'nb' : language;
    document.title = `${say(language, 'title')} – vocd`;
    const texts: [string, Word][] = [
      ['title', 'title'], ['skip', 'skip'], ['label-period', 'period'], ['label-by', 'by'],
      ['label-language', 'language'], ['alerts-title', 'alerts'],
    ];
    for (const [id, word] of texts) setText(byId(id), say(language, word));
    byId('footer').replaceChildren(html('p', {}, say(language, 'footNews')),
                                   html('p', {}, say(language, 'footZone', this.zone)));
    this.options('by', this.settings.step, [['month', say(language, 'month')],
                                            ['week', say(language, 'week')]]);
    this.options('language', language, LANGUAGES.map(one => [one, LANGUAGE_NAMES[one]]));
  }

  private options(id: string, chosen: string,
                  options: readonly (readonly [string, string])[]): void {
    const select = byId(id) as HTMLSelectElement;
    const now = JSON.stringify(options);
    // Not while it is open and somebody chooses, if nothing is new.
    if (select.dataset['options'] !== now) {
      select.replaceChildren(
          ...options.map(([value, text]) => html('option', {value}, text)));
      select.dataset['options'] = now;
    }
    select.value = chosen;
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.render();
    });
  }

  private render(): void {
    const {language} = this.settings;
    this.renderState();
    setText(byId('today'), this.format.today(Date.now()));
    const {choice} = this.settings;
    if (choice === undefined || !this.drawn) return;
    const {years} = this;
    const missing = typeof choice === 'number' && !years.includes(choice) ? [choice] : [];
    const offered = [...missing, ...years].map(year => [`${year}`, `${year}`] as const);
    this.options('period', String(choice), [['latest', say(language, 'latest')], ...offered]);
    const cases = this.alerts.cases(MAX_SHOWN);
    const beyond = METRICS.flatMap(metric => this.book.points(beyondIndex(metric)));
    const empty = this.empty && cases.length === 0;
    // The first answers are there: what to show is chosen now.
    if (this.empty && beyond.some(point => point.n > 0)) this.lookAgain();
    byId('first').hidden = !empty;
    byId('filled').hidden = empty;
    byId('footer').hidden = empty;
    if (empty) {
      setText(byId('lead'), '');
      renderFirstSteps(byId('first'), location.origin, language);
      return;
    }
    const shown: Shown =
        {book: this.book, format: this.format, step: this.bookStep, marks: this.marks};
    for (const view of this.views) view.render(shown);
    const first = cases[0] ?? (this.alertsListed ? null : undefined);
    setText(byId('lead'),
            leadText(this.book, this.bookStep, this.format, first, Date.now()));
    this.renderNotice();
    setText(byId('alerts-hint'), say(language, cases.length > 0 ? 'alertsHint' : 'noAlerts'));
    renderCases(byId('cases'), cases, this.format, Date.now(), this.fresh);
    this.fresh.clear();
  }

  private renderState(): void {
    const {language} = this.settings;
    const worst = (['refused', 'lost', 'connecting', 'paused', 'live'] as const)
                      .find(state => this.states.includes(state))!;
    // What was lost stays so in words until it is back.
    const element = byId('state');
    const wasLost = element.classList.contains('lost');
    const state = worst === 'connecting' && wasLost ? 'lost' : worst;
    element.className = `state ${state}`;
    const clock = this.lastHeard === undefined ? '' : this.format.clock(this.lastHeard);
    const moved = this.lastMoved === undefined ? '' :
        ` · ${say(language, 'updated', this.format.clock(this.lastMoved))}`;
    const text = {
      refused: say(language, 'refused', this.refusal),
      lost: clock ? say(language, 'lost', clock) : say(language, 'lostEarly'),
      connecting: say(language, 'connecting'),
      paused: say(language, 'paused'),
      live: say(language, 'live') + moved,
    }[state];
    setText(element, text);
  }

  // Answers that came in for a time that is not shown.
  private renderNotice(): void {
    const {language} = this.settings;
    const notice = byId('notice');
    notice.hidden = !this.newer;
    if (!this.newer || notice.dataset['language'] === language) return;
    notice.dataset['language'] = language;
    const button = html('button', {type: 'button'}, say(language, 'show'));
    button.addEventListener('click', () => {
      this.settings.choose('latest');
      this.watchAnew();
      byId('period').focus();
    });
    notice.replaceChildren(html('span', {}, say(language, 'newer')), button);
  }
}

new Page();
