import { isObject, member } from '../model/json.ts';
import type { World, WorldResource } from '../model/world.ts';
import type { HopFix } from '../proof.ts';
import { code, variable } from './fix-code.ts';
import { pathOf, type View } from './view.ts';
import { ACCOUNT, arnOf, type Written } from './written.ts';

/** A logical id that is still free. */
export function freeId(wanted: string, world: World): string {
  const base = wanted.replace(/[^A-Za-z0-9]/g, '') || 'Statement';
  if (!world.resources.has(base)) return base;
  let count = 2;
  while (world.resources.has(`${base}${count}`)) count++;
  return `${base}${count}`;
}

/** A statement for the policy of a topic, a queue or a key. */
export interface Grant {
  readonly service: string;
  readonly actions: readonly string[];
  /** On whose behalf, as `aws:SourceArn`. */
  readonly source?: Written | undefined;
  /** Names the account instead: where naming the source would make a circle of dependencies. */
  readonly byAccount?: boolean;
  /** Says nothing of where requests come from: the service's requests are not known to. */
  readonly anySource?: boolean;
  /** Names the source to a key, too, which is named the account otherwise. */
  readonly bySource?: boolean;
}

const POLICY_OF: Readonly<Record<string, readonly [type: string, targets: string, byRef: boolean]>> = {
  'AWS::SNS::Topic': ['AWS::SNS::TopicPolicy', 'Topics', true],
  'AWS::SQS::Queue': ['AWS::SQS::QueuePolicy', 'Queues', true],
};

/** Lets a service do something to a topic, queue or key: one more statement, or a policy of its own. */
export function grantService(view: View, target: WorldResource, grant: Grant): HopFix {
  const { service, actions, source } = grant;
  const arn = arnOf(target);
  const isKey = target.type === 'AWS::KMS::Key';
  const [operator, key, value] = grant.anySource
    ? (['', '', undefined] as const)
    : (isKey && grant.bySource !== true) || grant.byAccount === true
      ? (['StringEquals', 'aws:SourceAccount', ACCOUNT] as const)
      : (['ArnLike', 'aws:SourceArn', source] as const);
  const statement = {
    Effect: 'Allow',
    Principal: { Service: service },
    Action: actions.length === 1 ? (actions[0] ?? '') : actions,
    Resource: isKey ? '*' : arn.json,
    ...(value !== undefined && { Condition: { [operator]: { [key]: value.json } } }),
  };
  const only = value === undefined ? '' : `, ${key} = ${value.shown}`;
  const text = `add ${actions.join(' and ')} for ${service}${only}, to the policy of ${target.logicalId}`;
  const builder = [
    'allow({',
    `  actions: ${code(actions)},`,
    `  principals: { Service: ${code(service)} },`,
    `  resources: [${isKey ? "'*'" : arn.code}],`,
    ...(value === undefined ? [] : [`  conditions: { ${operator}: { '${key}': ${value.code} } },`]),
    '})',
  ].join('\n');
  const document = documentOf(view, target);
  if (document !== undefined) return { text, code: builder, ...appended(document, statement) };
  const kind = POLICY_OF[target.type];
  if (kind === undefined) return { text, code: builder };
  const [type, targets] = kind;
  const id = freeId(`${target.logicalId}Policy`, view.world);
  const resource = {
    Type: type,
    Properties: {
      [targets]: [{ Ref: target.logicalId }],
      PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
    },
  };
  return {
    text,
    patch: [{ op: 'add', path: ['Resources', id], value: resource }],
    code: [
      `t.add(${code(id)}, ${type.split('::')[2]}({`,
      `  ${targets}: [${variable(target.logicalId)}.ref],`,
      `  PolicyDocument: policyDocument(${builder.replaceAll('\n', '\n  ')}),`,
      '}));',
    ].join('\n'),
  };
}

interface Document {
  readonly path: readonly (string | number)[];
  /** As it is written. */
  readonly value: unknown;
}

/** The policy document that a target has already. */
function documentOf({ world }: View, target: WorldResource): Document | undefined {
  if (target.type === 'AWS::KMS::Key') {
    const value = target.written['KeyPolicy'];
    return value === undefined ? undefined : { path: pathOf(target, 'KeyPolicy'), value };
  }
  const [type, targets] = POLICY_OF[target.type] ?? [];
  if (type === undefined || targets === undefined) return undefined;
  const holds = (policy: WorldResource) => {
    const value = policy.properties[targets];
    return (Array.isArray(value) ? value : [value]).some((each) => world.resourceOf(each) === target);
  };
  const policy = world.ofType(type).find(holds);
  return policy && { path: pathOf(policy, 'PolicyDocument'), value: policy.written['PolicyDocument'] };
}

function appended({ path, value }: Document, statement: object): Pick<HopFix, 'patch'> {
  // One statement by itself is no list to append to.
  if (!isObject(value) || !Array.isArray(member(value, 'Statement'))) return {};
  return { patch: [{ op: 'add', path: [...path, 'Statement', '-'], value: statement }] };
}

/**
 * Lets a role or a user do something, by a policy of its own: nothing depends on that, so that it may name what depends
 * on the role.
 */
export function grantHolder(
  { world }: View,
  holder: WorldResource,
  actions: readonly string[],
  resources: readonly (Written | undefined)[],
  name: string,
): HopFix {
  const written = resources.filter((resource) => resource !== undefined);
  const shown = written.map((resource) => resource.shown).join(' and ');
  const text = `add ${actions.join(', ')}${shown === '' ? '' : ` on ${shown}`} to a policy of ${holder.logicalId}`;
  const [first] = written;
  if (first === undefined || written.length !== resources.length) return { text };
  const statement = {
    Effect: 'Allow',
    Action: actions,
    Resource: written.length === 1 ? first.json : written.map(({ json }) => json),
  };
  const id = freeId(`${holder.logicalId}${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`, world);
  const holders = holder.type === 'AWS::IAM::User' ? 'Users' : 'Roles';
  const properties = {
    PolicyName: name,
    [holders]: [{ Ref: holder.logicalId }],
    PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
  };
  return {
    text,
    patch: [
      { op: 'add', path: ['Resources', id], value: { Type: 'AWS::IAM::Policy', Properties: properties } },
    ],
    code: [
      `t.add(${code(id)}, Policy({`,
      `  PolicyName: ${code(name)},`,
      `  ${holders}: [${variable(holder.logicalId)}.ref],`,
      '  PolicyDocument: policyDocument(',
      `    allow({ actions: ${code(actions)}, resources: [${written.map((each) => each.code).join(', ')}] }),`,
      '  ),',
      '}));',
    ].join('\n'),
  };
}

/** Lets a service assume a role. */
export function trustService(role: WorldResource, service: string): HopFix {
  const key = 'AssumeRolePolicyDocument';
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return {
    text: `let ${service} assume ${role.logicalId}: add sts:AssumeRole for it to the trust policy`,
    code: `allow({ actions: ['sts:AssumeRole'], principals: { Service: ${code(service)} } })`,
    ...appended({ path: pathOf(role, key), value: role.written[key] }, statement),
  };
}
