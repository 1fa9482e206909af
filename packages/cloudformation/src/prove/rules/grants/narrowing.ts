import type { ConditionBlock, OneOrMany } from '@wayleave/iam';

/** Keys that say on whose behalf a service acts, in lower case. */
const SOURCES: ReadonlySet<string> = new Set([
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:principalorgid',
  'aws:principalaccount',
  'kms:calleraccount',
  'kms:viaservice',
  'lambda:eventsourcetoken',
]);

/** Keys that say who asks, or by which way. */
const ASKERS: ReadonlySet<string> = new Set([
  'aws:sourcevpcarn',
  'aws:vpcsourceip',
  'aws:principalorgpaths',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:userid',
  'aws:username',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  'sns:protocol',
  'sns:endpoint',
  'sts:externalid',
]);

/** What an identity provider says of the bearer of a token, after the provider's name. */
const CLAIMS: ReadonlySet<string> = new Set([
  'actor',
  'actor_id',
  'amr',
  'app_id',
  'aud',
  'azp',
  'enterprise_id',
  'job_workflow_ref',
  'oaud',
  'repository',
  'repository_id',
  'sub',
  'user_id',
]);

/** Audiences that all tokens for AWS have, whoever bears them. */
const OF_ALL: ReadonlySet<string> = new Set(['sts.amazonaws.com', 'sts.amazonaws.com.cn']);

/** Operators that hold for those values only, in lower case. */
const POSITIVE: ReadonlySet<string> = new Set([
  'stringequals',
  'stringlike',
  'stringequalsignorecase',
  'arnequals',
  'arnlike',
  'ipaddress',
  'bool',
]);

/** Whether a condition keeps strangers out: it compares who asks, or for whom, with what not everybody is. */
export function narrows(condition: ConditionBlock | undefined): boolean {
  return holds(
    condition,
    (key) =>
      isSource(key) ||
      ASKERS.has(key) ||
      isClaim(key) ||
      key.startsWith('aws:principaltag/') ||
      key.startsWith('aws:calledvia'),
  );
}

/** Whether a condition says on whose behalf a service acts. */
export function namesSource(condition: ConditionBlock | undefined): boolean {
  return holds(condition, isSource);
}

/** Whether a condition says whose token it has to be. */
export function namesBearer(condition: ConditionBlock | undefined): boolean {
  return holds(condition, isClaim);
}

/** The values that a condition compares a key with, over all operators. */
export function comparedWith(condition: ConditionBlock | undefined, key: string): readonly string[] {
  return Object.values(condition ?? {}).flatMap((block) =>
    Object.entries(block).flatMap(([name, values]) =>
      name.toLowerCase() === key ? listed(values).map(String) : [],
    ),
  );
}

function isSource(key: string): boolean {
  return SOURCES.has(key) || key.startsWith('kms:encryptioncontext');
}

function isClaim(key: string): boolean {
  return CLAIMS.has(key.slice(key.lastIndexOf(':') + 1));
}

function holds(condition: ConditionBlock | undefined, isMeant: (key: string) => boolean): boolean {
  for (const [operator, block] of Object.entries(condition ?? {})) {
    if (!POSITIVE.has(operator.toLowerCase().replace('foranyvalue:', ''))) continue;
    for (const [key, values] of Object.entries(block)) {
      const lower = key.toLowerCase();
      if (isMeant(lower) && listed(values).every((value) => isNarrow(lower, String(value)))) return true;
    }
  }
  return false;
}

/** A pattern that any account has something for is as good as none. */
function isNarrow(key: string, value: string): boolean {
  if (isStars(value) || (key.endsWith(':aud') && OF_ALL.has(value))) return false;
  if (key === 'aws:principalisawsservice') return value.toLowerCase() === 'true';
  if (key.endsWith('sourceip')) return isNarrowRange(value);
  if (!value.includes('*') && !value.includes('?')) return true;
  // `o-*` and `1*` say next to nothing.
  if (value.replace(/[^\p{L}\p{N}]/gu, '').length < 4) return false;
  if (!/(?:source|principal)arn$/.test(key)) return true;
  // Of an ARN it is the account that nobody else has.
  const [first = '', , service = '', , account = '', ...rest] = value.split(':');
  if (first !== 'arn') return false;
  // The ARN of a bucket has no account; its name is nobody else's.
  return service === 's3' ? !isStars(rest.join('')) : !isStars(account);
}

/** Ranges of addresses as wide as a tenth of all there are keep nobody out. */
function isNarrowRange(range: string): boolean {
  const [address = '', prefix] = range.split('/');
  return prefix === undefined || Number(prefix) >= (address.includes(':') ? 16 : 4);
}

/** Whether there is nothing in a pattern but wildcards. */
function isStars(pattern: string): boolean {
  for (const each of pattern) if (each !== '*' && each !== '?' && each !== '/') return false;
  return true;
}

function listed<T>(values: OneOrMany<T>): readonly T[] {
  // Array.isArray does not narrow readonly arrays of a type parameter.
  return Array.isArray(values) ? (values as readonly T[]) : [values as T];
}
