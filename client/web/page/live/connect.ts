// Calls of vocd's services in the Connect protocol, as JSON, at the page's own origin.

import {encodeFrame, FrameReader} from './envelope';

export class CallError extends Error {
  constructor(readonly code: string, message: string) {
    super(message);
  }

  // Whether asking the same again may help.
  get passing(): boolean {
    return ['unavailable', 'resource_exhausted', 'aborted', 'deadline_exceeded', 'canceled',
            'unknown', 'internal'].includes(this.code);
  }
}

interface WireError {
  code?: string;
  message?: string;
}

function errorOf(wire: WireError | undefined, fallback: string): CallError {
  return new CallError(wire?.code ?? 'unknown', wire?.message ?? fallback);
}

async function failed(response: Response): Promise<CallError> {
  const code = response.status === 404 ? 'unimplemented' :
      response.status === 429 || response.status >= 502 ? 'unavailable' : 'unknown';
  try {
    return errorOf({code, ...(await response.json() as WireError)}, response.statusText);
  } catch {
    return new CallError(code, `HTTP ${response.status}`);
  }
}

const VERSION = {'Connect-Protocol-Version': '1'};
const UNARY_TIMEOUT_MS = 30_000;

export async function call<T>(method: string, request: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(`/voc.v1.${method}`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'Connect-Timeout-Ms': `${UNARY_TIMEOUT_MS}`,
              ...VERSION},
    body: JSON.stringify(request),
    ...(signal ? {signal} : {}),
  });
  if (!response.ok) throw await failed(response);
  return await response.json() as T;
}

// Hears every message of a server's stream. Returns when the server ends it well; throws a
// CallError when it does not, or what fetch throws.
export async function listen<T>(method: string, request: unknown, signal: AbortSignal,
                                onMessage: (message: T) => void): Promise<void> {
  const response = await fetch(`/voc.v1.${method}`, {
    method: 'POST',
    headers: {'Content-Type': 'application/connect+json', ...VERSION},
    body: encodeFrame(JSON.stringify(request)) as BodyInit,
    signal,
    cache: 'no-store',
  });
  if (!response.ok || !response.body) throw await failed(response);
  const body = response.body.getReader();
  const frames = new FrameReader();
  try {
    while (true) {
      const {done, value} = await body.read();
      if (done) throw new CallError('unavailable', 'the connection ended');
      for (const frame of frames.push(value)) {
        if (!frame.end) {
          onMessage(JSON.parse(frame.text) as T);
          continue;
        }
        const {error} = JSON.parse(frame.text) as {error?: WireError};
        if (error) throw errorOf(error, 'the stream ended');
        return;
      }
    }
  } finally {
    body.cancel().catch(() => {});
  }
}
