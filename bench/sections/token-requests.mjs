// How often Entra is asked when a thousand callers want the same token at once.
import { setTimeout as pause } from 'node:timers/promises';
import { start } from '../support/remote.mjs';
import { atMost, number } from '../support/report.mjs';
import { startEntra } from '../support/start-entra.mjs';

const CONTESTANTS = ['wayleave', 'azure-identity-provider', 'azure-identity', 'msal-node'];
const LONG = 3599;
const DELAY_MS = 200;
/** Longer than the short lives below; MSAL counts whole seconds. */
const WAIT_MS = 3200;

/** What the first token is given, before the burst; none is asked for when cold. */
const CASES = [
  { name: 'cold', first: undefined },
  { name: 'expired', first: { expiresIn: 2, refreshIn: 0, delayMs: 0 } },
  { name: 'past refresh_in', first: { expiresIn: LONG, refreshIn: 1, delayMs: 0 } },
];

/** @type {import('../support/report.mjs').Section} */
export const section = {
  about: 'token requests that 1,000 callers at once make',
  async run({ quick, say }) {
    const callers = quick ? 200 : 1000;
    const entra = await startEntra();
    try {
      const figures = [];
      for (const name of CONTESTANTS) {
        say(`${name}, ${callers} callers`);
        figures.push({ name, cases: await measureContestant(name, callers, entra) });
      }
      const bars = (figures[0]?.cases ?? []).map((one) =>
        atMost(`token-requests: ${callers} callers, ${one.name}`, one.requests, 1, 'request'),
      );
      return { tables: [table(figures, callers)], figures, bars };
    } finally {
      await entra.stop();
    }
  },
};

/** @param {string} name @param {number} callers @param {Awaited<ReturnType<typeof startEntra>>} entra */
async function measureContestant(name, callers, { server, where, env }) {
  const cases = [];
  for (const [number_, one] of CASES.entries()) {
    const script = new URL('../contestants/tokens/main.mjs', import.meta.url);
    const child = start(script, { args: [name], env });
    try {
      await child.call('connect', where);
      if (one.first !== undefined) {
        await server.call('give', one.first);
        await child.call('hit', number_, 1);
        await pause(WAIT_MS);
      }
      await server.call('give', { expiresIn: LONG, refreshIn: 0, delayMs: DELAY_MS });
      await server.call('counts');
      const waited = await child.call('burst', number_, callers);
      await pause(3 * DELAY_MS); // for what goes on in the background
      const { token, metadata } = await server.call('counts');
      cases.push({ name: one.name, requests: token, metadataRequests: metadata, waitedMs: waited });
    } finally {
      await child.stop();
    }
  }
  return cases;
}

/** @param {readonly { name: string, cases: readonly { requests: number, metadataRequests: number, waitedMs: number }[] }[]} figures @param {number} callers */
function table(figures, callers) {
  return {
    title: `Token requests of ${callers} callers at once (+ metadata requests), and until the last had its token; the server takes ${DELAY_MS} ms`,
    head: ['', ...CASES.map(({ name }) => name)],
    rows: figures.map(({ name, cases }) => [
      name,
      ...cases.map(
        ({ requests, metadataRequests, waitedMs }) =>
          `${requests}${metadataRequests === 0 ? '' : ` (+${metadataRequests})`}, ${number(waitedMs)} ms`,
      ),
    ]),
  };
}
