import {
  BulkError,
  type Client,
  ConfigurationError,
  createClient,
  DataverseError,
  FileError,
  ForeignOriginError,
  nodeTransport,
  PartialFailureError,
  type Transport,
  TransportError,
  UserLookupError,
} from '@wayleave/dataverse';
import { fetchTransport } from '@wayleave/dataverse/fetch';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RawAnswer, rawAnswers } from './answers.ts';
import { type Call, calls } from './calls.ts';
import { type RawService, rawService } from './raw-service.ts';

const SEED = Number(process.env['WAYLEAVE_FUZZ_SEED'] ?? 20_261_123);
const TOKEN = 'a-secret-token';
/** What a call may take: its deadlines, a few tries, and a machine that is busy. */
const HUNG_MS = 6000;

const TYPED = [
  DataverseError,
  TransportError,
  ForeignOriginError,
  ConfigurationError,
  UserLookupError,
  FileError,
  PartialFailureError,
  BulkError,
];

/** All that an answer may bring about. */
const CODES: ReadonlySet<string> = new Set([
  'ERR_DATAVERSE_RESPONSE',
  'ERR_DATAVERSE_ORIGIN',
  'ERR_DATAVERSE_ARGUMENT', // a link that is no URL; a table that, by the answer, is not there
  'ERR_DATAVERSE_USER_NOT_FOUND',
  'ERR_DATAVERSE_USER_AMBIGUOUS',
  'ERR_DATAVERSE_PARTIAL',
  'ERR_DATAVERSE_BULK',
  'ERR_DATAVERSE_FILE_INTERRUPTED',
  'ERR_DATAVERSE_FILE_EMPTY',
  'ERR_DATAVERSE_FILE_CHANGED',
  'ERR_DATAVERSE_FILE_RANGE',
  'ERR_TRANSPORT_TIMEOUT',
  'ERR_TRANSPORT_NETWORK',
  'ERR_TRANSPORT_ENCODING',
  'ERR_TRANSPORT_TOO_LARGE',
]);

let service: RawService;
let foreign: RawService;
const unhandled: unknown[] = [];
/** How often each call came to a value, and to each code. */
const outcomes = new Map<string, Map<string, number>>();

function note(name: string, outcome: string): void {
  const counts = outcomes.get(name) ?? new Map<string, number>();
  outcomes.set(name, counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
}
const onUnhandled = (reason: unknown) => void unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', onUnhandled);
  [service, foreign] = [await rawService(), await rawService()];
});
afterAll(async () => {
  process.off('unhandledRejection', onUnhandled);
  await Promise.all([service.close(), foreign.close()]);
});

function clientOf(name: string, transport: Transport): Client {
  return createClient({
    url: service.url,
    credential: { getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    transport,
    userAgent: name,
    retry: { attempts: 2 },
    sleep: async () => {},
  }).with({ timeoutMs: 200 });
}

/** What is wrong with how the call came out, or nothing. */
async function complaint(name: string, { run, isRight }: Call, transport: Transport): Promise<string[]> {
  const work = run(clientOf(name, transport)).then(
    (value) => {
      note(name, 'value');
      return isRight && !isRight(value) ? [`${name} gave ${JSON.stringify(value)}`] : [];
    },
    (error: unknown) => {
      const isTyped = TYPED.some((type) => error instanceof type);
      if (!isTyped) return [`${name} rejected with ${error instanceof Error ? error.stack : String(error)}`];
      const { message, stack, code } = error as Error & { readonly code: string };
      note(name, code);
      if (!CODES.has(code)) return [`${name} rejected with the code ${code}`];
      return `${message}${stack}${JSON.stringify(error)}`.includes(TOKEN) ? [`${name} shows the token`] : [];
    },
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hung = new Promise<string[]>((resolve) => {
    timer = setTimeout(() => resolve([`${name} hangs`]), HUNG_MS);
  });
  try {
    return await Promise.race([work, hung]);
  } finally {
    clearTimeout(timer);
  }
}

/** All calls at once, each answered by the same answers. */
async function complaints(answers: readonly RawAnswer[], transport: Transport): Promise<string[]> {
  service.answer(answers);
  const all = await Promise.all(
    Object.entries(calls).map(([name, call]) => complaint(name, call, transport)),
  );
  await new Promise<void>((resolve) => setImmediate(resolve)); // unhandled rejections are told then
  return [
    ...all.flat(),
    ...unhandled.splice(0).map((reason) => `unhandled: ${String(reason)}`),
    ...(foreign.count === 0 ? [] : [`${foreign.count} requests went to the foreign server`]),
  ];
}

async function survives(transport: Transport, numRuns: number): Promise<void> {
  // Of several answers, the later ones are those to repeated requests and to further pages.
  const answers = fc.array(rawAnswers(service.url, foreign.url), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(answers, async (given) => {
      const found = await complaints(given, transport);
      if (found.length === 0) return;
      throw new Error(
        `${found.join('\n')}\nanswered by:\n${given.map(({ bytes }) => bytes.toString('latin1').slice(0, 600)).join('\n---\n')}`,
      );
    }),
    { seed: SEED, numRuns, endOnFailure: true },
  );
}

describe('whatever is answered, each call gives a value or a typed error, in time, to nobody else', () => {
  it('by nodeTransport', async () => {
    const transport = nodeTransport({ maxResponseBytes: 100_000 });
    await survives(transport, 110);
    transport.close();
  });
  it('by nodeTransport with compression', async () => {
    const transport = nodeTransport({ maxResponseBytes: 100_000, compression: true });
    await survives(transport, 50);
    transport.close();
  });
  it('of which there were all kinds', () => {
    // Several right answers in a row, as these need them, are too rare.
    const names = Object.keys(calls).filter((name) => !/uploadInChunks|createMultiple/.test(name));
    const never = (outcome: string) => names.filter((name) => !outcomes.get(name)?.has(outcome));
    expect(never('value')).toEqual([]);
    expect(never('ERR_DATAVERSE_RESPONSE')).toEqual([]);
  });
  it('by fetch', async () => {
    await survives(fetchTransport({ maxResponseBytes: 100_000 }), 50);
  });
});
