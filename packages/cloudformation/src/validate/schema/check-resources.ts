import type { ResourceSchema } from '../../schemas/schema.ts';
import { hasPlaceholder } from '../../written-names.ts';
import { conditionOf } from '../check-sections.ts';
import { type Context, refused, refusedFor, report } from '../context.ts';
import type { Entry } from '../expand-loops.ts';
import {
  callOf,
  isNoValue,
  isObject,
  type JsonObject,
  listOf,
  member,
  objectOf,
  type Path,
  shown,
  within,
} from '../json.ts';
import { didYouMean, nearestOf } from '../nearest.ts';
import { kindOfType } from '../type-names.ts';
import { checkObject } from './check-object.ts';
import { checkValue } from './check-value.ts';
import { fault, type Where } from './where.ts';

const members = [
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'CreationPolicy',
  'UpdatePolicy',
  'Metadata',
  'Version',
];

const snapshots: ReadonlySet<string> = new Set([
  'AWS::DocDB::DBCluster',
  'AWS::EC2::Volume',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::Neptune::DBCluster',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Redshift::Cluster',
]);

/** Checks every resource against what is known of its type. */
export function checkResources(context: Context): void {
  if (context.macro !== undefined) return;
  for (const entry of context.resources.values()) {
    const path = [...entry.at];
    if (isObject(entry.data)) checkResource(context, entry, entry.data, path);
    else
      report(context, path, {
        id: entry.data === null ? 'NullValue' : 'WrongType',
        severity: 'error',
        message: `The resource ${entry.name} is no object.`,
        cause: refused,
        fix: 'Write an object with Type and Properties.',
      });
  }
}

function checkResource(context: Context, entry: Entry, resource: JsonObject, at: Path): void {
  const type = member(resource, 'Type');
  if (typeof type !== 'string') {
    if (Object.keys(resource).some((key) => key.startsWith('Fn::'))) return;
    report(context, at, {
      id: 'UnknownResourceType',
      severity: 'error',
      message: `The resource ${entry.name} has no Type.`,
      cause: refused,
      fix: 'Write its Type.',
    });
    return;
  }
  const kind = kindOfType(type);
  checkMembers(context, resource, type, at);
  const properties = member(resource, 'Properties');
  if (Object.hasOwn(resource, 'Properties') && !isObject(properties)) {
    within(at, 'Properties', () =>
      report(context, at, {
        id: properties === null ? 'NullValue' : 'WrongType',
        severity: 'error',
        message: `Properties of ${entry.name} is ${properties === null ? 'null' : 'no object'}.`,
        cause: refused,
        fix: properties === null ? 'Leave it out.' : 'Write an object.',
      }),
    );
    return;
  }
  if (kind === 'custom') checkServiceToken(context, objectOf(properties), entry, type, at);
  if (kind === 'sam' && !context.sam) reportTransform(context, type, at);
  if (kind === 'sam' && context.sam) checkSamType(context, type, at);
  if (kind === 'malformed') reportType(context, type, at);
  if (kind !== 'aws') return;
  const schema = context.schemas(type);
  if (schema === undefined) {
    reportType(context, type, at);
    return;
  }
  const where: Where = { resource: schema, assumptions: conditionOf(resource), check: checkValue };
  within(at, 'Properties', () =>
    checkProperties(context, objectOf(properties), schema, at, where, entry.name),
  );
}

/** Checks all properties; in both branches, if a condition decides between two whole sets. */
function checkProperties(
  context: Context,
  properties: JsonObject,
  schema: ResourceSchema,
  at: Path,
  where: Where,
  name: string,
): void {
  const [fn, argument] = callOf(properties) ?? [];
  const [condition, ...branches] = listOf(argument);
  if (fn === 'Fn::If' && typeof condition === 'string') {
    for (const [index, branch] of branches.entries()) {
      const assumptions = [...where.assumptions, { condition, holds: index === 0 }];
      if (!isObject(branch) || isNoValue(branch) || context.solver(assumptions) === 'no') continue;
      at.push(fn, index + 1);
      checkProperties(context, branch, schema, at, { ...where, assumptions }, name);
      at.length -= 2;
    }
    return;
  }
  if (schema.readOnly !== undefined) checkReadOnly(context, properties, schema.readOnly, at, where);
  checkObject(context, properties, schema, at, where, name);
}

