import type { Ask, Call } from '../service.ts';
import { invalidParameter } from './errors.ts';

/** ARN of a log group as tags and destinations name it, without `:*`. */
export function groupArn(partition: string, call: Pick<Call, 'region' | 'accountId'>, group: string): string {
  return `arn:${partition}:logs:${call.region}:${call.accountId}:log-group:${group}`;
}

/**
 * The resource that CloudWatch Logs asks IAM about. It always ends in `log-stream:`, with an empty name for
 * what concerns the whole group, which is why a policy has to name a group with `:*` behind it.
 */
export function askedResource(
  partition: string,
  call: Pick<Call, 'region' | 'accountId'>,
  group: string,
  stream = '',
): string {
  return `${groupArn(partition, call, group)}:log-stream:${stream}`;
}

/** The `authorize` of an operation on one stream. */
export function askStream(
  partition: string,
  action: string,
): (input: { readonly logGroupName: string; readonly logStreamName: string }, call: Call) => readonly Ask[] {
  return ({ logGroupName, logStreamName }, call) => [
    { action: `logs:${action}`, resource: askedResource(partition, call, logGroupName, logStreamName) },
  ];
}

/** A group by `logGroupName` or `logGroupIdentifier` (a name or an ARN): exactly one has to be there. */
export function groupNameOf(input: { logGroupName?: string; logGroupIdentifier?: string }): string {
  const { logGroupName, logGroupIdentifier } = input;
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be specified.');
  }
  return logGroupName ?? nameInIdentifier(logGroupIdentifier ?? '');
}

/** The group's name in an ARN with or without `:*`, or the identifier itself where it is a name. */
export function nameInIdentifier(identifier: string): string {
  if (!identifier.startsWith('arn:')) return identifier;
  const name = identifier.split(':')[6];
  if (name === undefined || identifier.split(':')[5] !== 'log-group') {
    throw invalidParameter(`Invalid ARN: ${identifier}`);
  }
  return name;
}
