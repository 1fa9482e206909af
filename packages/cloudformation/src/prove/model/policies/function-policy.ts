import type { ConditionBlock, PrincipalElement, Statement } from '@wayleave/iam';
import { functionArn, functionNameOf } from '../function-name.ts';
import { asText, text } from '../json.ts';
import { hasToken } from '../tokens.ts';
import type { World, WorldResource } from '../world.ts';
import { madePolicy, type Origin, type ReadPolicy, readPolicy } from './read-policy.ts';

/** Something that lets others call a function: a permission, or a whole policy. */
export interface FunctionGrant {
  /** The function's name, as a text that is equal for equal functions. */
  readonly functionName: string;
  /** The version or the alias that it is for; undefined for the function itself. */
  readonly qualifier: string | undefined;
  readonly resource: WorldResource;
  /** Of `AWS::Lambda::Permission`. */
  readonly statement?: Statement;
}

/** The property of a permission, and the condition that AddPermission makes of it. */
const CONDITIONS = [
  ['SourceArn', 'ArnLike', 'AWS:SourceArn'],
  ['SourceAccount', 'StringEquals', 'AWS:SourceAccount'],
  ['PrincipalOrgID', 'StringEquals', 'aws:PrincipalOrgID'],
  ['EventSourceToken', 'StringEquals', 'lambda:EventSourceToken'],
  ['FunctionUrlAuthType', 'StringEquals', 'lambda:FunctionUrlAuthType'],
  ['InvokedViaFunctionUrl', 'Bool', 'lambda:InvokedViaFunctionUrl'],
] as const;

/** Finds all permissions and function policies of a template. */
export function findFunctionGrants(world: World): readonly FunctionGrant[] {
  const permissions = world.ofType('AWS::Lambda::Permission').map((resource): FunctionGrant => {
    const { name, qualifier } = functionNameOf(text(resource.properties['FunctionName']) ?? '');
    return { functionName: name, qualifier, resource, statement: statementOf(resource, world) };
  });
  const policies = world.ofType('AWS::Lambda::ResourcePolicy').map((resource): FunctionGrant => {
    const { name, qualifier } = functionNameOf(text(resource.properties['ResourceArn']) ?? '');
    return { functionName: name, qualifier, resource };
  });
  return [...permissions, ...policies];
}

/** The statement that AddPermission writes into the function's policy. */
function statementOf({ logicalId, properties }: WorldResource, world: World): Statement {
  const condition: Record<string, Record<string, string>> = {};
  for (const [key, operator, conditionKey] of CONDITIONS) {
    const value = properties[key];
    if (value === undefined || value === null) continue;
    const block = condition[operator] ?? {};
    condition[operator] = { ...block, [conditionKey]: asText(value) };
  }
  return {
    Sid: logicalId,
    Effect: 'Allow',
    Principal: principalOf(text(properties['Principal']) ?? '', world),
    Action: text(properties['Action']) ?? [],
    Resource: functionArn(text(properties['FunctionName']) ?? '', world),
    ...(Object.keys(condition).length > 0 && { Condition: condition as ConditionBlock }),
  };
}

function principalOf(principal: string, world: World): PrincipalElement {
  if (principal === '*') return '*';
  // A value given from outside may be a service or an account.
  if (world.tokens.whole(principal)?.kind === 'given') return { Service: principal, AWS: principal };
  if (principal.startsWith('arn:') || /^\d{12}$/.test(principal)) return { AWS: principal };
  if (hasToken(principal) && world.tokens.whole(principal) !== undefined) return { AWS: principal };
  return { Service: principal };
}

/**
 * The policies of a function, or of one version or alias of it: each has its own. Several where permissions and
 * whole policies are mixed, for then one overwrites the other.
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export function functionPolicies(grants: readonly FunctionGrant[], label: string): readonly ReadPolicy[] {
  const permissions = grants.filter(({ statement }) => statement !== undefined);
  const whole = grants.filter(({ statement }) => statement === undefined);
  const origins = permissions.map(
    ({ resource: { logicalId, path } }): Origin => ({ name: `Permission "${logicalId}"`, path, logicalId }),
  );
  const statements = permissions.flatMap(({ statement }) => statement ?? []);
  return [
    ...(permissions.length > 0 ? [madePolicy(`permissions of ${label}`, statements, origins)] : []),
    ...whole.map(({ resource: { logicalId, properties, path } }) =>
      readPolicy(
        `ResourcePolicy "${logicalId}"`,
        properties['PolicyDocument'],
        [...path, 'Properties', 'PolicyDocument'],
        logicalId,
        'resource',
      ),
    ),
  ];
}
