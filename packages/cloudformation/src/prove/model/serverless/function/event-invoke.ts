import type { TemplatePath } from '../../../../finding.ts';
import { isUnread, type Unread } from '../../json.ts';
import { allows, arnOf, inlinePolicy, made } from '../carried.ts';
import { toBucket } from '../events/pull.ts';
import { ifParts, isGiven, isNoValue, picked } from '../expressions.ts';
import type { ServerlessScope } from '../scope.ts';
import type { AliasName } from './alias.ts';

/** A policy of the role that a destination needs. */
export interface DestinationPolicy {
  readonly policy: Unread;
  readonly from: TemplatePath;
}

const MADE: ReadonlyMap<unknown, readonly [type: string, suffix: string]> = new Map([
  ['SQS', ['AWS::SQS::Queue', 'Queue']],
  ['SNS', ['AWS::SNS::Topic', 'Topic']],
]);

const POLICIES: ReadonlyMap<unknown, (id: string, target: unknown) => Unread> = new Map([
  ['SQS', (id: string, target: unknown) => inlinePolicy(`${id}SQSPolicy`, allows('sqs:SendMessage', target))],
  ['SNS', (id: string, target: unknown) => inlinePolicy(`${id}SNSPolicy`, allows('sns:publish', target))],
  [
    'EventBridge',
    (id: string, target: unknown) =>
      inlinePolicy(`${id}EventBridgePolicy`, allows('events:PutEvents', target)),
  ],
  [
    'Lambda',
    (id: string, target: unknown) =>
      inlinePolicy(`${id}LambdaPolicy`, allows('lambda:InvokeFunction', target)),
  ],
  ['S3Bucket', (id: string, target: unknown) => toBucket(`${id}S3Policy`, target)],
]);

/** Why `EventInvokeConfig` is not expanded; undefined where it is, or is not there. */
export function invokeFault(
  scope: ServerlessScope,
  { EventInvokeConfig: config }: Unread,
): string | undefined {
  if (!isGiven(config)) return undefined;
  if (!isUnread(config)) return 'its EventInvokeConfig is no map';
  const destinations = config['DestinationConfig'];
  if (!isGiven(destinations)) return undefined;
  if (!isUnread(destinations)) return 'the DestinationConfig of its EventInvokeConfig is no map';
  for (const key of ['OnSuccess', 'OnFailure']) {
    const one = destinations[key];
    if (one === undefined || one === null) continue;
    const { Type: written, Destination: target } = isUnread(one) ? one : {};
    const type = scope.plain(written);
    if (!POLICIES.has(type))
      return `the ${key} of its EventInvokeConfig has no Type that the transform knows`;
    if (!isGiven(target) && !MADE.has(type)) return `the ${key} of its EventInvokeConfig has no Destination`;
  }
  return undefined;
}

/** Adds what is configured for asynchronous calls, with the queues and topics that are made for it. */
export function addEventInvoke(
  scope: ServerlessScope,
  logicalId: string,
  properties: Unread,
  alias: AliasName | undefined,
  attributes: Unread,
): readonly DestinationPolicy[] {
  const config = properties['EventInvokeConfig'];
  if (!isGiven(config) || !isUnread(config)) return [];
  const from: TemplatePath = ['Resources', logicalId, 'Properties', 'EventInvokeConfig'];
  const id = `${logicalId}EventInvokeConfig`;
  const policies: DestinationPolicy[] = [];
  const destinations: Record<string, unknown> = {};
  const written = isUnread(config['DestinationConfig']) ? config['DestinationConfig'] : {};
  for (const key of ['OnSuccess', 'OnFailure']) {
    const one = written[key];
    if (!isUnread(one)) continue;
    const path = [...from, 'DestinationConfig', key];
    const target = destination(scope, logicalId, `${id}${key}`, one, attributes, path);
    destinations[key] = { Destination: target };
    const policy = POLICIES.get(scope.plain(one['Type']))?.(`${id}${key}`, target);
    if (policy !== undefined) policies.push({ policy, from: path });
  }
  scope.add(
    id,
    {
      ...made(
        'AWS::Lambda::EventInvokeConfig',
        {
          FunctionName: { Ref: logicalId },
          Qualifier: alias?.name ?? '$LATEST',
          DestinationConfig: destinations,
          ...picked(config, 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts'),
        },
        attributes,
      ),
      ...(alias !== undefined && { DependsOn: [alias.logicalId] }),
    },
    from,
  );
  return policies;
}

/** What is given, or the ARN of what is made for it: always, or where the one branch of `Fn::If` gives nothing. */
function destination(
  scope: ServerlessScope,
  logicalId: string,
  id: string,
  { Type: given, Destination: written }: Unread,
  attributes: Unread,
  from: TemplatePath,
): unknown {
  const type = scope.plain(given);
  const [madeType, suffix = ''] = MADE.get(type) ?? [];
  const [condition, yes, no] = ifParts(written) ?? [];
  const isHalf = condition !== undefined && isNoValue(yes) !== isNoValue(no);
  if (madeType === undefined || (isGiven(written) && !isHalf)) return written;
  const madeId = `${id}${suffix}`;
  const holds = !isHalf || isNoValue(yes) ? condition : `NOT${condition}${logicalId}`;
  if (holds !== undefined && holds !== condition)
    scope.condition(holds, { 'Fn::Not': [{ Condition: condition }] });
  const both = isHalf ? combined(scope, attributes['Condition'], holds, logicalId) : attributes['Condition'];
  scope.add(
    madeId,
    made(madeType, {}, { ...attributes, ...(both !== undefined && { Condition: both }) }),
    from,
  );
  scope.refer(`${logicalId}.Destination${suffix}`, madeId);
  return isHalf
    ? { 'Fn::If': [holds, arnOrRef(madeId, type), isNoValue(yes) ? no : yes] }
    : arnOrRef(madeId, type);
}

function combined(
  scope: ServerlessScope,
  one: unknown,
  other: string | undefined,
  logicalId: string,
): unknown {
  if (typeof one !== 'string' || other === undefined) return one ?? other;
  const name = `${one}AND${other}${logicalId}`;
  scope.condition(name, { 'Fn::And': [{ Condition: one }, { Condition: other }] });
  return name;
}

function arnOrRef(logicalId: string, type: unknown): Unread {
  return type === 'SNS' ? { Ref: logicalId } : arnOf(logicalId);
}
