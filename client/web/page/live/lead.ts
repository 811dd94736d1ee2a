// The first sentences: whether there is news, and whom to call.

import type {Case} from './alerts';
import type {TrendBook} from './book';
import type {Step} from './calendar';
import {doubtOf, scoreText, whenOf, whoOf} from './case_view';
import type {Format} from './format';
import {pointsIndex} from './plan';
import {nameOf} from './section';
import {METRICS} from './trend';
import {directionText, headline, verdictOf} from './verdict';
import {say} from './words';

// "NPS up 31, CSAT up 18 and Sentiment up 39"; which of them moved in the newest period.
function newsText(book: TrendBook, step: Step, format: Format): string | undefined {
  const heads = METRICS.flatMap(metric => {
    const head = headline(book.points(pointsIndex(metric)));
    return head ? [{metric, point: head.point}] : [];
  });
  if (heads.length === 0) return undefined;
  const newest = Math.max(...heads.map(({point}) => point.start));
  const period = format.periodInText(newest, step);
  const news = heads.filter(({point}) => point.start === newest && verdictOf(point) === 'news')
                   .map(({metric, point}) =>
                       `${nameOf(format, metric)} ${directionText(format, point, metric)}`);
  if (news.length > 0) return say(format.language, 'leadNews', period, format.list(news));
  const judged = heads.some(({point}) => verdictOf(point) === 'noise');
  return say(format.language, judged ? 'leadNoNews' : 'leadTooFew', period);
}

// "nv-0411 (NPS 2, now)"
function callText(found: Case, format: Format, now: number): string {
  const when = whenOf(found);
  const about = [
    doubtOf(found, format),
    scoreText(found.alerts[0]?.feedback ?? {}, format),
    when === undefined ? '' : format.ago(when, now),
  ].filter(text => text);
  return `${whoOf(found, format)}${about.length > 0 ? ` (${about.join(', ')})` : ''}`;
}

// `first`: who is to be called first, undefined if it is not known yet, null if nobody waits.
export function leadText(book: TrendBook, step: Step, format: Format,
                         first: Case | null | undefined, now: number): string {
  const call = first === undefined ? undefined :
      first === null               ? say(format.language, 'leadNobody') :
                                     say(format.language, 'leadCall', callText(first, format, now));
  return [newsText(book, step, format), call].filter(text => text).join(' ');
}
