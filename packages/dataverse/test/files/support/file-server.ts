import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientOptions } from '@wayleave/dataverse';
import { onTestFinished } from 'vitest';
import { ID, testClient } from '../../support/client.ts';
import { content, isContent } from './content.ts';

/** A request as the script sees it. */
export interface FileRequest {
  readonly kind: 'whole' | 'begin' | 'chunk' | 'get' | 'delete';
  /** Counts those of this kind, from 1. */
  readonly nth: number;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** The bytes concerned: `start` to `end`, not included. */
  readonly start: number;
  readonly end: number;
}

/** What goes wrong. */
export type Fault =
  /** The connection breaks before the request is read. */
  | 'drop'
  /** It is carried out, and the answer is lost. */
  | 'lose the answer'
  /** Half of the bytes of the answer arrive. */
  | 'cut'
  /** Never an answer. */
  | 'stall'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown };

export interface Script {
  readonly fault?: (request: FileRequest) => Fault | undefined;
  /** Headers of the answer, over the usual ones; `undefined` leaves one out. */
  readonly headers?: (request: FileRequest) => Record<string, string | undefined>;
  readonly chunkSize?: number;
  readonly latencyMs?: number;
  /** Answers 200 with all of it, or refuses, when a range is asked for. */
  readonly ranges?: 'yes' | 'ignored' | 'refused';
  /** Gives at most so many bytes, whatever was asked for. */
  readonly mostBytes?: number;
}

export interface StoredFile {
  readonly name: string | undefined;
  readonly size: number;
}

const PATH = `/api/data/v9.2/accounts(${ID})/new_file`;
const SESSION = 'c2Vzc2lvbi10b2tlbg==/+secret';

/** The Web API's file column, with bytes of `content` and a script of what goes wrong. */
export async function fileServer(script: Script = {}, stored?: StoredFile) {
  const state = {
    file: stored,
    requests: [] as FileRequest[],
    sessions: new Map<string, { received: number; name: string | undefined }>(),
    wrongBytes: 0,
    bytesRead: 0,
  };
  const counts = new Map<string, number>();

  const server = createServer(async (incoming, response) => {
    const request = describe(incoming, counts);
    state.requests.push(request);
    const fault = script.fault?.(request);
    if (fault === 'drop') return void incoming.socket.destroy();
    if (fault === 'stall') return;
    if (typeof fault === 'object') {
      for await (const _ of incoming);
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      return void response.end(JSON.stringify(fault.body ?? {}));
    }
    let at = request.start;
    for await (const piece of incoming as AsyncIterable<Buffer>) {
      if (!isContent(piece, at)) state.wrongBytes += piece.length;
      at += piece.length;
      state.bytesRead += piece.length;
    }
    const answered = answer(request, incoming);
    if (fault === 'lose the answer') return void incoming.socket.destroy();
    if (script.latencyMs) await new Promise((resolve) => setTimeout(resolve, script.latencyMs));
    await write(
      response,
      { ...answered, headers: { ...answered.headers, ...script.headers?.(request) } },
      fault,
    );
  });

  function answer(request: FileRequest, { url = '', headers }: IncomingMessage): Answered {
    const query = new URL(url, 'http://x').searchParams;
    const name = headers['x-ms-file-name']?.toString() ?? query.get('x-ms-file-name') ?? undefined;
    switch (request.kind) {
      case 'whole':
        state.file = { name, size: state.bytesRead };
        return { status: 204, headers: {} };
      case 'delete':
        state.file = undefined;
        return { status: 204, headers: {} };
      case 'begin': {
        const token = `${SESSION}-${state.sessions.size + 1}`;
        state.sessions.set(token, { received: 0, name });
        return {
          status: 200,
          headers: {
            'accept-ranges': 'bytes',
            location: `${base()}${PATH}?sessiontoken=${encodeURIComponent(token)}`,
            'x-ms-chunk-size': `${script.chunkSize ?? 4_194_304}`,
          },
        };
      }
      case 'chunk': {
        const session = state.sessions.get(query.get('sessiontoken') ?? '');
        const size = Number(/\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1]);
        if (session === undefined)
          return refused(404, '0x80040217', `No session ${query.get('sessiontoken')}.`);
        if (request.start > session.received) return refused(400, '0x80040203', 'A chunk is missing.');
        session.received = Math.max(session.received, request.end);
        if (session.received < size) return { status: 206, headers: {} };
        state.file = { name: name ?? session.name, size };
        state.sessions.clear();
        return { status: 204, headers: {} };
      }
      case 'get':
        return read(request);
    }
  }

  function read(request: FileRequest): Answered {
    const { file } = state;
    if (file === undefined) return { status: 204, headers: {} };
    const facts = {
      'x-ms-file-size': `${file.size}`,
      'x-ms-file-name': file.name ?? '',
      mimetype: 'application/pdf',
    };
    const { ranges = 'yes', mostBytes = Number.POSITIVE_INFINITY } = script;
    if (request.headers.range !== undefined && ranges === 'refused') {
      const words = 'Downloading in multiple chunks is not supported for the files stored in the database.';
      return refused(400, '0x80090017', words);
    }
    if (request.headers.range === undefined || ranges === 'ignored') {
      return { status: 200, headers: facts, start: 0, end: file.size };
    }
    const end = Math.min(request.end, file.size, request.start + mostBytes);
    if (request.start >= file.size) return { status: 416, headers: facts };
    return { status: 206, headers: { ...facts, 'x-ms-chunk-size': '4194304' }, start: request.start, end };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  onTestFinished(close);
  return { url: base(), state, close };
}

