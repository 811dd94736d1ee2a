import type {Metric} from './api.js';

// What is asked for, and how.
export interface Scale {
  metric: Metric;
  points: number;
  lowIsGood: boolean;
  // CSAT: how many of the best points count as satisfied.
  topBox: number;
}

export type Mood = 'unhappy' | 'neutral' | 'happy';

const POINTS: Record<Metric, number[]> = {nps: [11], csat: [5, 2, 3, 7, 10], ces: [7, 5]};

export function isMetric(text: string): text is Metric {
  return text in POINTS;
}

// 0 points, or a number that the metric does not have, means its default.
export function scaleOf(metric: Metric, points: number, lowIsGood: boolean, topBox = 0): Scale {
  const known = POINTS[metric].includes(points) ? points : POINTS[metric][0]!;
  return {
    metric,
    points: known,
    lowIsGood: metric === 'ces' && lowIsGood,
    topBox: topBox || (known < 5 ? 1 : 2),
  };
}

export function scoresOf(scale: Scale): number[] {
  const first = scale.metric === 'nps' ? 0 : 1;
  return Array.from({length: scale.points}, (_, i) => first + i);
}

// As voc.v1.SurveyTexts says of its follow-ups.
export function moodOf(scale: Scale, score: number): Mood {
  if (scale.metric === 'nps') return score >= 9 ? 'happy' : score >= 7 ? 'neutral' : 'unhappy';
  if (scale.metric === 'csat') return score > scale.points - scale.topBox ? 'happy' : 'unhappy';
  const middle = (scale.points + 1) / 2;
  const ease = scale.lowIsGood ? middle - score : score - middle;
  return ease > 0 ? 'happy' : ease < 0 ? 'unhappy' : 'neutral';
}
