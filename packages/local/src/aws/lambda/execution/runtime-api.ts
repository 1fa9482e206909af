import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a function's process reads with `GET …/invocation/next`. */
export interface RuntimeInvocation {
  readonly requestId: string;
  readonly payload: string;
  /** Milliseconds since the epoch by the machine's clock, which is the one the process has. */
  readonly deadline: number;
  readonly invokedFunctionArn: string;
  readonly traceId: string;
  readonly clientContext?: string;
}

/** What a function's process posted. */
export interface RuntimeAnswer {
  readonly kind: 'response' | 'error';
  readonly body: string;
}

export interface RuntimeApiListener {
  /** The process asks for work; the first time this means that it has started. */
  idle(): void;
  answered(requestId: string, answer: RuntimeAnswer): void;
  initFailed(answer: RuntimeAnswer): void;
}

export interface RuntimeApi {
  /** Host and port, as `AWS_LAMBDA_RUNTIME_API` has them. */
  readonly address: string;
  give(invocation: RuntimeInvocation): void;
  close(): void;
}

const BASE = '/2018-06-01/runtime';
const MAX_RESPONSE_BYTES = 6_291_556;

/**
 * Listens on a loopback port of its own for the process of one execution environment.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function openRuntimeApi(listener: RuntimeApiListener): Promise<RuntimeApi> {
  let waiting: ServerResponse | undefined;
  let queued: RuntimeInvocation | undefined;
  /** The invocation that may still be answered. */
  let current: string | undefined;

  const deliver = () => {
    if (waiting === undefined || queued === undefined) return;
    const response = waiting;
    const invocation = queued;
    waiting = undefined;
    queued = undefined;
    current = invocation.requestId;
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': String(invocation.deadline),
      'lambda-runtime-invoked-function-arn': invocation.invokedFunctionArn,
      'lambda-runtime-trace-id': invocation.traceId,
      ...(invocation.clientContext === undefined
        ? {}
        : { 'lambda-runtime-client-context': invocation.clientContext }),
    });
    response.end(invocation.payload);
  };

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === `${BASE}/invocation/next`) {
      waiting = response;
      listener.idle();
      deliver();
      return;
    }
    const match = /^\/2018-06-01\/runtime\/(?:invocation\/([^/]+)\/(response|error)|init\/error)$/.exec(path);
    if (request.method !== 'POST' || match === null) {
      answer(response, 404, { errorType: 'InvalidRequest', errorMessage: `${request.method} ${path}` });
      return;
    }
    readBody(request).then(
      (body) => {
        const id = match[1];
        if (id !== undefined && id !== current) {
          answer(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' });
          return;
        }
        current = undefined;
        answer(response, body === undefined ? 413 : 202, { status: 'OK' });
        if (id === undefined) listener.initFailed({ kind: 'error', body: body ?? TOO_LARGE });
        else if (body === undefined) listener.answered(id, { kind: 'error', body: TOO_LARGE });
        else listener.answered(id, { kind: match[2] === 'response' ? 'response' : 'error', body });
      },
      () => response.destroy(),
    );
  });
  // The process waits for its next invocation as long as it takes.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const { port } = server.address() as AddressInfo; // A listening TCP server has an AddressInfo.

  return {
    address: `127.0.0.1:${port}`,
    give(invocation) {
      queued = invocation;
      deliver();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const TOO_LARGE = JSON.stringify({
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
});

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Undefined for a body that is too large, of which no more is kept than may be. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_RESPONSE_BYTES) chunks.push(chunk);
  }
  return size > MAX_RESPONSE_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}
