// A stand-in for vocd's HTTP edge that can fail on demand: what of FeedbackService and SourceService
// a widget calls, in Connect's JSON. It decides like vocd (an older client_revision is SUPERSEDED)
// and keeps what it acknowledged in a file, synced first, so it may be killed at any moment. Tests
// use it where the real server cannot be made to misbehave.
//
//   node mock_vocd.mjs FILE [PORT]      prints "mock ready http=HOST:PORT"
import fs from 'node:fs';
import http from 'node:http';
import {pathToFileURL} from 'node:url';

const METHODS = [
  'Submit', 'RecordDisplay', 'GetSurvey', 'CheckEligibility', 'CreateSource', 'ListFeedback',
];
const STATUS = {
  unavailable: 503, resource_exhausted: 429, permission_denied: 403, unauthenticated: 401,
  invalid_argument: 400, unimplemented: 501, aborted: 409, deadline_exceeded: 504,
};

// google.rpc.RetryInfo of whole seconds, below 128.
const retryInfo = seconds => ({
  type: 'google.rpc.RetryInfo', value: Buffer.from([10, 2, 8, seconds]).toString('base64').replace(/=/g, ''),
});

// google.rpc.ErrorInfo.
export const errorInfo = reason => ({
  type: 'google.rpc.ErrorInfo',
  value: Buffer.concat([Buffer.from([10, reason.length]), Buffer.from(reason)]).toString('base64').replace(/=/g, ''),
});

export class ConnectError {
  constructor(code, message, {details = [], retrySeconds} = {}) {
    Object.assign(this, {code, message, details});
    if (retrySeconds) {
      this.details = [...details, retryInfo(retrySeconds)];
      this.retryAfter = String(retrySeconds);
    }
  }
}

export const rejected = (field, description) => ({
  outcome: 'OUTCOME_REJECTED',
  error: {
    code: 3, message: `${field}: ${description}`,
    details: [{
      '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{field, description}],
    }],
  },
});

// GetSurvey of a source that was created.
function surveyOf({sourceId, metric, scalePoints, lowIsGood, texts = {}}, languages) {
  const language = languages.map(tag => (texts[tag] ? tag : tag.split('-')[0])).find(tag => texts[tag]);
  return {
    sourceId, metric, scalePoints, lowIsGood,
    ...(language ? {language, texts: texts[language]} : {}),
  };
}

