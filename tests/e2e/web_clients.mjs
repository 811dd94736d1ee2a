// Calls vocd with the clients of npm that apps use, and writes what they saw as JSON on one line:
//
//   node web_clients.mjs TOOLS DESCRIPTORS HTTP GRPC
//
// TOOLS holds node_modules, DESCRIPTORS is a file of protoc --descriptor_set_out, HTTP and GRPC are
// the HOST:PORT of the two edges. One entry a client: {client, check: what it saw or threw}.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const [tools, descriptors, http, grpc] = process.argv.slice(2);
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

// The same through grpc-web, whose messages are bytes here.
async function grpcWebChecks(client, format) {
  const {GrpcWebClientBase, MethodDescriptor, MethodType} = require('grpc-web');
  const source = `source of ${client}`;
  const base = new GrpcWebClientBase({format});
  const method = (name, rpc) => {
    const described = service(name).method[rpc];
    const type = described.methodKind === 'unary' ? MethodType.UNARY : MethodType.SERVER_STREAMING;
    const url = `/voc.v1.${name}Service/${described.name}`;
    return {
      url,
      described,
      descriptor: new MethodDescriptor(url, type, Object, Object,
                                       request => toBinary(described.input, request),
                                       bytes => fromBinary(described.output, bytes)),
    };
  };
  const unary = (name, rpc, request, metadata = {}) => {
    const {url, described, descriptor} = method(name, rpc);
    return base.unaryCall(`http://${http}${url}`, create(described.input, request), metadata,
                          descriptor);
  };
  const stream = (name, rpc, request, metadata, heard) => new Promise((done, failed) => {
    const {url, described, descriptor} = method(name, rpc);
    const call = base.serverStreaming(`http://${http}${url}`, create(described.input, request),
                                      metadata, descriptor);
    call.on('data', data => heard(data, call, done));
    call.on('error', failed);
    call.on('end', () => done());
  });
  const told = async call => {
    try {
      await call();
      return {answered: true};
    } catch (error) {
      const bytes = error.metadata?.['grpc-status-details-bin'];
      const fields = [];
      if (bytes) {
        const status =
            fromBinary(message('google.rpc.Status'), Buffer.from(bytes, 'base64'));
        for (const any of status.details) {
          if (!any.typeUrl.endsWith('google.rpc.BadRequest')) continue;
          const bad = fromBinary(message('google.rpc.BadRequest'), any.value);
          fields.push(...bad.fieldViolations.map(violation => violation.field));
        }
      }
      return {code: Code[error.code], message: error.message, fields: fields.sort()};
    }
  };

  const seen = {client};
  const created = await unary('Feedback', 'submit', {feedback: feedback(source, 'å', 3)});
  const got = await unary('Feedback', 'getFeedback', {feedbackId: created.result.feedbackId});
  seen.unary = {
    outcome: created.result.outcome,
    sequence: typeof created.result.sequence,
    comment: got.feedback.kind.value.comment,
  };
  seen.error = await told(() => unary('Trend', 'queryTrend', badQuery));
  seen.missing = await told(() => unary('Mark', 'deleteMark', {markId: UNKNOWN_MARK}));
  seen.timeout = await told(() => stream('Alert', 'watchAlerts', {},
                                         {deadline: String(Date.now() + WATCH_TIMEOUT_MS)},
                                         () => {}));
  // The binary format has no streams in grpc-web.
  if (format === 'text') {
    const parts = [];
    await stream('Feedback', 'exportFeedback', {filter: {sourceIds: [source]}}, {},
                 part => parts.push(part.part.case));
    seen.stream = {rows: parts.filter(part => part === 'feedback').length, last: parts.at(-1)};
    const events = [];
    await stream('Alert', 'watchAlerts',
                 {start: {position: {case: 'earliest', value: true}},
                  filter: {sourceIds: [source]}}, {}, (event, call, done) => {
                    events.push(event.event.case);
                    if (event.event.case !== 'alert') return;
                    call.cancel();
                    done();
                  });
    seen.events = events;
  }
  return seen;
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

globalThis.XMLHttpRequest = require('xhr2');
const report = [];
for (const [client, transport] of Object.entries(transports)) {
  report.push(await connectChecks(client, transport).catch(
      error => ({client, failed: String(error?.stack ?? error)})));
}
for (const format of ['text', 'binary']) {
  report.push(await grpcWebChecks(`grpc-web ${format}`, format).catch(
      error => ({client: `grpc-web ${format}`, failed: String(error?.stack ?? error)})));
}
console.log(JSON.stringify(report));
process.exit(0);  // connections of HTTP/2 stay open
