import { type NamedPolicy, PolicyError, parsePolicyDocument, type Statement } from '@wayleave/iam';
import { invalidParameter, notBuilt } from './errors.ts';

/** Actions a topic policy may speak of. */
const topicActions = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
];

export interface TopicPolicy {
  readonly text: string;
  readonly policy: NamedPolicy;
}

/** The policy every topic is born with. */
export function defaultTopicPolicy(topicArn: string, accountId: string): TopicPolicy {
  const document = {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: topicActions.map((name) => `SNS:${name}`),
        Resource: topicArn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  };
  return readTopicPolicy(JSON.stringify(document), topicArn);
}

/** Reads a policy that somebody gives a topic. Throws InvalidParameter when it is no resource policy of SNS. */
export function readTopicPolicy(text: string, topicArn: string): TopicPolicy {
  try {
    const document = parsePolicyDocument(text, { kind: 'resource' });
    for (const statement of [document.Statement].flat()) checkScope(statement);
    return { text, policy: { name: `policy of topic ${topicArn}`, document } };
  } catch (cause) {
    if (!(cause instanceof PolicyError)) throw cause;
    throw invalidParameter('Policy Error: null');
  }
}

function checkScope(statement: Statement): void {
  for (const action of [statement.Action ?? [], statement.NotAction ?? []].flat()) {
    if (!/^sns:/i.test(action)) throw invalidParameter('Policy statement action out of service scope!');
  }
}

/** Adds a statement as AddPermission does. Throws InvalidParameter for a label in use or a foreign action. */
export function addPermission(
  before: TopicPolicy,
  topicArn: string,
  partition: string,
  permission: {
    readonly label: string;
    readonly accounts: readonly string[];
    readonly actions: readonly string[];
  },
): TopicPolicy {
  const document = JSON.parse(before.text) as { Statement?: unknown };
  const statements = [document.Statement ?? []].flat() as readonly { readonly Sid?: string }[];
  if (statements.some(({ Sid }) => Sid === permission.label))
    throw invalidParameter('Statement already exists');
  if (permission.accounts.some((account) => !/^\d{12}$/.test(account))) {
    throw notBuilt('Principals other than account ids in AddPermission');
  }
  if (permission.actions.some((action) => !topicActions.includes(action) && action !== 'Receive')) {
    throw invalidParameter('Policy statement action out of service scope!');
  }
  const added = {
    Sid: permission.label,
    Effect: 'Allow',
    Principal: { AWS: oneOrMany(permission.accounts.map((id) => `arn:${partition}:iam::${id}:root`)) },
    Action: oneOrMany(permission.actions.map((action) => `SNS:${action}`)),
    Resource: topicArn,
  };
  return readTopicPolicy(JSON.stringify({ ...document, Statement: [...statements, added] }), topicArn);
}

/** Takes the statement with that label away, if there is one. */
export function removePermission(before: TopicPolicy, topicArn: string, label: string): TopicPolicy {
  const document = JSON.parse(before.text) as { Statement?: unknown };
  const statements = [document.Statement ?? []].flat() as readonly { readonly Sid?: string }[];
  const rest = statements.filter(({ Sid }) => Sid !== label);
  if (rest.length === 0) throw notBuilt('A topic policy without statements');
  return readTopicPolicy(JSON.stringify({ ...document, Statement: rest }), topicArn);
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
