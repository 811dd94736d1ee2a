// Calls vocd with the clients of npm that apps use, and writes what they saw as JSON on one line:
//
//   node web_clients.mjs TOOLS CHROMIUM DESCRIPTORS HTTP GRPC
//
// TOOLS holds node_modules, DESCRIPTORS is a file of protoc --descriptor_set_out, HTTP and GRPC are
// the HOST:PORT of the two edges. One entry a client: {client, check: what it saw or threw}.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const [tools, chromium, descriptors, http, grpc] = process.argv.slice(2);
const {require, load} = (() => {
  const from = createRequire(path.resolve(tools, 'package.json'));
  return {require: from, load: async name => import(pathToFileURL(await resolve(name)).href)};
})();

// The ES module of a package where it has one: two copies of a library do not know each other's
// messages.
async function resolve(name) {
  const [scope, base, ...rest] = name.split('/');
  const root = name.startsWith('@') ? `${scope}/${base}` : scope;
  const sub = name.startsWith('@') ? rest.join('/') : [base, ...rest].filter(Boolean).join('/');
  const folder = path.resolve(tools, 'node_modules', root);
  const {exports} = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const entry = exports[sub ? `./${sub}` : '.'];
  const file = entry.import?.default ?? entry.import ?? entry.default;
  return path.join(folder, file);
}

const {createFileRegistry, create, fromBinary, toBinary, toJson} =
    await load('@bufbuild/protobuf');
const {FileDescriptorSetSchema} = await load('@bufbuild/protobuf/wkt');
const {createClient, ConnectError, Code} = await load('@connectrpc/connect');
const web = await load('@connectrpc/connect-web');
const node = await load('@connectrpc/connect-node');

const registry =
    createFileRegistry(fromBinary(FileDescriptorSetSchema, fs.readFileSync(descriptors)));
const service = name => registry.getService(`voc.v1.${name}Service`);
const message = name => registry.getMessage(name);
const WATCH_TIMEOUT_MS = 500;

const feedback = (source, id, score) => ({
  sourceId: source,
  submissionId: id,
  // 1 is NPS.
  kind: {case: 'response', value: {metric: 1, score, comment: 'Så bra! 😀 "citat" \\ <b>'}},
});
const UNKNOWN_MARK = 'släppet 100 % – 😀';
const badQuery = {metric: 1, timeZone: 'Mars/Olympus Möns', groupBy: ['source', 'måne']};

// What an error tells: its code, message and the details that were readable.
function told(error) {
  const refused = ConnectError.from(error);
  const fields = refused.findDetails(message('google.rpc.BadRequest'))
      .flatMap(detail => detail.fieldViolations.map(violation => violation.field)).sort();
  const reasons = refused.findDetails(message('google.rpc.ErrorInfo')).map(info => info.reason);
  return {code: Code[refused.code], message: refused.rawMessage, fields, reasons};
}

async function refusal(call) {
  try {
    return {answered: await call()};
  } catch (error) {
    return told(error);
  }
}

