import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNode } from './processes.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Where local clouds answer.
 *
 * @typedef {object} Whereabouts
 * @property {{ url: string, tenantId: string, administrator: { clientId: string, clientSecret: string } }} entra
 * @property {{ url: string }} graph
 * @property {{ url: string }} dataverse
 * @property {{ url: string, region: string, accountId: string, credentials: { accessKeyId: string, secretAccessKey: string } }} aws
 * @property {string} caFile
 */

/**
 * Clouds on which the whole road has been walked, as `npm run dev` leaves them.
 *
 * @typedef {Whereabouts & { topicArn: string, logGroupName: string, printed: string }} Road
 */

/** Starts both kinds of clouds as a user does, and one file with both certificate authorities. */
export async function startClouds() {
  /** @type {(() => Promise<unknown>)[]} */
  const stops = [];
  const stop = async () => {
    const ends = await Promise.allSettled(stops.splice(0).map((one) => one()));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  };
  try {
    // First the road: it builds what is not built.
    const road = await startNode(['tools/start.mjs', '--stay', '--port-base', '0'], {
      cwd: root,
      limitMs: 240_000,
      ready: readRoad,
    });
    stops.push(() => ended(road));
    const plain = await startPlain();
    stops.push(() => ended(plain));
    const directory = await mkdtemp(join(tmpdir(), 'wayleave-e2e-'));
    stops.push(() => rm(directory, { recursive: true, force: true }));
    const caFile = join(directory, 'both.pem');
    const authorities = await Promise.all([road, plain].map(({ found }) => readFile(found.caFile, 'utf8')));
    await writeFile(caFile, authorities.join('\n'));
    return { road: road.found, plain: plain.found, caFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `wayleave local` on free ports. */
export function startPlain() {
  return startNode(['packages/cli/dist/main.js', 'local', '--port-base', '0', '--json'], {
    cwd: root,
    limitMs: 60_000,
    ready: (stdout) => (stdout.endsWith('\n') ? /** @type {Whereabouts} */ (JSON.parse(stdout)) : undefined),
  });
}

/** @param {import('./processes.mjs').Running<unknown>} running */
async function ended({ stop }) {
  const { code, stderr } = await stop();
  if (code !== 0) throw new Error(`The clouds ended with ${code}, not 0:\n${stderr}`);
}

/**
 * Reads the commands that `npm run dev` prints, once they are all there.
 *
 * @param {string} stdout
 * @returns {Road | undefined}
 */
export function readRoad(stdout) {
  const [, printed] = stdout.split('The local clouds stay up. In another terminal:\n');
  if (!printed?.includes('Ctrl-C stops everything.')) return undefined;
  const read = (/** @type {RegExp} */ pattern) => {
    const value = pattern.exec(printed)?.[1];
    if (value === undefined) throw new Error(`The road prints nothing like ${pattern}:\n${printed}`);
    return value;
  };
  const entraUrl = read(/(https:\S+)\/[^/]+\/oauth2\/v2\.0\/token/);
  const topicArn = read(/--topic-arn (\S+)/);
  return {
    entra: {
      url: entraUrl,
      tenantId: read(/https:\S+\/([^/]+)\/oauth2\/v2\.0\/token/),
      administrator: { clientId: read(/client_id=(\S+)/), clientSecret: read(/client_secret=(\S+)/) },
    },
    graph: { url: entraUrl },
    dataverse: { url: read(/curl -i (https:\S+)\/api\/data\/v9\.2\/WhoAmI/) },
    aws: {
      url: read(/--endpoint-url (\S+)/),
      region: read(/AWS_DEFAULT_REGION=(\S+)/),
      accountId: topicArn.split(':')[4] ?? '',
      credentials: {
        accessKeyId: read(/AWS_ACCESS_KEY_ID=(\S+)/),
        secretAccessKey: read(/AWS_SECRET_ACCESS_KEY=(\S+)/),
      },
    },
    caFile: read(/--cacert (\S+)/),
    topicArn,
    logGroupName: read(/--log-group-name (\S+)/),
    printed,
  };
}
