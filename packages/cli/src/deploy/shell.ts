import type { Surroundings } from '../surroundings.ts';
import { type ConnectOptions, connectAws } from './aws/connect.ts';
import { type Checked, type CheckOptions, checkTemplate } from './checks.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Cloud } from './cloud.ts';
import { loadTemplate } from './load-template.ts';
import type { LoadedTemplate } from './template.ts';

/** The terminal, as far as there is one. */
export interface Terminal {
  /** Whether a person is there who can be asked, and lines can be drawn over. */
  readonly interactive: boolean;
  readonly colour: boolean;
  columns(): number;
  rows(): number;
  /** Undefined where the question was left with Ctrl-C. */
  confirm(question: string): Promise<boolean | undefined>;
}

/** What deployments touch of the world, all of it replaceable. */
export interface Shell extends Surroundings {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  connect(options: Omit<ConnectOptions, 'environment'>): Promise<Cloud>;
  load(path: string, options: { readonly export?: string }): Promise<LoadedTemplate>;
  check(template: LoadedTemplate, options: CheckOptions): Promise<Checked>;
  readFile(path: string): Promise<string>;
  /** A value that no other has. */
  token(): string;
}

/** The process's own world around a command's surroundings. */
export function systemShell(surroundings: Surroundings): Shell {
  const { stdin, stderr, env } = process;
  const interactive = stdin.isTTY && process.stdout.isTTY;
  return {
    ...surroundings,
    environment: env,
    clock: systemClock,
    terminal: {
      interactive,
      colour: process.stdout.isTTY && (env['NO_COLOR'] ?? '') === '',
      // Terminals of scripts have a size of 0.
      columns: () => process.stdout.columns || stderr.columns || 100,
      rows: () => process.stdout.rows || stderr.rows || 40,
      async confirm(message) {
        const { confirm, isCancel } = await import('@clack/prompts');
        const answer = await confirm({ message, initialValue: false });
        return isCancel(answer) ? undefined : answer;
      },
    },
    connect(options) {
      // The SDK's notice about the version of Node.js would be written into the table.
      env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
      return connectAws({ ...options, environment: env });
    },
    load: loadTemplate,
    check: checkTemplate,
    async readFile(path) {
      const { readFile } = await import('node:fs/promises');
      return readFile(path, 'utf8');
    },
    token: () => crypto.randomUUID(),
  };
}
