import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCloudFormation } from '../../../src/aws/cloudformation/create-cloudformation.ts';
import { createLambda, type LambdaService } from '../../../src/aws/lambda/create-lambda.ts';
import { createLogs } from '../../../src/aws/logs/create-logs.ts';
import { createS3 } from '../../../src/aws/s3/create-s3.ts';
import type { Caller } from '../../../src/aws/service.ts';
import { createSns } from '../../../src/aws/sns/create-sns.ts';
import { createSqs } from '../../../src/aws/sqs/create-sqs.ts';
import { createTestClock, startAws, type TestAws, type TestClock } from '../../support/aws.ts';

export interface Event {
  readonly LogicalResourceId: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
  readonly PhysicalResourceId: string;
  readonly ResourceProperties?: string;
  readonly EventId: string;
}

export interface DescribedStack {
  readonly StackId: string;
  readonly StackName: string;
  readonly StackStatus: string;
  readonly StackStatusReason?: string;
  readonly Outputs?: readonly { OutputKey: string; OutputValue: string; ExportName?: string }[];
  readonly Parameters?: readonly { ParameterKey: string; ParameterValue: string }[];
  readonly [member: string]: unknown;
}

/** A local AWS with all services that stacks need. */
export interface Cloud {
  readonly aws: TestAws;
  readonly clock: TestClock;
  /** Calls a CloudFormation operation, as the administrator unless told otherwise. */
  cfn<O = Record<string, unknown>>(operation: string, input: object, caller?: Caller): Promise<O>;
  call<O = Record<string, unknown>>(service: string, operation: string, input: object): Promise<O>;
  /** Creates or updates a stack, waits for the end and describes it. */
  create(
    StackName: string,
    template: object | string,
    input?: object,
    caller?: Caller,
  ): Promise<DescribedStack>;
  update(
    StackName: string,
    template: object | string,
    input?: object,
    caller?: Caller,
  ): Promise<DescribedStack>;
  remove(StackName: string, input?: object, caller?: Caller): Promise<void>;
  describe(StackName: string): Promise<DescribedStack>;
  /** Oldest first. */
  events(StackName: string): Promise<readonly Event[]>;
  /** `Logical STATUS` of each event, oldest first. */
  statuses(StackName: string): Promise<readonly string[]>;
  outputs(StackName: string): Promise<Readonly<Record<string, string>>>;
  /** A user with one inline policy. */
  user(name: string, statements: readonly object[]): Promise<Caller>;
  close(): Promise<void>;
}

export async function startCloud(): Promise<Cloud> {
  // SDK clients sign with the machine's time.
  const clock = createTestClock(Date.now());
  const workDirectory = await mkdtemp(join(tmpdir(), 'wayleave-cloudformation-test-'));
  let lambda: LambdaService | undefined;
  const aws = await startAws({
    clock,
    services: [
      (kernel) => createLogs({ kernel, clock }),
      (kernel, { origin }) => createSqs({ kernel, clock, origin }),
      (kernel) => createSns({ kernel, clock }),
      (kernel) => createS3({ kernel, clock }),
      (kernel, { identity, origin }) => {
        lambda = createLambda({
          kernel,
          clock,
          identity,
          endpoint: () => origin,
          environment: {},
          workDirectory,
        });
        return lambda;
      },
      (kernel, { identity }) => createCloudFormation({ kernel, clock, identity }),
    ],
  });
  const admin = aws.administrator.caller;
  const cfn: Cloud['cfn'] = (operation, input, caller = admin) =>
    aws.kernel.call(caller, 'cloudformation', operation, input);
  const describe = async (StackName: string) => {
    const { Stacks } = await cfn<{ Stacks: DescribedStack[] }>('DescribeStacks', { StackName });
    const [stack] = Stacks;
    if (stack === undefined) throw new Error(`No stack ${StackName}.`);
    return stack;
  };
  const run = async (
    operation: string,
    StackName: string,
    template: object | string,
    input: object,
    caller?: Caller,
  ) => {
    const TemplateBody = typeof template === 'string' ? template : JSON.stringify(template);
    const Capabilities = ['CAPABILITY_NAMED_IAM'];
    const { StackId } = await cfn<{ StackId: string }>(
      operation,
      { StackName, TemplateBody, Capabilities, ...input },
      caller,
    );
    await aws.settled();
    return describe(StackId);
  };
  const events = async (StackName: string) => {
    const { StackEvents } = await cfn<{ StackEvents: Event[] }>('DescribeStackEvents', { StackName });
    return StackEvents.toReversed();
  };
  return {
    aws,
    clock,
    cfn,
    describe,
    events,
    call: (service, operation, input) => aws.kernel.call(admin, service, operation, input),
    create: (name, template, input = {}, caller) => run('CreateStack', name, template, input, caller),
    update: (name, template, input = {}, caller) => run('UpdateStack', name, template, input, caller),
    async remove(StackName, input = {}, caller) {
      await cfn('DeleteStack', { StackName, ...input }, caller);
      await aws.settled();
    },
    async statuses(StackName) {
      return (await events(StackName)).map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`);
    },
    async outputs(StackName) {
      const { Outputs = [] } = await describe(StackName);
      return Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
    },
    async user(UserName, statements) {
      const { User } = await aws.kernel.call<{ User: { Arn: string; UserId: string } }>(
        admin,
        'iam',
        'CreateUser',
        {
          UserName,
        },
      );
      await aws.kernel.call(admin, 'iam', 'PutUserPolicy', {
        UserName,
        PolicyName: 'own',
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      });
      return { kind: 'user', arn: User.Arn, accountId: aws.kernel.accountId, userId: User.UserId };
    },
    async close() {
      await lambda?.stop();
      await aws.close();
      await rm(workDirectory, { recursive: true, force: true });
    },
  };
}
