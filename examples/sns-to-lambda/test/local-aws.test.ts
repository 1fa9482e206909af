import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { type Local, startLocal } from '@wayleave/local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import t from '../template.ts';

let local: Local;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.stop());

function options(): { endpoint: string; region: string; credentials: Local['aws']['credentials'] } {
  const { url: endpoint, region, credentials } = local.aws;
  return { endpoint, region, credentials };
}

describe('the SNS to Lambda template on local AWS', () => {
  it('runs the function on a message, and the function’s log has the event', async () => {
    const cloudformation = new CloudFormationClient(options());
    await cloudformation.send(
      new CreateStackCommand({
        StackName: 'sns-to-lambda',
        TemplateBody: JSON.stringify(t.toJson()),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    await local.settled();
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: 'sns-to-lambda' }));
    expect(Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE');
    const outputs = Object.fromEntries(
      (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );

    await new SNSClient(options()).send(
      new PublishCommand({ TopicArn: outputs['TopicArn'], Message: 'hello there' }),
    );
    await local.settled();
    expect(local.aws.invocations()).toMatchObject([{ status: 'success' }]);

    const { events = [] } = await new CloudWatchLogsClient(options()).send(
      new FilterLogEventsCommand({ logGroupName: outputs['LogGroupName'], filterPattern: '"hello there"' }),
    );
    expect(events).toHaveLength(1);
    expect(events[0]?.message).toContain('"EventSource": "aws:sns"');
  });
});
