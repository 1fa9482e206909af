import { isObject } from '../template.ts';
import type { GrantChange } from './change.ts';
import { valueText } from './leaves.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What statements of policies and permissions come and go between two states of a resource. */
export function grantChanges(
  type: string,
  before: Properties | undefined,
  after: Properties | undefined,
): readonly GrantChange[] {
  const old = grantsOf(type, before);
  const now = grantsOf(type, after);
  return [
    ...old.filter((text) => !now.includes(text)).map((text) => ({ sign: '-', text }) as const),
    ...now.filter((text) => !old.includes(text)).map((text) => ({ sign: '+', text }) as const),
  ];
}

function grantsOf(type: string, properties: Properties | undefined): readonly string[] {
  if (properties === undefined) return [];
  if (type === 'AWS::Lambda::Permission') return [permission(properties)];
  const managed = list(properties['ManagedPolicyArns']).map((arn) => `managed policy ${valueText(arn)}`);
  const boundary = properties['PermissionsBoundary'];
  return [
    ...documents(properties).flatMap(statements),
    ...managed,
    ...(boundary === undefined ? [] : [`permissions boundary ${valueText(boundary)}`]),
  ];
}

/** Policy documents, wherever the type has them. */
function documents(properties: Properties): readonly unknown[] {
  const own = ['PolicyDocument', 'AssumeRolePolicyDocument', 'KeyPolicy', 'Policy', 'ResourcePolicy'].map(
    (name) => properties[name],
  );
  const inline = list(properties['Policies']).map((policy) =>
    isObject(policy) ? policy['PolicyDocument'] : undefined,
  );
  return [...own, ...inline].map((value) => (typeof value === 'string' ? parsed(value) : value));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statements(document: unknown): readonly string[] {
  if (!isObject(document)) return [];
  return list(document['Statement']).flatMap((statement) =>
    isObject(statement) ? [sentence(statement)] : [],
  );
}

function sentence(statement: Properties): string {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = statement;
  const who = Principal ?? NotPrincipal;
  const what = Action ?? NotAction;
  const which = Resource ?? NotResource;
  return [
    valueText(Effect ?? 'Allow'),
    ...(who === undefined ? [] : [`${NotPrincipal === undefined ? '' : 'all but '}${principals(who)}`]),
    `${NotAction === undefined ? '' : 'all but '}${texts(what)}`,
    ...(which === undefined ? [] : [`on ${NotResource === undefined ? '' : 'all but '}${texts(which)}`]),
    ...(Condition === undefined ? [] : [`if ${conditions(Condition)}`]),
  ].join(' ');
}

function permission({ Principal, Action, FunctionName, SourceArn, SourceAccount }: Properties): string {
  const source = [SourceArn, SourceAccount].filter((one) => one !== undefined).map(valueText);
  return `Allow ${valueText(Principal)} ${valueText(Action)} on ${valueText(FunctionName)}${
    source.length === 0 ? ' from any source' : ` from ${source.join(', ')}`
  }`;
}

function principals(value: unknown): string {
  if (!isObject(value)) return texts(value);
  const entries = Object.entries(value);
  return entries.every(([kind]) => ['AWS', 'Service', 'Federated', 'CanonicalUser'].includes(kind))
    ? entries.map(([, who]) => texts(who)).join(', ')
    : valueText(value);
}

function conditions(value: unknown): string {
  if (!isObject(value)) return valueText(value);
  return Object.entries(value)
    .flatMap(([operator, keys]) =>
      isObject(keys) ? Object.entries(keys).map(([key, one]) => `${key} ${operator} ${texts(one)}`) : [],
    )
    .join(' and ');
}

function texts(value: unknown): string {
  return list(value).map(valueText).join(', ');
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
