import { fitsGlob } from '../model/decide/glob.ts';
import { text } from '../model/json.ts';
import type { FunctionGrant } from '../model/policies/function-policy.ts';
import type { HopFix } from '../proof.ts';
import { code } from './fix-code.ts';
import { freeId } from './fixes.ts';
import type { FunctionTarget } from './names.ts';
import type { View } from './view.ts';
import { ACCOUNT, literal, type Written, writtenArn } from './written.ts';

/** A service that invokes a function on behalf of a resource. */
export interface InvokingSource {
  readonly service: string;
  readonly arn: string;
  readonly label: string;
  /** How a fix names it, where it is no resource's own ARN. */
  readonly written?: Written | undefined;
}

/**
 * Why a service may not invoke a function, where the nearest statement is not in the function's own policy: there is
 * none, or the permission stands on another function, version or alias. Undefined where its own policy tells more.
 */
export function invokeFault(view: View, source: InvokingSource, target: FunctionTarget): string | undefined {
  const { label } = target.place;
  const elsewhere = view.book.functionGrants.filter((grant) => isFor(view, grant, source));
  const twin = elsewhere.find(({ functionName }) => functionName === target.name);
  const nothing = `nothing lets ${source.service} invoke ${label}`;
  if (twin !== undefined && twin.qualifier !== target.qualifier) {
    const wired =
      target.qualifier === undefined
        ? `the function without a qualifier`
        : `${label}, which has a policy of its own`;
    return `${nothing}: ${nameOf(twin)} is on ${grantee(view, twin)}, and ${source.label} invokes ${wired}`;
  }
  if (target.policies.length > 0) return undefined;
  const [other] = elsewhere;
  if (other !== undefined) return `${nothing}: ${nameOf(other)} is on ${grantee(view, other)}`;
  return `${nothing}: it has no permission for ${source.label}`;
}

function isFor(view: View, { statement, resource }: FunctionGrant, source: InvokingSource): boolean {
  if (statement === undefined || text(resource.properties['Principal']) !== source.service) return false;
  const arn = text(resource.properties['SourceArn']);
  return arn === undefined || fitsGlob(arn, source.arn) || view.world.resourceOf(arn)?.arn === source.arn;
}

function nameOf({ resource }: FunctionGrant): string {
  return `Permission "${resource.logicalId}"`;
}

function grantee(view: View, { functionName, qualifier }: FunctionGrant): string {
  const name = view.world.show(functionName);
  if (qualifier !== undefined) return `${name}:${view.world.show(qualifier)}`;
  return `${name} without a qualifier`;
}

/** The permission that is missing: as a resource, or where the function has a whole policy as one more statement. */
export function invokeFix(view: View, source: InvokingSource, target: FunctionTarget): HopFix | undefined {
  const { world } = view;
  const name = writtenArn(target.named === undefined ? target.arn : target.named.arn, world);
  const from = sourceCondition(view, source);
  const text = `add lambda:InvokeFunction on ${target.place.label} for ${source.service}${from.shown}`;
  if (name === undefined) return { text };
  const id = freeId(`${source.label}Invoke${target.place.label}`, world);
  const properties = {
    Action: 'lambda:InvokeFunction',
    FunctionName: name.json,
    Principal: source.service,
    ...Object.fromEntries(from.properties.map(([key, value]) => [key, value.json])),
  };
  const whole = view.book.functionGrants.find(
    ({ functionName, qualifier, statement }) =>
      functionName === target.name && qualifier === target.qualifier && statement === undefined,
  );
  if (whole !== undefined)
    return { text: `${text}, as a statement of ResourcePolicy "${whole.resource.logicalId}"` };
  return {
    text,
    patch: [
      {
        op: 'add',
        path: ['Resources', id],
        value: { Type: 'AWS::Lambda::Permission', Properties: properties },
      },
    ],
    code: [
      `t.add(${code(id)}, Permission({`,
      `  Action: 'lambda:InvokeFunction',`,
      `  FunctionName: ${name.code},`,
      `  Principal: ${code(source.service)},`,
      ...from.properties.map(([key, value]) => `  ${key}: ${value.code},`),
      '}));',
    ].join('\n'),
  };
}

interface SourceCondition {
  readonly properties: readonly (readonly [key: string, value: Written])[];
  readonly shown: string;
}

/** A bucket's permission must be there before the bucket: it names the bucket by text, or only the account. */
function sourceCondition({ world }: View, { arn, written: known }: InvokingSource): SourceCondition {
  const resource = world.resourceOf(arn);
  if (resource?.type !== 'AWS::S3::Bucket') {
    const written = known ?? writtenArn(arn, world);
    if (written === undefined) return { properties: [], shown: '' };
    return { properties: [['SourceArn', written]], shown: `, SourceArn = ${written.shown}` };
  }
  const named = literal(resource.arn, world);
  return {
    properties: [...(named === undefined ? [] : [['SourceArn', named] as const]), ['SourceAccount', ACCOUNT]],
    shown: `, SourceAccount = ${ACCOUNT.shown}`,
  };
}
