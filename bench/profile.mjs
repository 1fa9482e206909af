// `node bench/profile.mjs [--shape row] [--concurrency 1] [--requests 20000]`: where the client's CPU goes, by function.
// Judges nothing; for whoever works on a figure of the section cpu. Takes packages/dataverse/dist as it is.
import { Session } from 'node:inspector/promises';
import { parseArgs } from 'node:util';
import { connect } from './contestants/rows/wayleave.mjs';
import { start } from './support/remote.mjs';
import { asText, number } from './support/report.mjs';

const { values } = parseArgs({
  options: {
    shape: { type: 'string', default: 'row' },
    concurrency: { type: 'string', default: '1' },
    requests: { type: 'string', default: '20000' },
  },
});
const requests = Number(values.requests);
const IDLE = '(idle)';

const server = start(new URL('servers/dataverse.mjs', import.meta.url));
const session = new Session();
session.connect();
try {
  const reader = connect(await server.call('listen'));
  const ask = () =>
    values.shape === 'row' ? reader.row() : reader.page(values.shape, values.shape === 'annotateds');
  const askAll = async (/** @type {number} */ count) => {
    let left = count;
    const caller = async () => {
      for (; left > 0; left -= 1) await ask();
    };
    await Promise.all(Array.from({ length: Number(values.concurrency) }, caller));
  };
  await askAll(requests / 10);
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  await askAll(requests);
  const { profile } = await session.post('Profiler.stop');
  print(costs(profile));
} finally {
  session.disconnect();
  await server.stop();
}

/** Microseconds by function: its own, and with what it calls. @param {import('node:inspector').Profiler.Profile} profile */
function costs(profile) {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  /** @type {Map<string, { self: number, whole: number }>} */
  const byFunction = new Map();
  const costOf = (/** @type {string} */ name) => {
    const known = byFunction.get(name) ?? { self: 0, whole: 0 };
    byFunction.set(name, known);
    return known;
  };
  for (const [at, id] of (profile.samples ?? []).entries()) {
    const time = profile.timeDeltas?.[at] ?? 0;
    const own = nameOf(nodes.get(id));
    if (own === IDLE) continue;
    costOf(own).self += time;
    /** @type {Set<string>} */
    const seen = new Set();
    for (let node = id; nodes.has(node); node = parents.get(node) ?? -1) seen.add(nameOf(nodes.get(node)));
    for (const name of seen) costOf(name).whole += time;
  }
  return byFunction;
}

/** @param {import('node:inspector').Profiler.ProfileNode | undefined} node */
function nameOf(node) {
  if (node === undefined) return '';
  const { functionName, url, lineNumber } = node.callFrame;
  if (url === '') return functionName;
  const file = url.replace(/.*\/packages\/dataverse\/dist\//, 'dataverse/').replace(/.*\/bench\//, 'bench/');
  return `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`;
}

/** @param {ReturnType<typeof costs>} byFunction */
function print(byFunction) {
  const all = [...byFunction].map(([name, { self, whole }]) => ({
    name,
    self: self / requests,
    whole: whole / requests,
  }));
  const table = (
    /** @type {string} */ title,
    /** @type {typeof all} */ chosen,
    /** @type {'self' | 'whole'} */ by,
  ) => {
    const rows = [...chosen]
      .sort((a, b) => b[by] - a[by])
      .slice(0, 20)
      .map(({ name, self, whole }) => [name, number(self), number(whole)]);
    process.stdout.write(`\n${asText({ title, head: ['', 'self', 'with callees'], rows })}\n`);
  };
  const ours = all.filter(({ name }) => name.includes('dataverse/'));
  process.stdout.write(
    `${values.shape}, ${values.concurrency} at once: JavaScript and garbage collection, µs a request: `,
  );
  process.stdout.write(`${number(all.reduce((sum, { self }) => sum + self, 0))}, of ours `);
  process.stdout.write(`${number(ours.reduce((sum, { self }) => sum + self, 0))}\n`);
  table('Ours, by own time', ours, 'self');
  table('Ours, with what they call', ours, 'whole');
  table('All, by own time', all, 'self');
}
