// The server that widgets write to, as a process that can be killed and comes back on its port: vocd
// where it serves HTTP and knows sources, else the stand-in. VOC_WIDGET_SERVER=vocd or =mock decides.
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

import {BUILD, REPO} from './tools.mjs';

const START_MS_MAX = 60e3;

export class Server {
  static async start(kind = process.env.VOC_WIDGET_SERVER) {
    const vocd = path.join(BUILD, 'vocd');
    if (kind !== 'mock' && fs.existsSync(vocd)) {
      const server = new Server('vocd', vocd);
      await server.run();
      if (server.url && await server.call('SourceService/ListSources', {}).catch(() => undefined)) {
        return server;
      }
      await server.close();
    }
    if (kind === 'vocd') throw new Error(`${vocd} serves no widgets`);
    const server = new Server('mock');
    await server.run();
    return server;
  }

  constructor(kind, binary) {
    Object.assign(this, {kind, binary, port: 0});
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'voc-widget-'));
    if (binary) {
      // A rebuild must not change a file that runs.
      this.binary = path.join(this.folder, 'vocd');
      fs.copyFileSync(binary, this.binary);
      fs.chmodSync(this.binary, 0o755);
    }
  }

  async run() {
    const [command, ...options] = this.kind === 'vocd' ?
        [
          this.binary, `--data=${this.folder}/data`, '--grpc=127.0.0.1:0',
          `--http=127.0.0.1:${this.port}`,
        ] :
        [
          process.execPath, path.join(REPO, 'tests/support/web/mock_vocd.mjs'),
          `${this.folder}/log`, String(this.port),
        ];
    const log = fs.openSync(path.join(this.folder, 'stderr'), 'a');
    const child = spawn(command, options, {stdio: ['ignore', 'pipe', log]});
    fs.closeSync(log);
    this.process = child;
    this.ended = new Promise(resolve => child.once('exit', resolve));
    const lines = readline.createInterface({input: child.stdout});
    const ready = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the server is silent')), START_MS_MAX);
      lines.once('line', line => {
        clearTimeout(timer);
        resolve(line);
      });
      void this.ended.then(code => reject(new Error(`the server ended with ${code}`)));
    });
    const address = / http=(\S+:(\d+))/.exec(ready);
    if (!address) return;
    this.url = `http://${address[1]}`;
    this.port = Number(address[2]);
  }

  // At once, with what it had in hand.
  async kill() {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  async close() {
    await this.kill();
    fs.rmSync(this.folder, {recursive: true, force: true});
  }

  // As somebody with all rights, of no web page.
  async call(method, message) {
    const response = await fetch(`${this.url}/voc.v1.${method}`, {
      method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(message),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method}: ${response.status} ${text}`);
    return JSON.parse(text);
  }

  // Returns its key.
  async createSource(source) {
    const {source: {keys}} = await this.call('SourceService/CreateSource', {source});
    return keys[0].key;
  }

  async feedbackOf(sourceId) {
    const {feedback = []} = await this.call(
        'FeedbackService/ListFeedback', {filter: {sourceIds: [sourceId]}, pageSize: 1000});
    return feedback.filter(one => one.sourceId === sourceId);
  }
}