export class MockVocd {
  // `survey` is what GetSurvey returns beside the source_id, a function of the request or a value.
  constructor({file, survey = {metric: 'METRIC_NPS', scalePoints: 11}, eligible = true} = {}) {
    Object.assign(this, {file, survey, eligible});
    this.feedback = new Map();
    this.displays = new Map();
    this.sources = new Map();
    this.calls = [];
    // Called with (method, request, headers) before a call is served; what it throws is the answer,
    // 'cut' cuts the connection before, 'cut after' after the call was served.
    this.fault = () => undefined;
    if (file && fs.existsSync(file)) {
      for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
        // The last line may be half a line: it was not acknowledged.
        try {
          const {kind, item} = JSON.parse(line);
          if (kind === 'display') this.displays.set(item.displayId, item);
          else if (kind === 'source') this.sources.set(item.sourceId, item);
          else this.keep(item);
        } catch {
          continue;
        }
      }
    }
    if (file) this.log = fs.openSync(file, 'a');
    this.server = http.createServer((request, response) => this.serve(request, response));
    this.server.keepAliveTimeout = 2000;
  }

  async listen(port = 0) {
    await new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
    return this;
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  keep(item) {
    this.feedback.set(JSON.stringify([item.sourceId, item.submissionId, item.questionId ?? '']), item);
  }

  write(kind, item) {
    if (this.log === undefined) return;
    fs.writeSync(this.log, JSON.stringify({kind, item}) + '\n');
    fs.fsyncSync(this.log);
  }

  submit({feedback}) {
    const old = this.feedback.get(
        JSON.stringify([feedback.sourceId, feedback.submissionId, feedback.questionId ?? '']));
    let outcome = 'OUTCOME_CREATED';
    if (old) {
      const content = ({clientRevision, ...rest}) => JSON.stringify(rest);
      if (feedback.clientRevision < old.clientRevision) return {result: {outcome: 'OUTCOME_SUPERSEDED'}};
      if (content(feedback) === content(old)) return {result: {outcome: 'OUTCOME_UNCHANGED'}};
      outcome = 'OUTCOME_UPDATED';
    }
    this.write('feedback', feedback);
    this.keep(feedback);
    return {result: {outcome, feedbackId: '0'.repeat(32), revision: 1}};
  }

  recordDisplay({displays}) {
    return {
      results: displays.map(display => {
        const known = this.displays.has(display.displayId);
        if (!known) this.write('display', display);
        this.displays.set(display.displayId, this.displays.get(display.displayId) ?? display);
        return {outcome: known ? 'OUTCOME_UNCHANGED' : 'OUTCOME_CREATED'};
      }),
    };
  }

  answer(method, request) {
    if (method === 'Submit') return this.submit(request);
    if (method === 'RecordDisplay') return this.recordDisplay(request);
    if (method === 'CheckEligibility') {
      const eligible = typeof this.eligible === 'function' ? this.eligible(request) : this.eligible;
      return eligible === true ? {eligible} : {
        reason: 'INELIGIBLE_REASON_QUIET_PERIOD',
        nextTime: new Date(Date.now() + 7 * 24 * 3600e3).toISOString(),
      };
    }
    if (method === 'CreateSource') {
      const source = {...request.source, keys: [{key: `vks_${'0'.repeat(32)}`}]};
      this.write('source', source);
      this.sources.set(source.sourceId, source);
      return {source};
    }
    if (method === 'ListFeedback') return {feedback: [...this.feedback.values()]};
    const source = this.sources.get(request.sourceId);
    if (source) return surveyOf(source, request.languages ?? []);
    const survey = typeof this.survey === 'function' ? this.survey(request) : this.survey;
    return {sourceId: request.sourceId, ...survey};
  }

  async serve(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url, 'http://mock');
    const cors = {
      'Access-Control-Allow-Origin': request.headers.origin ?? '*',
      'Access-Control-Expose-Headers': 'Retry-After',
      Vary: 'Origin',
    };
    const send = (status, reply, headers = {}) => {
      response.writeHead(status, {'Content-Type': 'application/json', ...cors, ...headers});
      response.end(reply === undefined ? '' : JSON.stringify(reply));
    };
    if (request.method === 'OPTIONS') {
      send(204, undefined, {
        'Access-Control-Allow-Methods': 'GET,POST',
        'Access-Control-Allow-Headers': 'Content-Type,Connect-Protocol-Version,Authorization',
        'Access-Control-Max-Age': '7200',
      });
      return;
    }
    const method = url.pathname.split('/').pop();
    if (!METHODS.includes(method)) return send(404);
    const message = JSON.parse(request.method === 'GET' ? url.searchParams.get('message') : body);
    this.calls.push({method, verb: request.method, message, body, headers: request.headers});
    try {
      const fault = await this.fault(method, message, request.headers);
      if (fault === 'cut') return response.destroy();
      const reply = fault && typeof fault === 'object' ? fault : this.answer(method, message);
      if (fault === 'cut after') return response.destroy();
      send(200, reply);
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      const {code, message: text, details, retryAfter} = error;
      send(STATUS[code], {code, message: text, details},
           retryAfter ? {'Retry-After': retryAfter} : {});
    }
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const mock = await new MockVocd({file: process.argv[2]}).listen(Number(process.argv[3] ?? 0));
  console.log(`mock ready http=127.0.0.1:${mock.port}`);
}
