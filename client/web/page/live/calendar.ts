// Moments of a zone's calendar, and the periods that the page shows.

export type Step = 'month' | 'week';

export interface Period {
  start: number;  // milliseconds since 1970
  end: number;    // exclusive
}

const DAY_MS = 86_400_000;
// Twelve months, or the weeks of a year.
const MONTHS = 12;
const WEEKS = 52;

export interface Day {
  year: number;
  month: number;  // 1 to 12
  day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsFormat(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
      hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

// What clocks of the zone show, as if it were UTC.
function wallClock(time: number, zone: string): number {
  const part: Record<string, number> = {};
  for (const {type, value} of partsFormat(zone).formatToParts(time)) part[type] = Number(value);
  return Date.UTC(part['year']!, part['month']! - 1, part['day']!, part['hour']!, part['minute']!,
                  part['second']!);
}

export function dayOf(time: number, zone: string): Day {
  const wall = new Date(wallClock(time, zone));
  return {year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate()};
}

// When a day begins in the zone. `month` and `day` may lie outside of their year and month.
export function startOf({year, month, day}: Day, zone: string): number {
  const wall = Date.UTC(year, month - 1, day);
  let time = wall;
  // The offset of the guess may not be that of the moment; the second try has it.
  for (let i = 0; i < 3; ++i) time = wall - (wallClock(time, zone) - time);
  return time;
}

// Monday is 0.
function weekday(day: Day): number {
  return (new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay() + 6) % 7;
}

// The week of ISO 8601 and its year: that in which its Thursday lies.
export function weekOf(time: number, zone: string): {week: number; year: number} {
  const day = dayOf(time, zone);
  const thursday = new Date(Date.UTC(day.year, day.month - 1, day.day + 3 - weekday(day)));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return {
    week: Math.floor((thursday.getTime() - first) / DAY_MS / 7) + 1,
    year: thursday.getUTCFullYear(),
  };
}

export function yearPeriod(year: number, zone: string): Period {
  return {
    start: startOf({year, month: 1, day: 1}, zone),
    end: startOf({year: year + 1, month: 1, day: 1}, zone),
  };
}

// The twelve months, or the weeks of a year, up to and with the one that `now` lies in.
export function latestPeriod(now: number, step: Step, zone: string): Period {
  const today = dayOf(now, zone);
  if (step === 'month') {
    return {
      start: startOf({year: today.year, month: today.month - MONTHS + 1, day: 1}, zone),
      end: startOf({year: today.year, month: today.month + 1, day: 1}, zone),
    };
  }
  const monday = today.day - weekday(today);
  return {
    start: startOf({...today, day: monday - 7 * (WEEKS - 1)}, zone),
    end: startOf({...today, day: monday + 7}, zone),
  };
}

// The browser's own zone, as far as it says.
export function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}