function checkMembers(context: Context, resource: JsonObject, type: string, at: Path): void {
  for (const key of Object.keys(resource)) {
    if (members.includes(key) || key.startsWith('Fn::')) continue;
    if (context.sam && (key === 'Connectors' || key === 'IgnoreGlobals')) continue;
    const near = nearestOf(context, key, members);
    within(at, key, () =>
      report(context, at, {
        id: 'UnknownMember',
        severity: 'error',
        message: `A resource has no ${shown(key)}.${didYouMean(near)}`,
        cause: refusedFor('Invalid template resource property'),
        fix: near === undefined ? 'Move it under Properties, or remove it.' : `Write ${near}.`,
        ...(near === undefined || Object.hasOwn(resource, near)
          ? {}
          : {
              patch: [
                { op: 'add', path: [...at.slice(0, -1), near], value: resource[key] },
                { op: 'remove', path: [...at] },
              ],
            }),
      }),
    );
  }
  for (const key of ['DeletionPolicy', 'UpdateReplacePolicy']) {
    const policy = member(resource, key);
    if (policy === undefined) continue;
    if (typeof policy !== 'string') within(at, key, () => reportPolicy(context, policy, key, at));
    if (typeof policy !== 'string' || hasPlaceholder(policy)) continue;
    const allowed = [
      'Delete',
      'Retain',
      ...(key === 'DeletionPolicy' ? ['RetainExceptOnCreate'] : []),
      'Snapshot',
    ];
    const known = allowed.includes(policy);
    if (known && (policy !== 'Snapshot' || snapshots.has(type) || kindOfType(type) !== 'aws')) continue;
    within(at, key, () =>
      report(context, at, {
        id: 'ValueNotAllowed',
        severity: 'error',
        message: known ? `${type} has no snapshots.` : `${key} does not take ${shown(policy)}.`,
        cause: refused,
        fix: `Use ${allowed.filter((each) => each !== 'Snapshot' || snapshots.has(type)).join(', ')}.`,
      }),
    );
  }
}

/** Functions are taken since 2023, also without AWS::LanguageExtensions. */
function reportPolicy(context: Context, policy: unknown, key: string, at: Path): void {
  if (isObject(policy) && Object.keys(policy).some((name) => name === 'Ref' || name.startsWith('Fn::')))
    return;
  report(context, at, {
    id: policy === null ? 'NullValue' : 'WrongType',
    severity: 'error',
    message: `${key} takes a word, not ${shown(policy)}.`,
    cause: refusedFor(`Every ${key} member must be a string`),
    fix: 'Write Delete or Retain.',
  });
}

function checkServiceToken(
  context: Context,
  properties: JsonObject,
  entry: Entry,
  type: string,
  at: Path,
): void {
  const token = member(properties, 'ServiceToken');
  if (token !== undefined) {
    if (typeof token === 'object' && callOf(token) === undefined)
      report(context, [...at, 'Properties', 'ServiceToken'], {
        id: 'WrongType',
        severity: 'error',
        message: `ServiceToken of ${entry.name} is no text.`,
        cause: refused,
        fix: 'Write the ARN of a function or of a topic.',
      });
    return;
  }
  if (Object.keys(properties).some((key) => key.startsWith('Fn::'))) return;
  within(at, 'Properties', () =>
    report(context, at, {
      id: 'MissingProperty',
      severity: 'error',
      message: `${entry.name} (${type}) has no ServiceToken.`,
      cause: 'CloudFormation does not know whom to ask for the resource.',
      fix: 'Add ServiceToken: the ARN of a function or of a topic.',
    }),
  );
}

function reportTransform(context: Context, type: string, at: Path): void {
  report(context, at, {
    id: 'MissingTransform',
    severity: 'error',
    message: `${type} needs the transform AWS::Serverless-2016-10-31.`,
    cause: 'Without that transform CloudFormation does not know the type.',
    fix: 'Add "Transform": "AWS::Serverless-2016-10-31" to the template.',
    ...(Object.hasOwn(context.template, 'Transform')
      ? {}
      : { patch: [{ op: 'add', path: ['Transform'], value: 'AWS::Serverless-2016-10-31' }] }),
  });
}

/** SAM has types that came after the tables; one that is spelt nearly like a known one is none of these. */
function checkSamType(context: Context, type: string, at: Path): void {
  if (context.macro !== undefined || context.schemas(type) !== undefined) return;
  const near = nearestOf(context, type, context.typeNames());
  if (near?.startsWith('AWS::Serverless::') === true) reportType(context, type, at);
}

function reportType(context: Context, type: string, at: Path): void {
  const near = nearestOf(context, type, context.typeNames());
  within(at, 'Type', () =>
    report(context, at, {
      id: 'UnknownResourceType',
      severity: 'error',
      message: `${shown(type)} is no resource type.${didYouMean(near)}`,
      cause: refused,
      fix: near === undefined ? 'Write a type of AWS, of the registry, or Custom::Name.' : `Write ${near}.`,
      ...(near === undefined ? {} : { patch: [{ op: 'replace', path: [...at], value: near }] }),
    }),
  );
}

function checkReadOnly(
  context: Context,
  properties: JsonObject,
  readOnly: readonly string[],
  at: Path,
  where: Where,
): void {
  for (const name of readOnly) {
    let data: unknown = properties;
    for (const step of name.split('.')) data = isObject(data) ? member(data, step) : undefined;
    if (data === undefined) continue;
    const path = [...at, ...name.split('.')];
    fault(context, path, where, {
      id: 'ReadOnlyProperty',
      message: `${name} is set by AWS only.`,
      fix: 'Remove it.',
      patch: [{ op: 'remove', path }],
    });
  }
}
