import { expect, it } from 'vitest';
import { createProgram } from 'wayleave';

const surroundings = {
  out: { write: () => {} },
  error: { write: () => {} },
  interrupted: () => new Promise<void>(() => {}),
  exit: () => {},
};

it('lists commands that are not loaded as they list themselves', async () => {
  const whole = await createProgram(surroundings);
  for (const words of [[], ['prove'], ['help', 'deploy'], ['local', '--json']]) {
    const program = await createProgram(surroundings, words);
    expect(program.helpInformation()).toBe(whole.helpInformation());
  }
});

it('loads what is called, and what help is asked for', async () => {
  const program = await createProgram(surroundings, ['help', 'prove']);
  const options = (name: string) =>
    program.commands.find((command) => command.name() === name)?.options.map(({ long }) => long);
  expect(options('prove')).toContain('--sarif');
  expect(options('deploy')).toEqual(['--any']);
});
