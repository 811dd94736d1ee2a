// Numbers, dates and names of periods as the reader's language writes them.

import {dayOf, weekOf} from './calendar';
import type {Step} from './calendar';
import type {Language} from './language';
import {say} from './words';
import type {Metric, Point} from './trend';

// Below this p-values are not told apart.
const SMALLEST_P = 0.001;

// The reader's own tag where it is of the language ("en-GB"), for dates as they are used to.
export function localeOf(language: Language, wanted: readonly string[]): string {
  const primary = language === 'no' ? 'nb' : language;
  const own = wanted.find(tag => tag.toLowerCase().split('-')[0] === primary);
  return own ?? (language === 'en' ? 'en-GB' : primary);
}

export function decimalsOf(metric: Metric): number {
  return metric === 'CES' ? 2 : 0;
}

// As voc rounds: what lies half-way goes to the even side. No minus before nothing.
export function round(value: number, decimals: number): number {
  const power = 10 ** decimals;
  const below = Math.floor(value * power);
  // Only such a fraction of two lies half-way exactly: 0.125 does, 0.675 is a little less.
  const exact = Number.isInteger(value * 2 ** (decimals + 1));
  const halfway = exact && (below + 0.5) / power === value;
  const rounded = halfway ? (below % 2 === 0 ? below : below + 1) / power :
                            Number(value.toFixed(decimals));
  return rounded === 0 ? 0 : rounded;
}

// A minus that is as wide as a plus, in every language.
const minus = (text: string): string => text.replace('-', '\u2212');

export class Format {
  private readonly numbers = new Map<string, Intl.NumberFormat>();

  constructor(readonly language: Language, readonly locale: string, readonly zone: string) {}

  private with(decimals: number, signed: boolean): Intl.NumberFormat {
    const key = `${decimals}${signed}`;
    let format = this.numbers.get(key);
    if (!format) {
      format = new Intl.NumberFormat(this.locale, {
        minimumFractionDigits: decimals, maximumFractionDigits: decimals,
        ...(signed ? {signDisplay: 'exceptZero'} : {}),
      });
      this.numbers.set(key, format);
    }
    return format;
  }

  number(value: number, decimals = 0): string {
    return minus(this.with(decimals, false).format(round(value, decimals)));
  }

  signed(value: number, decimals = 0): string {
    return minus(this.with(decimals, true).format(round(value, decimals)));
  }

  percent(share: number, decimals = 0): string {
    return `${this.number(share, decimals)}\u00A0%`;
  }

  p(value: number): string {
    if (value < SMALLEST_P) return `<${this.number(SMALLEST_P, 3)}`;
    return this.number(value, value < 0.095 ? 3 : 2);
  }

  // "29 … 39"
  interval(point: Point, decimals: number): string {
    if (point.low === undefined || point.high === undefined) return '';
    return `${this.number(point.low, decimals)} … ${this.number(point.high, decimals)}`;
  }

  // "302 answers", or texts, which is what has a sentiment.
  count(n: number, metric: Metric): string {
    const texts = metric === 'SENTIMENT';
    const word = n === 1 ? (texts ? 'textsOne' : 'answersOne') : (texts ? 'texts' : 'answers');
    return say(this.language, word, this.number(n));
  }

  private date(options: Intl.DateTimeFormatOptions, time: number): string {
    return new Intl.DateTimeFormat(this.locale, {timeZone: this.zone, ...options}).format(time);
  }

  clock(time: number): string {
    return this.date({hour: '2-digit', minute: '2-digit', second: '2-digit'}, time);
  }

  today(time: number): string {
    return this.date({weekday: 'long', day: 'numeric', month: 'long', year: 'numeric'}, time);
  }

  moment(time: number): string {
    const day = {day: 'numeric', month: 'short', year: 'numeric'} as const;
    return this.date({...day, hour: '2-digit', minute: '2-digit'}, time);
  }

  monthYear(time: number): string {
    return this.date({month: 'long', year: 'numeric'}, time);
  }

  // "Dec 2025", "W49 2025"
  periodName(start: number, step: Step): string {
    if (step === 'month') return this.date({month: 'short', year: 'numeric'}, start);
    const {week, year} = weekOf(start, this.zone);
    return say(this.language, 'weekName', week, year);
  }

  // The same in a sentence: "December 2025".
  periodInText(start: number, step: Step): string {
    return step === 'month' ? this.monthYear(start) : this.periodName(start, step);
  }

  // The same on an axis, where the year is told once.
  periodShort(start: number, step: Step, withYear: boolean): string {
    if (step === 'week') {
      const {week} = weekOf(start, this.zone);
      return withYear ? this.periodName(start, step) : say(this.language, 'weekShort', week);
    }
    return withYear ? this.periodName(start, step) : this.date({month: 'short'}, start);
  }

  // "3 minutes ago", within a day; later its date.
  ago(time: number, now: number): string {
    const minutes = Math.round((time - now) / 60_000);
    const relative = new Intl.RelativeTimeFormat(this.locale, {numeric: 'auto'});
    if (minutes > -1 && minutes <= 0) return relative.format(0, 'second');
    if (minutes > -60 && minutes <= 0) return relative.format(minutes, 'minute');
    if (minutes > -24 * 60 && minutes <= 0) {
      return relative.format(Math.round(minutes / 60), 'hour');
    }
    return this.moment(time);
  }

  // "a, b and c"
  list(items: readonly string[]): string {
    return new Intl.ListFormat(this.locale, {type: 'conjunction'}).format(items);
  }

  yearOf(time: number): number {
    return dayOf(time, this.zone).year;
  }
}
