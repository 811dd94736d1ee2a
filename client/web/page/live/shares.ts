// Who says what: the good, the middle and the bad of a point, and their names.

import type {Metric, Point} from './trend';
import type {Word} from './words';

export interface Share {
  name: Word;
  kind: 'good' | 'middle' | 'bad';
  part: number;  // of 1
}

type Names = readonly [Word, Word | undefined, Word];

// CSAT and CES tell one share, and the rest.
const NAMES: Record<Metric, Names> = {
  NPS: ['promoters', 'passives', 'detractors'],
  CSAT: ['satisfied', undefined, 'others'],
  CES: ['agreeing', undefined, 'others'],
  SENTIMENT: ['positive', 'neutral', 'negative'],
};

const KINDS = ['good', 'middle', 'bad'] as const;

function counts(point: Point, metric: Metric): readonly [number, number, number] {
  if (metric === 'NPS' || metric === 'SENTIMENT') return point.parts;
  const percent = metric === 'CSAT' ? point.value : point.agreeShare;
  return percent === undefined ? [0, 0, 0] : [percent, 0, 100 - percent];
}

// Empty where nobody answered.
export function sharesOf(point: Point, metric: Metric): Share[] {
  const parts = counts(point, metric);
  const sum = parts[0] + parts[1] + parts[2];
  if (!(sum > 0)) return [];
  const shares: Share[] = [];
  NAMES[metric].forEach((name, i) => {
    if (name) shares.push({name, kind: KINDS[i]!, part: parts[i]! / sum});
  });
  return shares;
}
