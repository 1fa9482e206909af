import type { ClientOptions } from '@wayleave/dataverse';
import { onTestFinished } from 'vitest';
import {
  type Answer,
  type Arrived,
  type Handler,
  startServer,
} from '../../../../packages/dataverse/test/support/server.ts';
import { typedClient } from '../../src/client.ts';

export type { Answer, Arrived };

export const ID = '75df116d-d9da-e711-a94b-000d3a34ed47';
export const OTHER_ID = '278742b0-1e61-4fb5-84ef-c7de308c19e2';
export const NO_ID = '00000000-0000-0000-0000-000000000001';
export const credential = {
  getToken: async () => ({ token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 }),
};

/** A client with the guide's schema whose environment is a loopback server answering by `handler`. */
export async function scripted(handler: Handler, options: Partial<ClientOptions> = {}) {
  const server = await serve(handler);
  return { server, dataverse: typedClient({ url: server.url, credential, ...options }) };
}

export async function serve(handler: Handler) {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  return server;
}

/** What was asked for, below the Web API's root, decoded: `GET accounts?$select=name`. */
export function asked({ requests }: { readonly requests: readonly Arrived[] }): readonly string[] {
  return requests.map(({ method, path }) => `${method} ${decoded(path)}`);
}

function decoded(path: string): string {
  return decodeURIComponent(path.replaceAll('+', '%20')).replace('/api/data/v9.2/', '');
}
