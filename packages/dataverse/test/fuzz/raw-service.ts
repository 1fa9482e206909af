import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { RawAnswer } from './answers.ts';

export interface RawService {
  readonly url: string;
  /** Requests, or parts of some, that arrived. */
  readonly count: number;
  /** What each caller, by the first word of its `User-Agent`, is answered: in order, over and over. */
  answer(answers: readonly RawAnswer[]): void;
  close(): Promise<void>;
}

/** A TCP server that answers each request with bytes as they are. */
export async function rawService(): Promise<RawService> {
  let answers: readonly RawAnswer[] = [];
  let count = 0;
  const asked = new Map<string, number>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    let pending = '';
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1');
      for (let rest = behindFirst(pending); rest !== undefined; rest = behindFirst(pending)) {
        const caller = /^user-agent: (\S+)/im.exec(pending)?.[1] ?? '';
        pending = rest;
        count += 1;
        const nth = asked.get(caller) ?? 0;
        asked.set(caller, nth + 1);
        const answer = answers[nth % Math.max(1, answers.length)];
        if (answer === undefined) socket.destroy();
        else if (answer.closes) socket.end(answer.bytes);
        else socket.write(answer.bytes);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return {
    url: `http://127.0.0.1:${port}`,
    get count() {
      return count;
    },
    answer(next) {
      answers = next;
      asked.clear();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** What stands behind the first request, or `undefined` when that is not whole. */
function behindFirst(text: string): string | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = text.slice(0, end);
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  return text.length < end + 4 + length ? undefined : text.slice(end + 4 + length);
}
