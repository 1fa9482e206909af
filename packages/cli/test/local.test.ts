import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createProgram, type Surroundings } from 'wayleave';

interface Session {
  readonly surroundings: Surroundings;
  readonly printed: () => string;
  readonly complaints: () => string;
  readonly code: () => number | undefined;
  interrupt(): void;
  /** Resolves with the first line that is printed. */
  readonly firstLine: Promise<string>;
}

function session(): Session {
  let out = '';
  let complaints = '';
  let code: number | undefined;
  const interruption = deferred<void>();
  const line = deferred<string>();
  return {
    surroundings: {
      out: {
        write(text) {
          out += text;
          line.resolve(out.split('\n')[0] ?? '');
        },
      },
      error: {
        write(text) {
          complaints += text;
        },
      },
      interrupted: () => interruption.promise,
      exit(given) {
        code = given;
      },
    },
    printed: () => out,
    complaints: () => complaints,
    code: () => code,
    interrupt: () => interruption.resolve(),
    firstLine: line.promise,
  };
}

describe('wayleave local', () => {
  it('says where everything is, answers there, and is gone after Ctrl-C', async () => {
    const run = session();
    const program = await createProgram(run.surroundings, ['local']);
    const done = program.parseAsync(['local', '--port-base', '0', '--json'], {
      from: 'user',
    });
    const where = JSON.parse(await run.firstLine) as { aws: { url: string; accountId: string } };
    expect(where.aws.accountId).toBe('111122223333');
    const answer = await fetch(`${where.aws.url}/?Action=ListTopics&Version=2010-03-31`);
    expect(answer.status).toBe(403);
    run.interrupt();
    await done;
    await expect(fetch(where.aws.url)).rejects.toThrow();
    expect(run.code()).toBeUndefined();
  });

  it('names a port that is taken, and the way out', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen(0, '127.0.0.1', resolve);
    });
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const run = session();
    const program = await createProgram(run.surroundings, ['local']);
    await program.parseAsync(['local', '--port-base', String(port)], {
      from: 'user',
    });
    expect(run.code()).toBe(1);
    expect(run.complaints()).toContain(`127.0.0.1:${port}`);
    expect(run.complaints()).toContain('--port-base');
    taken.close();
  });

  it('refuses a port base that is none', async () => {
    const run = session();
    const program = await createProgram(run.surroundings);
    for (const command of [program, ...program.commands]) {
      command.exitOverride().configureOutput({ writeErr: (text) => run.surroundings.error.write(text) });
    }
    await expect(program.parseAsync(['local', '--port-base', '-1'], { from: 'user' })).rejects.toThrow();
    expect(run.complaints()).toContain('65533');
  });
});

/** `Promise.withResolvers` came with Node 22. */
function deferred<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let settle: ((value: T) => void) | undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: (value) => settle?.(value) };
}
