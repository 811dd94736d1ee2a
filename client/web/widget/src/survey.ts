import type {Destination} from './api.js';
import {SURVEY_TIMEOUT_MS} from './limits.js';
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

function surveyOf(text: string | null | undefined): Survey | undefined {
  if (!text) return undefined;
  try {
    const reply = JSON.parse(text) as GetSurveyResponse;
    const metric = (reply.metric ?? '').replace('METRIC_', '').toLowerCase();
    if (!isMetric(metric)) return undefined;
    return {
      scale: scaleOf(metric, reply.scalePoints ?? 0, reply.lowIsGood ?? false, reply.topBox),
      texts: reply.texts ?? {},
      language: reply.language ?? '',
    };
  } catch {
    return undefined;
  }
}

async function call(url: string, init: RequestInit): Promise<string> {
  const aborter = new AbortController();
  const timer = setTimeout(() => aborter.abort(), SURVEY_TIMEOUT_MS);
  try {
    const response =
        await fetch(url, {credentials: 'omit', referrerPolicy: 'no-referrer', ...init,
                          signal: aborter.signal});
    const text = await response.text();
    if (!response.ok) throw new Error(text.slice(0, 300) || `HTTP ${response.status}`);
    return text;
  } finally {
    clearTimeout(timer);
  }
}

// The survey, from the server or, where that does not answer, as it was last time. A plain GET: no
// preflight goes before it. Undefined where neither has it.
export async function loadSurvey(to: Destination, languages: string[],
                                 memory: Storage | undefined): Promise<Survey | undefined> {
  const message =
      JSON.stringify({sourceId: to.source, sourceKey: to.key, languages});
  const name = `voc-survey:${to.server}:${message}`;
  try {
    const text = await call(
        `${to.server}/voc.v1.SourceService/GetSurvey?connect=v1&encoding=json&message=` +
            encodeURIComponent(message),
        {});
    const survey = surveyOf(text);
    if (survey) {
      try {
        memory?.setItem(name, text);
      } catch {
        // Full or forbidden; the next page asks again.
      }
    }
    return survey;
  } catch {
    try {
      return surveyOf(memory?.getItem(name));
    } catch {
      return undefined;
    }
  }
}

// Whether this visitor may be asked now. Rejects where the server does not say.
export async function checkEligibility(to: Destination, respondentId: string,
                                       identityToken: string): Promise<Eligibility> {
  const text = await call(`${to.server}/voc.v1.SourceService/CheckEligibility`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Connect-Protocol-Version': '1',
      Authorization: `Bearer ${to.key}`,
    },
    body: JSON.stringify({
      sourceId: to.source,
      respondentId: respondentId || undefined,
      identityToken: identityToken || undefined,
    }),
  });
  const reply = JSON.parse(text) as {eligible?: boolean, nextTime?: string};
  return {eligible: reply.eligible === true, nextMs: Date.parse(reply.nextTime ?? '') || 0};
}
