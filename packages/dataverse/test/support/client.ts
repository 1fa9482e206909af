import { type ClientOptions, createClient } from '@wayleave/dataverse';
import { onTestFinished } from 'vitest';
import { type Handler, startServer } from './server.ts';
import { testTime } from './time.ts';

/** A client whose environment is a loopback server answering by `handler`. */
export async function clientTo(handler: Handler, options: Partial<ClientOptions> = {}) {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  return { server, ...testClient(server.url, options) };
}

/** A client of the environment at `url`, with a token at hand and a clock of its own. */
export function testClient(url: string, options: Partial<ClientOptions> = {}) {
  const time = testTime();
  const client = createClient({
    url,
    credential: { getToken: async () => ({ token: 'a-token', expiresOnTimestamp: time.now() + 3_600_000 }) },
    now: time.now,
    random: time.random,
    sleep: time.sleep,
    ...options,
  });
  return { client, time };
}

export const ID = '75df116d-d9da-e711-a94b-000d3a34ed47';
export const OTHER_ID = '278742b0-1e61-4fb5-84ef-c7de308c19e2';