// Every check through the clients of connect.
async function connectChecks(client, transport) {
  const source = `source of ${client}`;
  const feedbacks = createClient(service('Feedback'), transport);
  const trends = createClient(service('Trend'), transport);
  const alerts = createClient(service('Alert'), transport);
  const marks = createClient(service('Mark'), transport);
  const seen = {client};

  const created = await feedbacks.submit({feedback: feedback(source, 'å', 3)});
  const got = await feedbacks.getFeedback({feedbackId: created.result.feedbackId});
  seen.unary = {
    outcome: created.result.outcome,
    sequence: typeof created.result.sequence,
    comment: got.feedback.kind.value.comment,
  };
  const rejected = await feedbacks.submit({feedback: feedback(source, 'b', 11)});
  const details = rejected.result.error.details.map(any => any.typeUrl).sort();
  seen.rejected = {outcome: rejected.result.outcome, details};

  seen.headers = await (async () => {
    const heard = {};
    await feedbacks.getFeedback({feedbackId: created.result.feedbackId}, {
      headers: {'x-request-id': 'a1', 'x-bytes-bin': 'AAEC/w'},
      onHeader: headers => (heard.type = headers.get('content-type')),
    });
    return heard;
  })();

  seen.error = await refusal(() => trends.queryTrend(badQuery));
  seen.missing = await refusal(() => marks.deleteMark({markId: UNKNOWN_MARK}));

  for (let i = 0; i < 20; ++i) {
    await feedbacks.submit({feedback: feedback(source, `many ${i}`, 10)});
  }
  const parts = [];
  for await (const part of feedbacks.exportFeedback({filter: {sourceIds: [source]}})) {
    parts.push(part.part.case);
  }
  seen.stream = {
    rows: parts.filter(part => part === 'feedback').length,
    last: parts.at(-1),
  };
  seen.streamError = await refusal(async () => {
    const rows = [];
    const interval = {startTime: {seconds: 10n, nanos: 0}, endTime: {seconds: 5n, nanos: 0}};
    for await (const part of feedbacks.exportFeedback({filter: {interval}})) rows.push(part);
    return rows.length;
  });

  seen.timeout = await refusal(async () => {
    for await (const _ of alerts.watchAlerts({}, {timeoutMs: WATCH_TIMEOUT_MS}));
  });
  const stop = new AbortController();
  const events = [];
  seen.cancelled = await refusal(async () => {
    for await (const event of alerts.watchAlerts(
             {start: {position: {case: 'earliest', value: true}},
              filter: {sourceIds: [source]}}, {signal: stop.signal})) {
      events.push(event.event.case);
      if (event.event.case === 'alert') stop.abort();
    }
  });
  seen.events = events;
  return seen;
}

// The same through grpc-web, which needs a browser: a page of vocd's own loads it and makes the
// calls, whose messages are bytes there.
async function grpcWebChecks(client, format, page) {
  const source = `source of ${client}`;

  // {messages, error}. A stream is cancelled once it gave `most` messages.
  async function call(name, rpc, request, {metadata = {}, most = Infinity} = {}) {
    const {name: method, methodKind, input, output} = service(name).method[rpc];
    const answer = await page.evaluate(callInPage, {
      format, metadata, most, unary: methodKind === 'unary',
      url: `/voc.v1.${name}Service/${method}`,
      request: [...toBinary(input, create(input, request))],
    });
    answer.messages = answer.messages.map(bytes => fromBinary(output, Uint8Array.from(bytes)));
    return answer;
  }

  function told({messages, error}) {
    if (!error) return {answered: messages.length};
    const fields = [];
    if (error.details) {
      const status =
          fromBinary(message('google.rpc.Status'), Buffer.from(error.details, 'base64'));
      for (const any of status.details) {
        if (!any.typeUrl.endsWith('google.rpc.BadRequest')) continue;
        const bad = fromBinary(message('google.rpc.BadRequest'), any.value);
        fields.push(...bad.fieldViolations.map(violation => violation.field));
      }
    }
    return {code: Code[error.code], message: error.message, fields: fields.sort()};
  }

  const seen = {client};
  const [created] =
      (await call('Feedback', 'submit', {feedback: feedback(source, 'å', 3)})).messages;
  const {feedbackId} = created.result;
  const [got] = (await call('Feedback', 'getFeedback', {feedbackId})).messages;
  seen.unary = {
    outcome: created.result.outcome,
    sequence: typeof created.result.sequence,
    comment: got.feedback.kind.value.comment,
  };
  seen.error = told(await call('Trend', 'queryTrend', badQuery));
  seen.missing = told(await call('Mark', 'deleteMark', {markId: UNKNOWN_MARK}));
  // The binary format has no streams in grpc-web.
  if (format !== 'text') return seen;
  const rows =
      (await call('Feedback', 'exportFeedback', {filter: {sourceIds: [source]}})).messages;
  seen.stream = {
    rows: rows.filter(part => part.part.case === 'feedback').length,
    last: rows.at(-1).part.case,
  };
  const metadata = {deadline: String(Date.now() + WATCH_TIMEOUT_MS)};
  seen.timeout = told(await call('Alert', 'watchAlerts', {}, {metadata}));
  const earliest = {
    start: {position: {case: 'earliest', value: true}},
    filter: {sourceIds: [source]},
  };
  seen.events = (await call('Alert', 'watchAlerts', earliest, {most: 2}))
                    .messages.map(event => event.event.case);
  return seen;
}

