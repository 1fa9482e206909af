import type { Unread } from '../json.ts';
import { picked } from './expressions.ts';

/** The attributes of a resource that the transform gives to all that it makes of it. */
export function carried(resource: Unread): Unread {
  return picked(resource, 'Condition', 'DeletionPolicy', 'UpdateReplacePolicy');
}

/** A made resource: `made('AWS::SQS::Queue', { FifoQueue: true }, carried(resource))`. What is undefined is left out. */
export function made(type: string, properties: Unread, attributes: Unread): Unread {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  return { Type: type, ...attributes, Properties: Object.fromEntries(given) };
}

/** `{ 'Fn::GetAtt': [logicalId, 'Arn'] }` */
export function arnOf(logicalId: string): Unread {
  return { 'Fn::GetAtt': [logicalId, 'Arn'] };
}

/** The ARN of a policy of AWS's, by the part after `policy/`. */
export function awsPolicy(name: string): Unread {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` };
}

/** An ARN in the stack's own account and region: `${Name}` in `rest` is one of the variables. */
export function ownArn(service: string, rest: string, variables?: Unread): Unread {
  const pattern = `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${rest}`;
  return { 'Fn::Sub': variables === undefined ? pattern : [pattern, variables] };
}

/** A trust policy for a service. */
export function trusting(service: string): Unread {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: [service] } }],
  };
}

/** An inline policy of one or several statements. */
export function inlinePolicy(name: string, ...statements: readonly Unread[]): Unread {
  return { PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement: statements } };
}

/** A statement that allows. */
export function allows(actions: string | readonly string[], resource: unknown): Unread {
  return { Effect: 'Allow', Action: actions, Resource: resource };
}

/** What lets a service send to a queue, for one source. */
export function sendingPolicy(principal: unknown, source: unknown, queue: unknown): Unread {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: principal,
        Resource: queue,
        Condition: { ArnEquals: { 'aws:SourceArn': source } },
      },
    ],
  };
}
