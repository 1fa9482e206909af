import {
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type Parameter,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Template } from '@wayleave/cloudformation';
import type { AwsClients } from './aws-clients.ts';

export const stackName = 'video-pipeline';
const codeBucket = 'video-pipeline-code';
const codeKey = 'handler.zip';

/** The stack did not get there; the message has the first failure's own reason. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
  readonly code = 'ERR_ROAD_DEPLOY';
}

export type StackOutputs = Readonly<Record<string, string>>;

export interface DeployedStack {
  readonly outputs: StackOutputs;
  /** Logical ids in the order in which CloudFormation finished them. */
  readonly resources: readonly string[];
}

/** Puts the deployment package where CloudFormation will fetch it. */
export async function uploadCode({ s3 }: AwsClients, zip: Uint8Array): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: codeBucket }));
  await s3.send(new PutObjectCommand({ Bucket: codeBucket, Key: codeKey, Body: zip }));
}

/** Deploys by a change set, as any deployer does: create, look, execute, follow the events. */
export async function deploy(
  { cloudformation }: AwsClients,
  template: Template,
  parameters: Readonly<Record<string, string>>,
): Promise<DeployedStack> {
  const values = { CodeBucket: codeBucket, CodeKey: codeKey, ...parameters };
  const { Id: ChangeSetName } = await cloudformation.send(
    new CreateChangeSetCommand({
      StackName: stackName,
      ChangeSetName: 'first',
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify(template.toJson()),
      Capabilities: ['CAPABILITY_IAM'],
      Parameters: Object.entries(values).map(
        ([ParameterKey, ParameterValue]): Parameter => ({ ParameterKey, ParameterValue }),
      ),
    }),
  );
  const changeSet = await until(
    () => cloudformation.send(new DescribeChangeSetCommand({ ChangeSetName })),
    ({ Status }) => Status !== 'CREATE_PENDING' && Status !== 'CREATE_IN_PROGRESS',
  );
  if (changeSet.Status !== 'CREATE_COMPLETE') {
    throw new DeployError(
      `The change set is ${changeSet.Status}: ${changeSet.StatusReason ?? 'no reason given'}`,
    );
  }
  await cloudformation.send(new ExecuteChangeSetCommand({ ChangeSetName }));
  const { Stacks } = await until(
    () => cloudformation.send(new DescribeStacksCommand({ StackName: stackName })),
    (answer) => !(answer.Stacks?.[0]?.StackStatus ?? '').endsWith('_IN_PROGRESS'),
  );
  const stack = Stacks?.[0];
  const { StackEvents = [] } = await cloudformation.send(
    new DescribeStackEventsCommand({ StackName: stackName }),
  );
  const events = StackEvents.toReversed();
  if (stack?.StackStatus !== 'CREATE_COMPLETE') {
    const failure = events.find(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED'));
    throw new DeployError(
      `The stack is ${stack?.StackStatus}: ${failure?.LogicalResourceId ?? stackName}: ${failure?.ResourceStatusReason ?? 'no reason given'}`,
    );
  }
  return {
    outputs: Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue ?? '']),
    ),
    resources: events
      .filter(
        ({ ResourceStatus, ResourceType }) =>
          ResourceStatus === 'CREATE_COMPLETE' && ResourceType !== 'AWS::CloudFormation::Stack',
      )
      .map(({ LogicalResourceId }) => LogicalResourceId ?? ''),
  };
}

/** Polls as a client of the real service has to; the local one answers at once. */
async function until<T>(ask: () => Promise<T>, done: (answer: T) => boolean): Promise<T> {
  for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 1000)) {
    const answer = await ask();
    if (done(answer)) return answer;
    await new Promise((resolve) => {
      setTimeout(resolve, pauseMs);
    });
  }
}
