import type { Call, Kernel } from '../service.ts';
import { invalidParameter } from './errors.ts';

/** The elements of an ARN; the resource keeps its own colons. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

export function parseArn(text: string): Arn | undefined {
  const [head, partition, service, region, accountId, ...resource] = text.split(':');
  if (head !== 'arn' || !partition || !service || region === undefined || accountId === undefined)
    return undefined;
  if (resource.length === 0) return undefined;
  return { partition, service, region, accountId, resource: resource.join(':') };
}

export function topicArnOf(kernel: Kernel, call: Call, name: string): string {
  return `arn:${kernel.partition}:sns:${call.region}:${call.accountId}:${name}`;
}

/** Checks a topic ARN as SNS does before it looks for the topic. */
export function checkTopicArn(text: string, call: Call, member = 'TopicArn'): string {
  const arn = checkElements(text, member);
  if (arn.service !== 'sns' || arn.region !== call.region) throw invalidParameter(member);
  return text;
}

/** Checks a subscription ARN; a topic's ARN, which lacks the id at the end, is none. */
export function checkSubscriptionArn(text: string, call: Call): string {
  if (text === '') throw invalidParameter('SubscriptionArn Reason: no value for required parameter');
  const arn = checkElements(text, 'SubscriptionArn');
  if (!/^[^:]+:[^:]+$/.test(arn.resource)) throw invalidParameter('SubscriptionId');
  if (arn.service !== 'sns' || arn.region !== call.region) throw invalidParameter('SubscriptionArn');
  return text;
}

export function topicOfSubscription(subscriptionArn: string): string {
  return subscriptionArn.slice(0, subscriptionArn.lastIndexOf(':'));
}

function checkElements(text: string, member: string): Arn {
  const count = text.split(':').length;
  if (count < 6)
    throw invalidParameter(`${member} Reason: An ARN must have at least 6 elements, not ${count}`);
  const arn = parseArn(text);
  if (arn === undefined) throw invalidParameter(member);
  return arn;
}