/** A client and its table `accounts`, whose environment is a file server. */
export async function filesAt(
  script: Script = {},
  stored?: StoredFile,
  options: Partial<ClientOptions> = {},
) {
  const server = await fileServer(script, stored);
  const { client, time } = testClient(server.url, options);
  return { ...server, client, accounts: client.table('accounts'), time };
}

export const TOKEN = SESSION;

interface Answered {
  readonly status: number;
  readonly headers: Record<string, string | undefined>;
  readonly start?: number;
  readonly end?: number;
  readonly body?: unknown;
}

function refused(status: number, code: string, message: string): Answered {
  return { status, headers: { 'content-type': 'application/json' }, body: { error: { code, message } } };
}

function describe(incoming: IncomingMessage, counts: Map<string, number>): FileRequest {
  const { method, url = '', headers } = incoming;
  const kind = kindOf(method, headers);
  const nth = (counts.get(kind) ?? 0) + 1;
  counts.set(kind, nth);
  const range = /(\d+)-(\d+)/.exec(headers['content-range'] ?? headers.range ?? '') ?? [];
  const end = range[2] === undefined ? Number(headers['content-length'] ?? 0) : Number(range[2]) + 1;
  return { kind, nth, path: url, headers, start: Number(range[1] ?? 0), end };
}

function kindOf(method: string | undefined, headers: IncomingMessage['headers']): FileRequest['kind'] {
  if (method === 'GET') return 'get';
  if (method === 'DELETE') return 'delete';
  if (headers['x-ms-transfer-mode'] === 'chunked') return 'begin';
  return headers['content-range'] === undefined ? 'whole' : 'chunk';
}

async function write(response: ServerResponse, answered: Answered, fault: Fault | undefined): Promise<void> {
  const { status, headers, start = 0, end = 0, body } = answered;
  const length = end - start;
  const given = Object.entries({ ...(length > 0 && { 'content-length': `${length}` }), ...headers });
  response.writeHead(status, Object.fromEntries(given.filter(([, value]) => value !== undefined)));
  if (body !== undefined) return void response.end(JSON.stringify(body));
  const last = fault === 'cut' ? start + Math.floor(length / 2) : end;
  await pipeline(Readable.from(pieces(start, last)), response, { end: false }).catch(() => {}); // the client left
  if (fault === 'cut') response.destroy();
  else response.end();
}

function* pieces(start: number, end: number) {
  for (let at = start; at < end; at += 262_144) yield content(at, Math.min(262_144, end - at));
}
