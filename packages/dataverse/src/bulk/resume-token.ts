import { badArgument } from '../errors/configuration-error.ts';
import { type IdSeed, isIdSeed } from './row-ids.ts';
import { type Range, Settled } from './settled.ts';

/** Where a job stands. */
export interface Standing {
  /** What the job does, where: a token of another job is refused. */
  readonly job: string;
  readonly ids: IdSeed;
  readonly settled: Settled;
}

const VERSION = 1;

export function writeToken({ job, ids, settled }: Standing): string {
  return JSON.stringify({ v: VERSION, job, ids, from: settled.from, above: settled.above });
}

/** Throws `ConfigurationError` for what is no token, or one of another job. */
export function readToken(token: string, job: string): Standing {
  const given = parse(token);
  const { from, above } = given;
  if (
    given['v'] !== VERSION ||
    typeof given['job'] !== 'string' ||
    !isIdSeed(given['ids']) ||
    !isIndex(from) ||
    !areRanges(above, from)
  ) {
    throw badArgument('resume is no token of bulk().');
  }
  if (given['job'] !== job) {
    throw badArgument(`resume is of another job: "${given['job']}", not "${job}".`);
  }
  return { job, ids: given['ids'], settled: new Settled(from, above) };
}

function parse(token: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(token)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** In order, none empty, none touching another. */
function areRanges(value: unknown, from: number): value is readonly Range[] {
  let last = from;
  return (
    Array.isArray(value) &&
    value.every((range: unknown) => {
      if (!Array.isArray(range) || range.length !== 2) return false;
      const [first, end] = range as unknown[];
      const isNext = isIndex(first) && isIndex(end) && first > last && end > first;
      last = Number(end);
      return isNext;
    })
  );
}
