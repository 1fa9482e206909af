import { fileURLToPath } from 'node:url';
import {
  type Local,
  type LocalPorts,
  PortInUseError,
  parsePortBase,
  portsFrom,
  wellKnownPorts,
} from '@wayleave/local';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Break, breaks, findBreak } from './breaks.ts';
import { exitCode } from './exit-code.ts';
import { createProgress } from './progress.ts';
import { commandsText } from './report/commands.ts';
import { roadJson } from './report/json.ts';
import { colourPaint, plainPaint, refusalText, roadText } from './report/text.ts';
import { runRoad } from './run-road.ts';
import { startClouds } from './stages/clouds.ts';

interface Flags {
  readonly json?: true;
  readonly break?: Break | 'list';
  readonly stay?: true;
  readonly portBase?: number;
}

const command = new Command('npm start --')
  .description(
    'Sends one video from SNS through Lambda into Dataverse on local clouds, and shows what authorised each hop.',
  )
  .addOption(new Option('--json', 'print one JSON document on stdout, progress on stderr').conflicts('stay'))
  .option('--break <hop>', 'leave one piece of authorisation out; "list" lists them', parseBreak)
  .option('--stay', 'keep the clouds up for other clients (npm run dev)')
  .option('--port-base <n>', 'first of three ports; 0 for free ones', parsePort)
  .addHelpText(
    'after',
    `
Examples:
  npm start                                 the whole road
  npm start -- --json > road.json           for machines
  npm start -- --break lambda-permission    what AWS says without it
  npm run dev -- --port-base 9000           stay up on ports 9000 to 9002

Exit codes: 0 the record is there; 2 a cloud refused; 1 anything else.`,
  )
  .parse();

/** What shells report of a program that Ctrl-C ended. */
const interruptedCode = 130;

const code = await main(command.opts<Flags>());
process.exitCode = code;
// A road that was left half way has requests under way that nobody waits for any more.
if (code === interruptedCode) process.exit();

async function main({ json, break: broken, stay, portBase }: Flags): Promise<number> {
  if (broken === 'list') {
    for (const { id, leavesOut } of breaks) process.stdout.write(`${id.padEnd(26)}leaves out ${leavesOut}\n`);
    return 0;
  }
  const output = json === true ? process.stderr : process.stdout;
  const paint = output.isTTY && process.env['NO_COLOR'] === undefined ? colourPaint : plainPaint;
  const progress = createProgress(output);
  const ports = choosePorts(stay === true, portBase);
  const interrupted = untilInterrupted(); // from here on, so that whatever has started is stopped
  let local: Local;
  try {
    local = await progress.stage('start', 'Start local Entra, Graph, Dataverse and AWS', () =>
      startClouds(ports),
    );
  } catch (error) {
    if (!(error instanceof PortInUseError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  try {
    const exampleRoot = new URL(import.meta.url.includes('/dist/') ? '../../' : '../', import.meta.url);
    const result = await Promise.race([
      runRoad({ local, exampleRoot, progress, broken }),
      interrupted.then(() => undefined),
    ]);
    if (result === undefined) return interruptedCode;
    const code = exitCode(result);
    if (json === true) {
      const memory = { rssBytes: process.memoryUsage().rss };
      process.stdout.write(
        `${JSON.stringify(roadJson(result, progress.timings, broken, memory), null, 2)}\n`,
      );
    } else {
      output.write(roadText(result, paint));
      if (code !== 0) output.write(refusalText(result, broken, paint));
    }
    if (stay === true) {
      output.write(commandsText(local, result, fileURLToPath(new URL('clip/clip.mp4', exampleRoot))));
      await interrupted;
      output.write('\nStopping.\n');
    }
    return code;
  } finally {
    await local.stop();
  }
}

/** `npm start` takes free ports, so that it never meets another; `npm run dev` the well-known ones. */
function choosePorts(stay: boolean, base: number | undefined): LocalPorts {
  if (base !== undefined) return portsFrom(base);
  return stay ? wellKnownPorts : portsFrom(0);
}

/**
 * The first Ctrl-C stops in order; a second one ends the process at once. So do a closed terminal and a parent
 * that is gone: npm's shell does not pass a signal on, and nothing shall stay behind on the ports.
 */
function untilInterrupted(): Promise<void> {
  const parent = process.ppid;
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    const watch = setInterval(() => {
      if (process.ppid !== parent) resolve();
    }, 1000);
    watch.unref();
  });
}

function parseBreak(id: string): Break | 'list' {
  if (id === 'list') return 'list';
  const found = findBreak(id);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(
    `There is no such hop to break. Choose one of: ${breaks.map((one) => one.id).join(', ')}; or list.`,
  );
}

function parsePort(text: string): number {
  const base = parsePortBase(text);
  if (base !== undefined) return base;
  throw new InvalidArgumentError('A port base is a whole number from 0 to 65533.');
}
