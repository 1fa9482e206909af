/**
 * A local AWS on a loopback port for tests:
 *
 *   const aws = await startAws({ services: [(kernel, { clock, identity, origin }) => createSns({ kernel, clock })] });
 *   const sns = new SNSClient(aws.client);            // signed by the administrator
 *   const weak = new SNSClient(aws.clientFor(keys));  // signed by somebody else
 *   …
 *   await aws.close();
 *
 * startAws(options?: { services?, clock?, region?, accountId? }): Promise<TestAws>, where TestAws is an Aws
 * (kernel, identity, administrator, settled) with trail, clock, origin, client, clientFor and close.
 * `createTestClock(startMs?)` is a Clock that moves only by `advance(ms)`.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Aws, createAws } from '../../src/aws/create-aws.ts';
import type { ServiceFactory } from '../../src/aws/kernel/services.ts';
import type { Clock } from '../../src/clock.ts';
import { createTrail, type Trail } from '../../src/trail.ts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Configuration that every AWS SDK v3 client takes. */
export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Keys;
  readonly maxAttempts: number;
  readonly forcePathStyle: boolean;
}

export interface TestAws extends Aws {
  readonly origin: string;
  readonly trail: Trail;
  readonly clock: Clock;
  readonly client: ClientOptions;
  clientFor(keys: Keys): ClientOptions;
  close(): Promise<void>;
}

export interface StartAwsOptions {
  readonly services?: readonly ServiceFactory[];
  readonly clock?: Clock;
  readonly region?: string;
  readonly accountId?: string;
}

const machineClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

export async function startAws({ clock = machineClock, ...options }: StartAwsOptions = {}): Promise<TestAws> {
  let aws: Aws | undefined;
  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', async () => {
      if (aws === undefined) throw new Error('A request came before the local AWS was there.');
      const headers = new Headers();
      for (let index = 0; index < request.rawHeaders.length; index += 2) {
        headers.append(request.rawHeaders[index] ?? '', request.rawHeaders[index + 1] ?? '');
      }
      const method = request.method ?? 'GET';
      const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks);
      const url = `http://${request.headers.host}${request.url}`;
      const answer = await aws.fetch(new Request(url, { method, headers, body }), {
        remoteAddress: request.socket.remoteAddress ?? '127.0.0.1',
      });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const trail = createTrail();
  aws = createAws({ ...options, clock, trail, origin });

  const clientFor = (credentials: Keys): ClientOptions => ({
    endpoint: origin,
    region: options.region ?? 'us-east-1',
    credentials,
    maxAttempts: 1,
    forcePathStyle: true,
  });
  const { accessKeyId, secretAccessKey } = aws.administrator;
  return {
    ...aws,
    origin,
    trail,
    clock,
    client: clientFor({ accessKeyId, secretAccessKey }),
    clientFor,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export interface TestClock extends Clock {
  /** Moves time on and runs what has come due, in order. */
  advance(ms: number): void;
}

export function createTestClock(start = Date.UTC(2026, 10, 23)): TestClock {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly task: () => void }>();
  return {
    now: () => now,
    after(ms, task) {
      const timer = { at: now + ms, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const due = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        now = Math.max(now, due.at);
        due.task();
      }
      now = end;
    },
  };
}
