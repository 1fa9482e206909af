import { createCloudFormation } from '../../../../local/src/aws/cloudformation/create-cloudformation.ts';
import { type Operation, operation } from '../../../../local/src/aws/service.ts';
import { createSns } from '../../../../local/src/aws/sns/create-sns.ts';
import { startAws } from '../../../../local/test/support/aws.ts';
import { commandsOn } from './session.ts';

/** A local AWS in which SNS holds back changes until it is let go, so that updates are under way. */
export async function openSlowCloud() {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const aws = await startAws({
    services: [
      (kernel, { clock }) => {
        const sns = createSns({ kernel, clock });
        const change = sns.operations['SetTopicAttributes'] as Operation<object>;
        const slow = operation<object, object>({
          authorize: (input, call) => change.authorize(input, call),
          async run(input, call) {
            await gate;
            return change.run(input, call);
          },
        });
        return { ...sns, operations: { ...sns.operations, SetTopicAttributes: slow } };
      },
      (kernel, { clock, identity }) => createCloudFormation({ kernel, clock, identity }),
    ],
  });
  const { accessKeyId, secretAccessKey } = aws.administrator;
  let released = false;
  return {
    aws,
    release() {
      released = true;
      release();
    },
    run: commandsOn({
      url: aws.origin,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
      // What is held back does not settle.
      settled: async () => {
        if (released) await aws.settled();
        else await new Promise((resolve) => setImmediate(resolve));
      },
    }),
    statusOf: async (StackName: string) => {
      const { Stacks } = await aws.kernel.call<{ Stacks: { StackStatus: string }[] }>(
        aws.administrator.caller,
        'cloudformation',
        'DescribeStacks',
        { StackName },
      );
      return Stacks[0]?.StackStatus;
    },
    changeSetsOf: async (StackName: string) => {
      const { Summaries = [] } = await aws.kernel.call<{ Summaries?: { ExecutionStatus: string }[] }>(
        aws.administrator.caller,
        'cloudformation',
        'ListChangeSets',
        { StackName },
      );
      return Summaries.map(({ ExecutionStatus }) => ExecutionStatus);
    },
  };
}
