// `npm run bench [-- --only <section> --quick --json]`: measures, prints ratios against the bars, ends by itself.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { machine } from './support/machine.mjs';
import { asText, barAsText } from './support/report.mjs';

const SECTIONS = [
  'cpu',
  'cached-token',
  'token-requests',
  'bundle',
  'import',
  'memory-rows',
  'memory-file',
  'cloudformation',
];

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** @returns {Promise<{ name: string, section: import('./support/report.mjs').Section }[]>} */
async function chosen() {
  const names = values.only ?? SECTIONS;
  const unknown = names.filter((name) => !SECTIONS.includes(name));
  if (unknown.length > 0) throw new Error(`--only ${unknown.join(', ')}: there are ${SECTIONS.join(', ')}.`);
  return Promise.all(
    names.map(async (name) => ({ name, section: (await import(`./sections/${name}.mjs`)).section })),
  );
}

async function help() {
  const lines = await Promise.all(
    SECTIONS.map(async (name) => {
      const { section } = await import(`./sections/${name}.mjs`);
      return `  ${name.padEnd(16)}${section.about}`;
    }),
  );
  return `npm run bench -- [options]

  --only <name>   this section alone; may be given again
  --quick         fewer rounds, smaller files: to see that it runs, not to judge by
  --json          one JSON document on stdout
  --no-build      measures the packages as they were last built
  --help

Sections:
${lines.join('\n')}

Exit code 1 when a bar is missed. Everything listens on 127.0.0.1 and ends with the run.`;
}

/** @param {{ section: import('./support/report.mjs').Section }[]} sections */
async function build(sections) {
  const all = sections.some(({ section }) => section.needs === 'all packages');
  const [command, ...args] = all
    ? ['npm', 'run', '--silent', 'build']
    : [process.execPath, 'node_modules/typescript/bin/tsc', '-b', 'packages/dataverse'];
  const what = all ? 'all packages: npm run build' : 'packages/dataverse: tsc -b packages/dataverse';
  say(`Building ${what}`);
  const root = fileURLToPath(new URL('..', import.meta.url));
  try {
    await promisify(execFile)(command ?? '', args, { cwd: root });
  } catch (error) {
    const { stdout = '', message } = /** @type {{ stdout?: string, message: string }} */ (error);
    throw new Error(`It does not build (${what}); nothing was measured.\n${stdout || message}`, {
      cause: error,
    });
  }
}

/** Progress goes to stderr, so that stdout has the result alone. @param {string} text */
function say(text) {
  process.stderr.write(`${text}\n`);
}

async function main() {
  if (values.help) {
    process.stdout.write(`${await help()}\n`);
    return;
  }
  const sections = await chosen();
  if (!values['no-build']) await build(sections);
  const before = machine();
  if (!values.json) {
    const { node, cores, cpu, load } = before;
    process.stdout.write(
      `Node ${node}, ${cores} cores (${cpu}), load ${load.join(' ')}${values.quick ? '; QUICK: few rounds' : ''}\n`,
    );
  }
  const results = [];
  for (const { name, section } of sections) {
    say(`\n${name} …`);
    const report = await section.run({ quick: values.quick, say: (text) => say(`  ${text}`) });
    const { load } = machine();
    results.push({ name, load, ...report });
    if (!values.json) {
      for (const table of report.tables) process.stdout.write(`\n${asText(table)}\n`);
      process.stdout.write(
        `\n${[...report.bars.map(barAsText), ...(report.notes ?? [])].join('\n')}\n(load ${load.join(' ')})\n`,
      );
    }
  }
  const missed = results.flatMap(({ bars }) => bars.filter(({ met }) => !met));
  if (values.json) {
    const document = {
      ...before,
      quick: values.quick,
      sections: results.map(({ name, load, figures, bars, notes }) => ({ name, load, figures, bars, notes })),
      missed: missed.map(({ what }) => what),
    };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    const count = results.reduce((sum, { bars }) => sum + bars.length, 0);
    const verdict =
      missed.length === 0 ? `All ${count} bars are met.` : `${missed.length} of ${count} bars are missed:`;
    process.stdout.write(`\n${[verdict, ...missed.map(barAsText)].join('\n')}\n`);
  }
  if (missed.length > 0) process.exitCode = 1;
}

// What was started ends with this process, and what was written goes when it exits.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

try {
  await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
