import type { NamedPolicy } from '@wayleave/iam';
import { AwsError, type Operation, operation, type Service } from '../../../../src/aws/service.ts';

interface InvokeInput {
  readonly FunctionName: string;
  readonly InvocationType?: string;
  readonly Payload?: Uint8Array;
}

/** A Lambda that only takes events in, with functions that have a resource policy or none. */
export interface Functions extends Service {
  readonly policies: Map<string, NamedPolicy | undefined>;
  /** Payloads that came in, parsed. */
  readonly events: unknown[];
  /** Errors that the next invocations answer. */
  readonly failures: AwsError[];
}

export function createFunctions(): Functions {
  const policies = new Map<string, NamedPolicy | undefined>();
  const events: unknown[] = [];
  const failures: AwsError[] = [];
  const Invoke: Operation = operation<InvokeInput, object>({
    authorize({ FunctionName }) {
      const resourcePolicy = policies.get(FunctionName);
      return [
        {
          action: 'lambda:InvokeFunction',
          resource: FunctionName,
          ...(resourcePolicy !== undefined && { resourcePolicy }),
        },
      ];
    },
    run({ FunctionName, Payload }) {
      if (!policies.has(FunctionName)) {
        throw new AwsError('ResourceNotFoundException', `Function not found: ${FunctionName}`, 404);
      }
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      events.push(JSON.parse(Buffer.from(Payload ?? []).toString('utf8')));
      return { StatusCode: 202 };
    },
  });
  return { table: 'lambda', operations: { Invoke }, policies, events, failures };
}

/** What `AWS::Lambda::Permission` makes for a topic. */
export function invokePermission(functionArn: string, topicArn: string): NamedPolicy {
  return {
    name: 'function policy',
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'FromTopic',
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: functionArn,
          Condition: { ArnLike: { 'aws:SourceArn': topicArn } },
        },
      ],
    },
  };
}

/** A queue policy that lets a topic send. */
export function sendPermission(queueArn: string, topicArn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  });
}
