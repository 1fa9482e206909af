import { smallestStatement } from '@wayleave/iam';
import type { PatchOperation } from '../../../finding.ts';
import { writtenArn } from '../../hops/written.ts';
import { at, list, texts } from '../../model/json.ts';
import type { WorldResource } from '../../model/world.ts';
import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';
import { isOnlyFor } from './need-of-logs.ts';
import { elements } from './wildcards.ts';
import { writtenStatement } from './written-place.ts';

/** Services that do with a role what their resource says, and nothing else; with the properties that make it more. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  'scheduler.amazonaws.com': ['KmsKeyArn'],
  'pipes.amazonaws.com': ['KmsKeyIdentifier', 'LogConfiguration'],
};

/**
 * The smallest statements for a role that services use, whose whole use can be seen: it runs no code. Undefined where
 * somebody else may use it, where a hop of it is open, or where naming what it uses would make a circle.
 */
export function narrowedToUse(audit: Audit, grant: Grant): readonly PatchOperation[] | undefined {
  const { world } = audit;
  const { path, statement } = grant;
  const [role] = grant.holders;
  if (role === undefined || grant.holders.length > 1 || world.open !== undefined) return undefined;
  if (statement.Condition !== undefined || !isUsedAsSeen(audit, role)) return undefined;
  if (grant.at !== role && !isOnlyFor(grant.at, role, world)) return undefined;
  const written = writtenStatement(grant.at, path);
  const covered = audit.asked().coveredBy(grant);
  if (written === undefined || covered.length === 0) return undefined;
  const found = smallestStatement(
    covered.map(({ request }) => request),
    { kind: 'identity' },
  ).map(({ Action, Resource }) => ({ Action, Resource: resources(audit, grant, elements(Resource)) }));
  if (found.some(({ Resource }) => Resource === undefined)) return undefined;
  const { Sid } = written;
  const values = found.map((each, index) => ({
    ...(index === 0 && Sid !== undefined && { Sid }),
    Effect: 'Allow',
    ...each,
  }));
  const [first, ...others] = values;
  const index = path.at(-1);
  if (others.length > 0 && typeof index !== 'number') return undefined;
  return [
    { op: 'replace', path, value: first },
    ...others.map(
      (value, after): PatchOperation => ({
        op: 'add',
        path: [...path.slice(0, -1), Number(index) + 1 + after],
        value,
      }),
    ),
  ];
}

/** Whether services of that kind alone may assume a role, and every hop that does is decided. */
function isUsedAsSeen({ hops }: Audit, role: WorldResource): boolean {
  const trusted = list(at(role.properties, 'AssumeRolePolicyDocument', 'Statement')).flatMap((statement) =>
    at(statement, 'Principal', 'AWS') === undefined ? texts(at(statement, 'Principal', 'Service')) : ['*'],
  );
  if (trusted.length === 0 || trusted.some((service) => !Object.hasOwn(FIXED, service))) return false;
  const used = hops.filter(({ as }) => as === role);
  return (
    used.length > 0 &&
    used.every(({ answer, wiredBy }) => {
      const more = trusted.flatMap((service) => FIXED[service] ?? []);
      return answer === 'allowed' && more.every((key) => wiredBy.properties[key] === undefined);
    })
  );
}

function resources(audit: Audit, { at: holder }: Grant, arns: readonly string[]): unknown {
  const found = arns.map((arn) => {
    const resource = audit.world.resourceOf(arn);
    if (resource !== undefined && audit.reaches(resource, holder)) return undefined;
    return writtenArn(arn, audit.world)?.json;
  });
  if (found.includes(undefined)) return undefined;
  return found.length === 1 ? found[0] : found;
}
