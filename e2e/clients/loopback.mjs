import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

/**
 * A request as it arrived.
 *
 * @typedef {object} Arrived
 * @property {string} method
 * @property {string} path  path and query, as they were on the wire
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {Buffer} body
 */

/**
 * What to answer; JSON unless the body is text.
 *
 * @typedef {object} Answer
 * @property {number} [status]
 * @property {Record<string, string>} [headers]
 * @property {unknown} [body]
 */

/**
 * A server on a free loopback port until the test ends, with TLS when it is given a certificate.
 *
 * @param {{ after(end: () => unknown): void }} t
 * @param {(request: Arrived) => Answer | Promise<Answer>} handler
 * @param {{ key: string, cert: string }} [tls]
 */
export async function loopback(t, handler, tls) {
  /** @type {Arrived[]} */
  const requests = [];
  /** @param {import('node:http').IncomingMessage} incoming @param {import('node:http').ServerResponse} response */
  const answer = async (incoming, response) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body: Buffer.concat(chunks) };
    requests.push(request);
    try {
      const { status = 200, headers: more, body } = await handler(request);
      const type = typeof body === 'string' ? 'text/plain' : 'application/json';
      response.writeHead(status, { ...(body !== undefined && { 'content-type': type }), ...more });
      response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
    } catch (error) {
      response.writeHead(599).end(String(error)); // a test's own mistake, told by a status that nothing else has
    }
  };
  /** @type {import('node:http').RequestListener} */
  const listener = (incoming, response) => void answer(incoming, response);
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port, requests };
}

/** A credential for servers that look at no token. */
export const anyToken = {
  getToken: async () => ({ token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 }),
};
