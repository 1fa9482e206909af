import { type LambdaRuntime, lambdaRuntimes, runtimesAsOf } from '../../schemas/lambda-runtimes.ts';
import type { Context } from '../context.ts';
import { type JsonObject, member, type Path, shown } from '../json.ts';
import { type KnownText, knownTexts } from '../known-texts.ts';
import { didYouMean, nearestOf } from '../nearest.ts';
import { fault, type Where } from '../schema/where.ts';

const page = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html';
const soon = 90 * 86_400_000;

let byName: ReadonlyMap<string, LambdaRuntime> | undefined;

/** Checks that functions can be created with their runtimes today, and warns of those that are at their end. */
export function checkRuntime(context: Context, properties: JsonObject, at: Path, where: Where): void {
  const value = member(properties, 'Runtime');
  if (value === undefined) return;
  byName ??= new Map(lambdaRuntimes.map((each) => [each.name, each]));
  for (const known of knownTexts(context, value, [...at, 'Runtime'], where.assumptions)) {
    const told: Where = { ...where, page, ...(known.origin === undefined ? {} : { origin: known.origin }) };
    const runtime = byName.get(known.text);
    if (runtime === undefined) unknown(context, known, told);
    else judge(context, runtime, known.at, told);
  }
}

function judge(context: Context, runtime: LambdaRuntime, at: Path, where: Where): void {
  const today = timeOf(context.today);
  const { name, deprecated, createBlocked, successor } = runtime;
  const from = where.origin === undefined ? '' : ` (${where.origin})`;
  const fix = successor === undefined ? 'Use a newer runtime.' : `Use ${successor}.`;
  if (isBy(createBlocked, today))
    fault(context, at, where, {
      id: 'RuntimeBlocked',
      message: `No function can be created with ${name} since ${createBlocked}${from}.`,
      cause: 'Lambda refuses the function.',
      fix,
    });
  else if (isBy(deprecated, today))
    fault(context, at, where, {
      id: 'RuntimeDeprecated',
      severity: 'warning',
      message: `${name} is deprecated since ${deprecated}${from}.`,
      cause: `It gets no security updates${createBlocked === undefined ? '' : `, and no function can be created with it from ${createBlocked}`}.`,
      fix,
    });
  else if (isBy(deprecated, today + soon))
    fault(context, at, where, {
      id: 'RuntimeDeprecated',
      severity: 'info',
      message: `${name} will be deprecated on ${deprecated}${from}.`,
      cause: 'From then on it gets no security updates.',
      fix,
    });
}

/** A broken clock stops no validation. */
const timeOf = (today: Date) => {
  const time = today.getTime();
  return Number.isNaN(time) ? Date.parse(runtimesAsOf) : time;
};

const isBy = (day: string | undefined, time: number) => day !== undefined && Date.parse(day) <= time;

function unknown(context: Context, { text, at }: KnownText, where: Where): void {
  const near = nearestOf(context, text, byName?.keys() ?? []);
  const newer = isNewer(text);
  fault(context, at, where, {
    id: 'ValueNotAllowed',
    severity: newer ? 'warning' : 'error',
    message: `${shown(text)} was no runtime of Lambda on ${runtimesAsOf}.${newer ? '' : didYouMean(near)}`,
    cause: newer ? 'If it is not there yet, Lambda refuses the function.' : 'Lambda refuses the function.',
    fix: `Use one of: ${lambdaRuntimes
      .filter(({ successor }) => successor === undefined)
      .map(({ name }) => name)
      .join(', ')}.`,
  });
}

/** Whether it reads like a later version of a kind that there is: the table may be older than it. */
function isNewer(text: string): boolean {
  const [, kind, version] = /^([a-z]+?)(\d[\d.]*)(?:\.x)?$/.exec(text) ?? [];
  if (kind === undefined || version === undefined) return text.startsWith('provided.al');
  const same = lambdaRuntimes
    .filter(({ name }) => name.startsWith(kind))
    .map(({ name }) => numberOf(name.slice(kind.length)));
  return same.length > 0 && numberOf(version) > Math.max(...same);
}

/** `3.14` is later than `3.9`. */
function numberOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map((each) => Number.parseInt(each, 10) || 0);
  return major * 1_000 + minor;
}
