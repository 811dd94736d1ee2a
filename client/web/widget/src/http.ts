// What came back.
export interface Reply {
  status: number;
  text: string;
  retryAfter: string | null;
}

// One call with a source key, without cookies or referrer. Rejects when nothing comes back in time.
export async function request(url: string, init: RequestInit, timeoutMs: number): Promise<Reply> {
  const aborter = new AbortController();
  const timer = setTimeout(() => aborter.abort(), timeoutMs);
  try {
    const response = await fetch(url, {
      ...init, credentials: 'omit', referrerPolicy: 'no-referrer', signal: aborter.signal,
    });
    return {
      status: response.status,
      text: await response.text(),
      retryAfter: response.headers.get('Retry-After'),
    };
  } finally {
    clearTimeout(timer);
  }
}

// What to send as JSON, with a source key.
export function posting(key: string, body: string, keepalive = false): RequestInit {
  return {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Connect-Protocol-Version': '1',
      Authorization: `Bearer ${key}`,
    },
    body,
    keepalive,
  };
}
