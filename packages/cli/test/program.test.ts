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

it.each([
  [['prov'], "unknown command 'prov'"],
  [['deploy', 't.yaml'], "required option '--stack <name>'"],
  [['drift', '--stack', 's', '--nope'], "unknown option '--nope'"],
  [['local', '--port-base', 'x'], 'A port base is a whole number'],
  [['cfn', 'valdate'], "unknown command 'valdate'"],
])('ends with 2 for a wrong call: %j', async (words, complaint) => {
  const program = await createProgram(surroundings, words);
  let told = '';
  const listen = (command: typeof program): void => {
    command.configureOutput({ writeErr: (text) => (told += text) });
    command.commands.forEach(listen);
  };
  listen(program);
  await expect(program.parseAsync(words, { from: 'user' })).rejects.toMatchObject({ exitCode: 2 });
  expect(told).toContain(complaint);
});

it('shows only defaults that say something, and fits 80 columns', async () => {
  const whole = await createProgram(surroundings);
  for (const command of [whole, ...whole.commands, ...whole.commands.flatMap((each) => each.commands)]) {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: () => 80 });
    command.outputHelp();
    expect(help).not.toMatch(/default: (?:false|\[\])/);
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
  }
});
