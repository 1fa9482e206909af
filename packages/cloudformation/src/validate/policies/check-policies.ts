import { type Context, report } from '../context.ts';
import { bytesOf, callOf, isObject, listOf, member, objectOf, type Path } from '../json.ts';
import { leastText } from '../known-texts.ts';

const iamPage = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const sqsPage =
  'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html';

const inline: Readonly<Record<string, number>> = {
  'AWS::IAM::Role': 10_240,
  'AWS::IAM::Group': 5_120,
  'AWS::IAM::User': 2_048,
};

interface Total {
  readonly type: string;
  readonly at: Path;
  size: number;
}

/** Checks sizes of policies and the version of managed ones; what is not known of them counts nothing. */
export function checkPolicies(context: Context): void {
  if (context.macro !== undefined) return;
  const totals = new Map<string, Total>();
  for (const { name, data, at } of context.resources.values()) {
    const type = member(objectOf(data), 'Type');
    if (typeof type === 'string' && Object.hasOwn(inline, type))
      totals.set(name, { type, at: [...at, 'Properties'], size: 0 });
  }
  for (const { name, data, at } of context.resources.values()) {
    const resource = objectOf(data);
    const type = member(resource, 'Type');
    if (typeof type !== 'string' || (!type.startsWith('AWS::IAM::') && type !== 'AWS::SQS::QueuePolicy'))
      continue;
    const properties = objectOf(member(resource, 'Properties'));
    const document = member(properties, 'PolicyDocument');
    const path = [...at, 'Properties', 'PolicyDocument'];
    if (type === 'AWS::SQS::QueuePolicy') checkQueuePolicy(context, document, path);
    if (type === 'AWS::IAM::ManagedPolicy') {
      checkSize(context, sizeOf(document), 6_144, 'a managed policy', path);
      checkVersion(context, document, path);
    }
    if (type === 'AWS::IAM::Role') checkTrust(context, member(properties, 'AssumeRolePolicyDocument'), at);
    const own = totals.get(name);
    if (own !== undefined)
      for (const each of listOf(member(properties, 'Policies')))
        own.size += sizeOf(member(objectOf(each), 'PolicyDocument'));
    if (Object.hasOwn(resource, 'Condition')) continue;
    for (const target of targetsOf(type, properties)) {
      const total = totals.get(target);
      if (total !== undefined) total.size += sizeOf(document);
    }
  }
  for (const { type, at, size } of totals.values())
    checkSize(context, size, inline[type] ?? 0, `all inline policies of a ${type} together`, at);
}

/** The roles, users and groups that a policy resource is attached to by reference. */
function targetsOf(type: string, properties: object): readonly string[] {
  const given = objectOf(properties);
  const lists: Readonly<Record<string, readonly unknown[]>> = {
    'AWS::IAM::Policy': ['Roles', 'Users', 'Groups'].flatMap((key) => listOf(member(given, key))),
    'AWS::IAM::RolePolicy': [member(given, 'RoleName')],
    'AWS::IAM::UserPolicy': [member(given, 'UserName')],
    'AWS::IAM::GroupPolicy': [member(given, 'GroupName')],
  };
  return (lists[type] ?? []).flatMap((each) => {
    const [name, target] = callOf(each) ?? [];
    return name === 'Ref' && typeof target === 'string' ? [target] : [];
  });
}

/** Inline policies may go without, and are of 2008-10-17 then. */
function checkVersion(context: Context, document: unknown, at: Path): void {
  if (!isObject(document) || callOf(document) !== undefined) return;
  const version = member(document, 'Version');
  if (version !== undefined && (typeof version !== 'string' || version === '2012-10-17')) return;
  report(context, at, {
    id: 'PolicyVersion',
    severity: 'error',
    message:
      version === undefined ? 'The managed policy has no Version.' : `The managed policy is of ${version}.`,
    cause: 'IAM refuses it when the stack is created: a managed policy is of 2012-10-17.',
    fix: 'Add Version: "2012-10-17".',
    patch: [{ op: version === undefined ? 'add' : 'replace', path: [...at, 'Version'], value: '2012-10-17' }],
    documentation:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html',
  });
}

function checkTrust(context: Context, document: unknown, at: Path): void {
  const size = sizeOf(document);
  const path = [...at, 'Properties', 'AssumeRolePolicyDocument'];
  if (size > 2_048)
    checkSize(context, size, size > 4_096 ? 4_096 : 2_048, 'a trust policy', path, size <= 4_096);
}

function checkQueuePolicy(context: Context, document: unknown, at: Path): void {
  const statements = listOf(member(objectOf(document), 'Statement')).length;
  if (statements > 20)
    report(context, at, {
      id: 'PolicyTooLarge',
      severity: 'error',
      message: `The queue policy has ${statements} statements, where SQS takes 20.`,
      cause: 'SQS refuses the policy.',
      fix: 'Put principals or sources together into one statement.',
      documentation: sqsPage,
    });
  const bytes = bytesOf(textOf(document));
  if (bytes > 8_192)
    report(context, at, {
      id: 'PolicyTooLarge',
      severity: 'error',
      message: `The queue policy has at least ${bytes} bytes, where SQS takes 8192.`,
      cause: 'SQS refuses the policy.',
      fix: 'Put principals or sources together into one statement.',
      documentation: sqsPage,
    });
}

function checkSize(context: Context, size: number, most: number, what: string, at: Path, soft = false): void {
  if (size <= most) return;
  report(context, at, {
    id: 'PolicyTooLarge',
    severity: soft ? 'warning' : 'error',
    message: `The policy has at least ${size} characters, where IAM takes ${most} for ${what}.`,
    cause: soft
      ? 'IAM refuses it unless the quota of the account was raised.'
      : 'IAM refuses the policy (LimitExceeded).',
    fix: 'Put actions and resources together with wildcards, or split it into managed policies.',
    documentation: iamPage,
  });
}

/** The least number of characters without white space. */
function sizeOf(document: unknown): number {
  return document === undefined ? 0 : textOf(document).replaceAll(/\s/g, '').length;
}

function textOf(data: unknown): string {
  if (callOf(data) !== undefined) return `"${leastText(data)}"`;
  if (Array.isArray(data)) return `[${data.map(textOf).join(',')}]`;
  if (!isObject(data)) return JSON.stringify(data) ?? '';
  return `{${Object.entries(data)
    .map(([key, value]) => `"${key}":${textOf(value)}`)
    .join(',')}}`;
}
