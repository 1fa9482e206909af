// A Dataverse that answers from memory: rows, pages, and a file column that keeps no bytes. Loopback only.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { answer } from '../support/remote.mjs';
import { createFileColumn } from './file-column.mjs';
import { payloads } from './payloads.mjs';

const ROOT = '/api/data/v9.2/';
const HEADERS = {
  'content-type': 'application/json; odata.metadata=minimal',
  'odata-version': '4.0',
  'cache-control': 'no-cache',
  'x-ms-service-request-id': '6a0a8ae6-59b7-4f8a-b0aa-2e9f0c6d3a11',
  'x-ms-ratelimit-burst-remaining-xrm-requests': '5999',
  'x-ms-ratelimit-time-remaining-xrm-requests': '1,199.00',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

/** @type {Record<string, Buffer>} */
let bodies = {};
let origin = '';
const files = createFileColumn();

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', origin);
  const path = url.pathname.startsWith(ROOT) ? url.pathname.slice(ROOT.length) : '';
  if (request.headers.authorization === undefined) return void response.writeHead(401).end();
  if (files.handles(path)) return void files.handle(request, response, url);
  request.resume();
  const body = bodies[nameOf(path)];
  // Whoever measures annotations has to ask for them as users do.
  const isAsked = path !== 'annotateds' || request.headers['prefer'] === 'odata.include-annotations="*"';
  if (request.method !== 'GET' || body === undefined || !isAsked) return void response.writeHead(501).end();
  const sent = path === 'walks' ? walkPage(url) : body;
  response.writeHead(200, { ...HEADERS, 'content-length': sent.length }).end(sent);
});

/** `accounts(…)` is one row; the other sets are pages. @param {string} path */
function nameOf(path) {
  if (path.startsWith('accounts(')) return 'row';
  return { ones: 'one', plains: 'plain', annotateds: 'annotated', walks: 'plain' }[path] ?? '';
}

/** A page of 5,000 rows with a link to the next, 200 pages in all. @param {URL} url */
function walkPage(url) {
  const number = Number(url.searchParams.get('$skiptoken') ?? 1);
  const page = bodies['plain'] ?? Buffer.alloc(0);
  if (number >= 200) return page;
  const link = `,"@odata.nextLink":"${origin}${ROOT}walks?$skiptoken=${number + 1}"}`;
  return Buffer.concat([page.subarray(0, -1), Buffer.from(link)]);
}

server.keepAliveTimeout = 600_000;
answer({
  async listen() {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    bodies = payloads(origin);
    return origin;
  },
  sizes: () => Object.fromEntries(Object.entries(bodies).map(([name, { length }]) => [name, length])),
  /** What went through the file column: whole bytes up and down. */
  files: () => files.seen(),
});
