// Signs who a user is, as vocd believes it: a JWT with one of the source's token keys. Node alone,
// no package.
import crypto from 'node:crypto';

const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url');

// `key` is the secret for HS256 (at least 32 bytes), the private key in PEM for ES256. `seconds`:
// how long it is believed; the widget fetches another when it has expired.
export function signToken({respondent, account, source, keyId, algorithm, key, seconds = 600,
                           nowMs = Date.now()}) {
  const now = Math.floor(nowMs / 1000);
  const head = encode({alg: algorithm, typ: 'JWT', kid: keyId});
  const body = encode({
    sub: respondent, ...(account ? {account_id: account} : {}), aud: source, iat: now,
    exp: now + seconds,
  });
  const text = `${head}.${body}`;
  return `${text}.${sign(algorithm, key, text).toString('base64url')}`;
}

function sign(algorithm, key, text) {
  switch (algorithm) {
    case 'HS256':
      if (Buffer.byteLength(key) < 32) throw new Error('an HS256 secret has at least 32 bytes');
      return crypto.createHmac('sha256', key).update(text).digest();
    case 'ES256':
      // Two numbers side by side, as RFC 7518 says, not DER.
      return crypto.sign('sha256', Buffer.from(text), {key, dsaEncoding: 'ieee-p1363'});
    default:
      throw new Error(`no algorithm of ours: ${algorithm}`);
  }
}
