import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  /** Path and query as they were on the wire. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** What to answer: data, or a function that writes it by hand. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
}

export type Handler = (
  request: Arrived,
  response: ServerResponse,
) => Answer | undefined | Promise<Answer | undefined>;

export interface TestServer {
  readonly url: string;
  readonly requests: readonly Arrived[];
  close(): Promise<void>;
}

/** A real HTTP server on a free loopback port. A handler that returns nothing has written the answer itself. */
export async function startServer(handler: Handler): Promise<TestServer> {
  const requests: Arrived[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      rawHeaders: incoming.rawHeaders,
      body: Buffer.concat(chunks).toString(),
    };
    requests.push(request);
    const answer = await handler(request, response);
    if (answer === undefined) return;
    const isText = typeof answer.body === 'string';
    const type = isText ? 'text/plain' : 'application/json; odata.metadata=minimal';
    response.writeHead(answer.status ?? 200, {
      ...(answer.body !== undefined && { 'content-type': type }),
      ...answer.headers,
    });
    response.end(isText || answer.body === undefined ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, requests, close };
}

/** Answers in order, the last of them for ever. */
export function inOrder(...answers: readonly Answer[]): Handler {
  let next = 0;
  return () => {
    const answer = answers[Math.min(next, answers.length - 1)];
    next += 1;
    return answer;
  };
}
