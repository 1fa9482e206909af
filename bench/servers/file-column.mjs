// A file column: the chunked upload by session, and the download by ranges. It counts bytes and keeps none.
// https://learn.microsoft.com/power-apps/developer/data-platform/file-column-data
import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';

/** @typedef {import('node:http').IncomingMessage} Request @typedef {import('node:http').ServerResponse} Response */

const CHUNK = 4 * 1024 * 1024;
const FILE = /^files\([^)]*\)\/cwl_file(\/\$value)?$/;
const bytes = Buffer.alloc(64 * 1024, 'The quick brown fox jumps over the lazy dog. ');

export function createFileColumn() {
  /** @type {Map<string, { name: string, next: number }>} */
  const sessions = new Map();
  const seen = { uploaded: 0, completed: 0, downloaded: 0 };
  /** How large the file is that a download gives: the last one that was uploaded whole. */
  let size = 0;

  /** @param {Request} request @param {Response} response @param {URL} url */
  async function handle(request, response, url) {
    const isValue = url.pathname.endsWith('/$value');
    if (request.method === 'GET' && isValue) return download(request, response);
    if (request.method !== 'PATCH' || isValue) return void response.writeHead(501).end();
    const token = url.searchParams.get('sessiontoken');
    return token === null ? begin(request, response, url) : chunk(request, response, token);
  }

  /** @param {Request} request @param {Response} response @param {URL} url */
  async function begin(request, response, url) {
    await discard(request);
    if (request.headers['x-ms-transfer-mode'] !== 'chunked') return void response.writeHead(501).end();
    const token = randomUUID();
    const name = request.headers['x-ms-file-name'] ?? url.searchParams.get('x-ms-file-name') ?? '';
    sessions.set(token, { name: String(name), next: 0 });
    const location = new URL(url);
    location.search = `?sessiontoken=${token}`;
    response
      .writeHead(200, { location: location.href, 'x-ms-chunk-size': CHUNK, 'accept-ranges': 'bytes' })
      .end();
  }

  /** @param {Request} request @param {Response} response @param {string} token */
  async function chunk(request, response, token) {
    const session = sessions.get(token);
    const [, first, last, total] =
      /^bytes (\d+)-(\d+)\/(\d+)$/.exec(request.headers['content-range'] ?? '')?.map(Number) ?? [];
    const received = await discard(request);
    const isRight =
      session !== undefined &&
      first === session.next &&
      last !== undefined &&
      total !== undefined &&
      last < total &&
      received === last + 1 - first &&
      received <= CHUNK;
    if (!isRight) return void response.writeHead(400).end();
    session.next = last + 1;
    seen.uploaded += received;
    if (session.next < total) return void response.writeHead(206).end();
    sessions.delete(token);
    seen.completed += 1;
    size = total;
    response.writeHead(204).end();
  }

  /** @param {Request} request @param {Response} response */
  async function download(request, response) {
    request.resume();
    const [, first = 0, last = size - 1] =
      /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')?.map(Number) ?? [];
    const isRange = request.headers.range !== undefined;
    const end = Math.min(last, size - 1, isRange ? first + CHUNK - 1 : size - 1);
    response.writeHead(isRange ? 206 : 200, {
      'content-type': 'application/octet-stream',
      'content-length': end + 1 - first,
      'x-ms-file-size': size,
      'x-ms-file-name': 'large.bin',
      mimetype: 'application/octet-stream',
      ...(isRange && { 'x-ms-chunk-size': CHUNK, 'content-range': `bytes ${first}-${end}/${size}` }),
    });
    await pipeline(generated(end + 1 - first), response).catch(() => response.destroy());
    seen.downloaded += end + 1 - first;
  }

  return {
    handles: (/** @type {string} */ path) => FILE.test(path),
    handle,
    seen: () => ({ ...seen, size }),
  };
}

/** @param {number} count */
function* generated(count) {
  for (let left = count; left > 0; left -= bytes.length)
    yield left >= bytes.length ? bytes : bytes.subarray(0, left);
}

/** @param {Request} request */
async function discard(request) {
  let received = 0;
  for await (const part of request) received += part.length;
  return received;
}
