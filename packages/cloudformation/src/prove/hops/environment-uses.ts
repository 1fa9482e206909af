import { unify } from '../model/decide/unify.ts';
import { at, isObject, text } from '../model/json.ts';
import type { ReadPolicy } from '../model/policies/read-policy.ts';
import type { World, WorldResource } from '../model/world.ts';
import type { Answer } from '../proof.ts';
import { draft } from './draft.ts';
import { type Running, runningFunctions } from './execution-role.ts';
import { grantHolder } from './fixes.ts';
import { type Answered, type Draft, pathOf, type View } from './view.ts';
import { arnOf } from './written.ts';

/** What code that knows such a resource by name does with it, and nobody needs to know it for anything else. */
const USES: ReadonlyMap<string, string> = new Map([
  ['AWS::SNS::Topic', 'sns:Publish'],
  ['AWS::SQS::Queue', 'sqs:SendMessage'],
  ['AWS::S3::Bucket', 's3:GetObject'],
  ['AWS::DynamoDB::Table', 'dynamodb:GetItem'],
  ['AWS::Lambda::Function', 'lambda:InvokeFunction'],
  ['AWS::SecretsManager::Secret', 'secretsmanager:GetSecretValue'],
  ['AWS::Events::EventBus', 'events:PutEvents'],
  ['AWS::Kinesis::Stream', 'kinesis:PutRecord'],
  ['AWS::StepFunctions::StateMachine', 'states:StartExecution'],
]);

/** Of these the action is beyond doubt, so that a fix can be written. */
const CERTAIN: ReadonlySet<string> = new Set([
  'AWS::SNS::Topic',
  'AWS::Lambda::Function',
  'AWS::SecretsManager::Secret',
  'AWS::Events::EventBus',
  'AWS::StepFunctions::StateMachine',
]);

/** What the environments of functions name, as far as no other hop is about it. */
export function environmentUses(view: View, others: readonly Draft[]): readonly Draft[] {
  const known = new Set(others.map(({ from, to }) => `${from.label}\n${to.label}`));
  return runningFunctions(view).flatMap((running) => {
    const variables = at(running.fn.properties, 'Environment', 'Variables');
    if (!isObject(variables)) return [];
    return Object.entries(variables).flatMap(([name, value]) => {
      const resource = view.world.resourceOf(text(value));
      const action = resource && USES.get(resource.type);
      if (resource === undefined || action === undefined || resource === running.fn) return [];
      const key = `${running.fn.logicalId}\n${resource.logicalId}`;
      if (known.has(key)) return [];
      known.add(key);
      return use(view, running, resource, name, action) ?? [];
    });
  });
}

function use(
  view: View,
  { fn, role }: Running,
  resource: WorldResource,
  name: string,
  action: string,
): Draft | undefined {
  const { world, book } = view;
  // Of a role that is elsewhere nothing can be said, and another hop says so.
  if (role === undefined) return undefined;
  const { identity } = book.ofIdentity(role);
  const any = giving(identity, resource, world);
  const named = book.ofResource(resource).some((policy) => names(policy, role, world));
  const closed = identity.find((policy) => policy.opaque !== undefined)?.opaque ?? world.open;
  const [answer, reason]: readonly [Answer, string] =
    any !== undefined
      ? ['allowed', any]
      : named
        ? ['allowed', `the policy of ${resource.logicalId} names ${role.logicalId} or its account`]
        : closed !== undefined
          ? ['unknown', closed]
          : assumesOthers(identity)
            ? ['unknown', `${role.logicalId} may assume other roles, which may have the right`]
            : ['denied', `no policy of ${role.logicalId} allows anything on ${resource.logicalId}`];
  const answers: readonly Answered[] = [
    {
      asked: {
        principal: { type: 'assumed-role', arn: role.arn, roleArn: role.arn },
        action,
        resource: resource.arn,
      },
      verdict: {
        answer,
        decidedBy: world.show(reason),
        ...(answer === 'unknown' && { dependsOn: world.show(reason) }),
      },
    },
  ];
  return draft(view, {
    kind: 'use',
    from: world.place(fn),
    to: world.place(resource),
    path: pathOf(fn, 'Environment', 'Variables', name),
    wiredBy: fn,
    answers,
    fault: () => `${fn.logicalId} is told of ${resource.logicalId} by its variable ${name}, but ${reason}`,
    check: () =>
      answer === 'unknown'
        ? `${world.show(reason)}: ${role.logicalId} needs what ${fn.logicalId} does to ${resource.logicalId}`
        : undefined,
    fix: () =>
      CERTAIN.has(resource.type)
        ? grantHolder(view, role, [action], [arnOf(resource)], 'use')
        : {
            text: `allow ${role.logicalId} what ${fn.logicalId} does to ${resource.logicalId}, or take ${name} out of its environment`,
          },
  });
}

/** The first statement that gives anything at all on a resource, or on what is in it; as words. */
function giving(policies: readonly ReadPolicy[], resource: WorldResource, world: World): string | undefined {
  const service = resource.arn.split(':')[2] ?? '';
  for (const { statements, origins, isDoubtful } of policies) {
    if (isDoubtful === true) continue;
    for (const [index, { Effect, Action, NotAction, Resource, NotResource }] of statements.entries()) {
      if (Effect !== 'Allow') continue;
      const actions = [Action ?? []]
        .flat()
        .filter((each) => each.startsWith('*') || each.toLowerCase().startsWith(`${service}:`));
      if (actions.length === 0 && NotAction === undefined) continue;
      const patterns = [Resource ?? []].flat();
      if (NotResource === undefined && !patterns.some((pattern) => touches(pattern, resource, world)))
        continue;
      return `${origins[index]?.name ?? 'a policy'}: ${actions.join(', ') || 'all but some actions'}`;
    }
  }
  return undefined;
}

function touches(pattern: string, { arn }: WorldResource, world: World): boolean {
  return (
    (pattern.startsWith(arn) && /^(?:$|[/:*?])/.test(pattern.slice(arn.length))) ||
    ['', '/-', ':-'].some((end) => unify(pattern, `${arn}${end}`, world.tokens) !== undefined)
  );
}

/** Whether a resource's policy speaks of a role, of its account, or of everyone. */
function names({ statements, opaque }: ReadPolicy, role: WorldResource, world: World): boolean {
  if (opaque !== undefined) return true;
  const own = [role.arn, world.account, `arn:${world.partition}:iam::${world.account}:root`, '*'];
  return statements.some(({ Effect, Principal, NotPrincipal }) => {
    if (Effect !== 'Allow') return false;
    if (Principal === undefined) return NotPrincipal !== undefined;
    return Principal === '*' || [Principal.AWS ?? []].flat().some((each) => own.includes(each));
  });
}

function assumesOthers(policies: readonly ReadPolicy[]): boolean {
  return policies.some(({ statements }) =>
    statements.some(
      ({ Effect, Action }) =>
        Effect === 'Allow' && [Action ?? []].flat().some((each) => /^sts:(assumerole|\*)$/i.test(each)),
    ),
  );
}
