import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Local, startLocal } from '@wayleave/local';
import { Command } from 'commander';
import { deployCommand } from '../../../src/commands/deploy.ts';
import { deleteCommand, driftCommand, followCommand } from '../../../src/commands/deploy-stacks.ts';
import { connectAws } from '../../../src/deploy/aws/connect.ts';
import type { Cloud } from '../../../src/deploy/cloud.ts';
import { Interrupted } from '../../../src/deploy/error.ts';
import { loadTemplate } from '../../../src/deploy/load-template.ts';
import type { Shell } from '../../../src/deploy/shell.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** What a run does at certain moments. */
export interface RunOptions {
  /** Answers questions in turn; without them there is no terminal. */
  readonly answers?: readonly (boolean | undefined)[];
  readonly check?: Shell['check'];
  /** Stands in front of AWS. */
  readonly around?: (cloud: Cloud, run: { press(): void }) => Cloud;
  /** Called before each wait. */
  readonly onSleep?: (run: { press(): void }) => void | Promise<void>;
}

export interface Where {
  readonly url: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  settled(): Promise<void>;
}

/** Runs the commands in process against a local AWS, with time that passes at once. */
export function commandsOn(where: Where) {
  let tokens = 0;
  return async (args: readonly string[], options: RunOptions = {}): Promise<Ran> => {
    let out = '';
    let error = '';
    let code = 0;
    const presses: (() => void)[] = [];
    let pressed = 0;
    const run = {
      press() {
        pressed += 1;
        presses.shift()?.();
      },
    };
    const answers = [...(options.answers ?? [])];
    let heard = 0;
    const shell: Shell = {
      out: { write: (text) => (out += text) },
      error: { write: (text) => (error += text) },
      interrupted: () =>
        new Promise((resolve) => {
          heard += 1;
          if (heard <= pressed) resolve();
          else presses.push(resolve);
        }),
      exit: (given) => (code = given),
      terminal: {
        interactive: options.answers !== undefined,
        colour: false,
        columns: () => 100,
        rows: () => 40,
        async confirm(question) {
          out += `? ${question}\n`;
          if (answers.length === 0) throw new Error(`Nobody expects the question ${question}`);
          return answers.shift();
        },
      },
      clock: {
        now: () => Date.now(),
        random: () => 0.5,
        async sleep(_ms, signal) {
          if (signal.aborted) throw new Interrupted('Interrupted.');
          await options.onSleep?.(run);
          await where.settled();
          if (signal.aborted) throw new Interrupted('Interrupted.');
        },
      },
      environment: {},
      async connect(given) {
        const { region, credentials, url: endpoint } = where;
        const cloud = await connectAws({ region, credentials, endpoint, ...given, environment: {} });
        return options.around?.(cloud, run) ?? cloud;
      },
      load: loadTemplate,
      check: options.check ?? (async () => ({ findings: [], hops: [] })),
      readFile: async () => '{}',
      token: () => {
        tokens += 1;
        return `token-${tokens}`;
      },
    };
    const program = new Command('wayleave').exitOverride();
    for (const make of [deployCommand, driftCommand, followCommand, deleteCommand]) {
      const command = make(shell, shell);
      program.addCommand(
        command.exitOverride().configureOutput({ writeErr: (text) => shell.error.write(text) }),
      );
    }
    await program.parseAsync([...args], { from: 'user' });
    return { code, out, error };
  };
}

export interface Workbench {
  readonly local: Local;
  readonly directory: string;
  readonly run: ReturnType<typeof commandsOn>;
  /** Writes a template to a file of its own and answers the path. */
  template(name: string, json: object | string): Promise<string>;
  close(): Promise<void>;
}

export async function openWorkbench(): Promise<Workbench> {
  const local = await startLocal();
  const directory = await mkdtemp(join(tmpdir(), 'wayleave-deploy-test-'));
  const { url, region, credentials } = local.aws;
  return {
    local,
    directory,
    run: commandsOn({ url, region, credentials, settled: local.settled }),
    async template(name, json) {
      const path = join(directory, name);
      await writeFile(path, typeof json === 'string' ? json : JSON.stringify(json, null, 2));
      return path;
    },
    async close() {
      await local.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
