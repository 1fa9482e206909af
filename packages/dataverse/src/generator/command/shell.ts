import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createClient } from '../../client.ts';
import { clientSecret } from '../../entra/client-secret.ts';
import type { Asker } from '../org/read-org.ts';

/** What the command may touch of the world. */
export interface Shell {
  readonly out: { write(text: string): unknown };
  readonly error: { write(text: string): unknown };
  readFile(path: string): Promise<string>;
  /** Makes the folders to it, too. */
  writeFile(path: string, text: string): Promise<void>;
  connect(login: Login): Asker;
}

export interface Login {
  readonly url: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authority?: string;
}

/** Files of this machine, and a client over the network. */
export function systemShell(streams: Pick<Shell, 'out' | 'error'>): Shell {
  return {
    ...streams,
    readFile: (path) => readFile(path, 'utf8'),
    async writeFile(path, text) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    },
    connect: ({ url, ...secret }) => createClient({ url, credential: clientSecret(secret) }),
  };
}
