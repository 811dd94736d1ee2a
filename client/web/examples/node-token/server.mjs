// A backend that says who its users are. GET /token answers with a token for whoever is logged in.
//
//   VOC_SOURCE=app VOC_KEY_ID=2026 VOC_ALGORITHM=HS256 VOC_KEY_FILE=secret.txt PORT=3000 \
//       node server.mjs
import fs from 'node:fs';
import http from 'node:http';

import {signToken} from './token.mjs';

const {VOC_SOURCE, VOC_KEY_ID, VOC_ALGORITHM = 'HS256', VOC_KEY_FILE, PORT = '3000'} = process.env;
if (!VOC_SOURCE || !VOC_KEY_ID || !VOC_KEY_FILE) {
  console.error('VOC_SOURCE, VOC_KEY_ID and VOC_KEY_FILE must be set');
  process.exit(2);
}
const key = fs.readFileSync(VOC_KEY_FILE, 'utf8').trim();

// Yours: whose session is this? Here the user's name stands in a cookie, which nobody should
// believe.
function userOf(request) {
  const name = /(?:^|;\s*)user=([\w.-]{1,64})/.exec(request.headers.cookie ?? '')?.[1];
  return name && {id: name, account: 'nordvik'};
}

const server = http.createServer((request, response) => {
  // Of one user, so nobody may keep it.
  response.setHeader('Cache-Control', 'no-store');
  if (request.method !== 'GET' || request.url !== '/token') {
    response.writeHead(404).end();
    return;
  }
  const user = userOf(request);
  if (!user) {
    response.writeHead(401).end();
    return;
  }
  response.writeHead(200, {'Content-Type': 'text/plain'});
  response.end(signToken({
    respondent: user.id, account: user.account, source: VOC_SOURCE, keyId: VOC_KEY_ID,
    algorithm: VOC_ALGORITHM, key,
  }));
});
server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
process.once('SIGTERM', () => server.close());
