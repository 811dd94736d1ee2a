import type {Destination} from './api.js';
import {posting, request} from './http.js';
import {localItems, parsed} from './items.js';
import {SURVEY_TIMEOUT_MS} from './limits.js';
import type {Draft} from './record.js';
import {isMetric, scaleOf, type Scale} from './scale.js';
import type {SurveyTexts} from './texts.js';

// What vocd knows of a survey.
export interface Survey {
  scale: Scale;
  texts: Partial<SurveyTexts>;
  // Of the texts; "" where the source has none for this visitor.
  language: string;
}

interface GetSurveyResponse {
  metric?: string;
  scalePoints?: number;
  lowIsGood?: boolean;
  topBox?: number;
  texts?: Partial<SurveyTexts>;
  language?: string;
}

export interface Eligibility {
  eligible: boolean;
  // When to ask again, ms since 1970; 0: not known.
  nextMs: number;
}

function surveyOf(text: string | null): Survey | undefined {
  const reply = parsed<GetSurveyResponse>(text);
  const metric = reply?.metric?.replace('METRIC_', '').toLowerCase() ?? '';
  return reply && isMetric(metric) ? {
    scale: scaleOf(metric, reply.scalePoints, reply.lowIsGood, reply.topBox),
    texts: reply.texts ?? {},
    language: reply.language ?? '',
  } : undefined;
}

async function call(to: Destination, method: string, init: RequestInit): Promise<string> {
  const {status, text} =
      await request(`${to.server}/voc.v1.SourceService/${method}`, init, SURVEY_TIMEOUT_MS);
  if (status !== 200) throw new Error(text);
  return text;
}

// The survey, from the server or, where that does not answer, as it was last time. A plain GET: no
// preflight goes before it. Undefined where neither has it.
export async function loadSurvey(
    to: Destination, languages: string[]): Promise<Survey | undefined> {
  const message = JSON.stringify({sourceId: to.source, sourceKey: to.key, languages});
  const name = `voc-survey:${to.server}:${message}`;
  const query = `?connect=v1&encoding=json&message=${encodeURIComponent(message)}`;
  const text = await call(to, `GetSurvey${query}`, {}).catch(() => null);
  const survey = surveyOf(text);
  if (survey) localItems.set(name, text);
  return survey ?? surveyOf(localItems.get(name));
}

// Whether this visitor may be asked now. Rejects where the server does not say.
export async function checkEligibility(
    to: Destination, {identity, token}: Draft['person']): Promise<Eligibility> {
  const body = JSON.stringify({
    sourceId: to.source,
    ...(token ? {identityToken: token} : {respondentId: identity.respondent || undefined}),
  });
  const text = await call(to, 'CheckEligibility', posting(to.key, body));
  const reply = JSON.parse(text) as {eligible?: boolean, nextTime?: string};
  return {eligible: reply.eligible === true, nextMs: Date.parse(reply.nextTime ?? '') || 0};
}
