// @ts-check
import { Agent, request } from 'node:http';
import { endOfOutput } from './console.mjs';
import { errorResponse } from './errors.mjs';

/**
 * @typedef {object} Invocation
 * @property {string} requestId
 * @property {string} body
 * @property {import('node:http').IncomingHttpHeaders} headers
 */

/**
 * Client of the Lambda Runtime API.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 *
 * @param {string} address host and port
 */
export function createRuntimeClient(address) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const base = `http://${address}/2018-06-01/runtime`;

  /**
   * @param {'GET' | 'POST'} method
   * @param {string} path
   * @param {string} [body]
   * @param {Record<string, string>} [headers]
   * @returns {Promise<{ headers: import('node:http').IncomingHttpHeaders, body: string }>}
   */
  function send(method, path, body, headers = {}) {
    return new Promise((resolve, reject) => {
      const outgoing = request(`${base}${path}`, { method, agent, headers }, (incoming) => {
        /** @type {Buffer[]} */
        const chunks = [];
        incoming.on('data', (chunk) => chunks.push(chunk));
        incoming.on('end', () =>
          resolve({ headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') }),
        );
        incoming.on('error', reject);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /** @param {unknown} error */
  const errorHeaders = (error) => ({
    'content-type': 'application/vnd.aws.lambda.error+json',
    'lambda-runtime-function-error-type': errorResponse(error).errorType.replaceAll(/[^\x20-\x7e]/g, '?'),
  });

  return {
    /** @returns {Promise<Invocation>} */
    async next() {
      const { headers, body } = await send('GET', '/invocation/next');
      return { requestId: String(headers['lambda-runtime-aws-request-id']), body, headers };
    },
    /** @param {string} id @param {string} json */
    async respond(id, json) {
      await endOfOutput(id);
      await send('POST', `/invocation/${id}/response`, json, { 'content-type': 'application/json' });
    },
    /** @param {string} id @param {unknown} error */
    async fail(id, error) {
      await endOfOutput(id);
      await send(
        'POST',
        `/invocation/${id}/error`,
        JSON.stringify(errorResponse(error)),
        errorHeaders(error),
      );
    },
    /** @param {unknown} error */
    async failInit(error) {
      await endOfOutput('init');
      await send('POST', '/init/error', JSON.stringify(errorResponse(error)), errorHeaders(error));
    },
  };
}

/** @typedef {ReturnType<typeof createRuntimeClient>} RuntimeClient */
