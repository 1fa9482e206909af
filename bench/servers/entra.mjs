// A token endpoint over https that counts what it is asked. Loopback only.
import { once } from 'node:events';
import { createServer } from 'node:https';
import { answer } from '../support/remote.mjs';

const counts = { token: 0, metadata: 0 };
let settings = { expiresIn: 3599, refreshIn: 0, delayMs: 0 };
let origin = '';
let issued = 0;
/** @type {import('node:https').Server | undefined} */
let server;

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
function handle(request, response) {
  request.resume();
  const path = new URL(request.url ?? '/', origin).pathname;
  const [, tenant = ''] = path.split('/');
  const send = (/** @type {object} */ body) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  };
  if (path.endsWith('/oauth2/v2.0/token')) {
    counts.token += 1;
    const { expiresIn, refreshIn, delayMs } = settings;
    setTimeout(() => send(token(expiresIn, refreshIn)), delayMs);
  } else if (path.endsWith('/.well-known/openid-configuration')) {
    counts.metadata += 1;
    send({
      token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
      authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${origin}/${tenant}/oauth2/v2.0/logout`,
      jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
      issuer: `${origin}/${tenant}/v2.0`,
    });
  } else {
    response.writeHead(404).end();
  }
}

/** @param {number} expiresIn @param {number} refreshIn */
function token(expiresIn, refreshIn) {
  issued += 1;
  return {
    token_type: 'Bearer',
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    ...(refreshIn > 0 && { refresh_in: refreshIn }),
    access_token: `${issued}.${'eyJ0eXAiOiJKV1QifQ'.repeat(80)}`,
  };
}

answer({
  /** Listens with this certificate and key, both PEM. */
  async listen(/** @type {{ cert: string, key: string }} */ certificate) {
    server = createServer(certificate, handle);
    await once(server.listen(0, '127.0.0.1', 4096), 'listening');
    const address = server.address();
    origin = `https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    return origin;
  },
  /** From now on: seconds of life, seconds until it may be refreshed (0: not told), milliseconds to think. */
  give(/** @type {typeof settings} */ next) {
    settings = next;
  },
  /** What was asked since the last time. */
  counts() {
    const seen = { ...counts };
    counts.token = 0;
    counts.metadata = 0;
    return seen;
  },
});
