// What the charts of a section have in common.

import type {Step} from './calendar';
import type {Format} from './format';
import type {Metric, Point} from './trend';

export interface ChartInput {
  id: string;
  metric: Metric;
  points: readonly Point[];
  step: Step;
  format: Format;
  width: number;  // in pixels, as it will stand
}

// Room for numbers beside the drawing.
export const LEFT = 44;
export const RIGHT = 48;
// What a character of the axis takes, about.
export const CHARACTER = 6.6;

export const isNarrow = (width: number): boolean => width < 500;

// Which points have their names below them: every so many, counted from the last, so that they fit,
// and where the year is told: at the first named of each.
export function periodLabels(input: ChartInput, room: number):
    {index: number; text: string}[] {
  const {points, step, format} = input;
  const widest = format.periodName(points[points.length - 1]!.start, step).length * CHARACTER + 12;
  const stride = Math.max(1, Math.ceil(widest / Math.max(room, 1)));
  const indexes: number[] = [];
  for (let i = points.length - 1; i >= 0; i -= stride) indexes.unshift(i);
  let told: number | undefined;
  return indexes.map(index => {
    const point = points[index]!;
    // A week is of the year that its middle lies in.
    const year = format.yearOf((point.start + point.end) / 2);
    const withYear = year !== told;
    told = year;
    return {index, text: format.periodShort(point.start, step, withYear)};
  });
}