// Runs in the page.
function callInPage({format, metadata, most, unary, url, request}) {
  const {GrpcWebClientBase, MethodDescriptor, MethodType} = window.grpcWeb;
  const descriptor =
      new MethodDescriptor(url, unary ? MethodType.UNARY : MethodType.SERVER_STREAMING, Object,
                           Object, () => Uint8Array.from(request), bytes => [...bytes]);
  const client = new GrpcWebClientBase({format});
  const failure = error => ({
    code: error.code,
    message: error.message,
    details: error.metadata?.['grpc-status-details-bin'],
  });
  if (unary) {
    return client.unaryCall(location.origin + url, {}, metadata, descriptor)
        .then(bytes => ({messages: [bytes]}), error => ({messages: [], error: failure(error)}));
  }
  return new Promise(done => {
    const messages = [];
    const stream = client.serverStreaming(location.origin + url, {}, metadata, descriptor);
    stream.on('data', bytes => {
      messages.push(bytes);
      if (messages.length < most) return;
      stream.cancel();
      done({messages});
    });
    stream.on('error', error => done({messages, error: failure(error)}));
    stream.on('end', () => done({messages}));
  });
}

async function withGrpcWeb(run) {
  const {chromium: browsers} = require('playwright-core');
  const browser = await browsers.launch({
    executablePath: chromium,
    // As root, in a container, there is no sandbox to be had; the page is our own.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://${http}/sample`);
    const library = fs.readFileSync(require.resolve('grpc-web'), 'utf8');
    await page.evaluate(`{const exports = {}; ${library}; window.grpcWeb = exports;}`);
    await run(page);
  } finally {
    await browser.close();
  }
}

const baseUrl = `http://${http}`;
const jsonOptions = {registry};
const transports = {
  'connect-web JSON': web.createConnectTransport({baseUrl, jsonOptions}),
  'connect-web JSON by GET':
      web.createConnectTransport({baseUrl, jsonOptions, useHttpGet: true}),
  'connect-web binary': web.createConnectTransport({baseUrl, useBinaryFormat: true}),
  'connect-web binary by GET':
      web.createConnectTransport({baseUrl, useBinaryFormat: true, useHttpGet: true}),
  'connect-web gRPC-Web': web.createGrpcWebTransport({baseUrl}),
  'connect-web gRPC-Web JSON':
      web.createGrpcWebTransport({baseUrl, useBinaryFormat: false, jsonOptions}),
  'connect-node JSON':
      node.createConnectTransport({baseUrl, httpVersion: '1.1', jsonOptions,
                                   useBinaryFormat: false}),
  'connect-node binary': node.createConnectTransport({baseUrl, httpVersion: '1.1'}),
  'connect-node binary, gzip': node.createConnectTransport({
    baseUrl, httpVersion: '1.1', sendCompression: node.compressionGzip,
    acceptCompression: [node.compressionGzip], compressMinBytes: 1,
  }),
  'connect-node gRPC-Web': node.createGrpcWebTransport({baseUrl, httpVersion: '1.1'}),
  'connect-node gRPC-Web, gzip': node.createGrpcWebTransport({
    baseUrl, httpVersion: '1.1', sendCompression: node.compressionGzip,
    acceptCompression: [node.compressionGzip], compressMinBytes: 1,
  }),
  'connect-node gRPC': node.createGrpcTransport({baseUrl: `http://${grpc}`}),
};

const report = [];
for (const [client, transport] of Object.entries(transports)) {
  report.push(await connectChecks(client, transport).catch(
      error => ({client, failed: String(error?.stack ?? error)})));
}
await withGrpcWeb(async page => {
  for (const format of ['text', 'binary']) {
    const client = `grpc-web ${format}`;
    report.push(await grpcWebChecks(client, format, page).catch(
        error => ({client, failed: String(error?.stack ?? error)})));
  }
});
console.log(JSON.stringify(report));
process.exit(0);  // connections of HTTP/2 stay open
