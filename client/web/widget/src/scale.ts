import type {Metric} from './api.js';

// What is asked for, and how.
export interface Scale {
  metric: Metric;
  points: number;
  lowIsGood: boolean;
  // CSAT: how many of the best points count as satisfied.
  topBox: number;
}

const POINTS: Record<Metric, number[]> = {nps: [11], csat: [5, 2, 3, 7, 10], ces: [7, 5]};

export function isMetric(text: string): text is Metric {
  return text in POINTS;
}

// 0 points, or a number that the metric does not have, means its default.
export function scaleOf(metric: Metric, points = 0, lowIsGood = false, topBox = 0): Scale {
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

// Which text asks for words, as voc.v1.SurveyTexts says.
export function followUpFor(scale: Scale, score: number):
    'followUp' | 'followUpUnhappy' | 'followUpHappy' {
  const [unhappyMax, happyMin] = scale.metric === 'nps' ? [6, 9] :
      scale.metric === 'csat' ? [scale.points - scale.topBox, scale.points - scale.topBox + 1] :
                                [(scale.points - 1) / 2, (scale.points + 3) / 2];
  const good = scale.lowIsGood ? scale.points + 1 - score : score;
  return good <= unhappyMax ? 'followUpUnhappy' : good >= happyMin ? 'followUpHappy' : 'followUp';
}
