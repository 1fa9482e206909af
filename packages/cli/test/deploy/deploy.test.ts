import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { HeadBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeployResult } from '../../src/deploy/result.ts';
import { openWorkbench, type Workbench } from './support/session.ts';
import { functionStack, permissionOfNobody, topicStack } from './support/stacks.ts';

let bench: Workbench;
let cfn: CloudFormationClient;
beforeAll(async () => {
  bench = await openWorkbench();
  const { url: endpoint, region, credentials } = bench.local.aws;
  cfn = new CloudFormationClient({ endpoint, region, credentials });
});
afterAll(async () => {
  cfn.destroy();
  await bench.close();
});

const statusOf = async (StackName: string) => {
  try {
    const { Stacks } = await cfn.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0]?.StackStatus;
  } catch {
    return 'none';
  }
};
const parsed = (text: string) => JSON.parse(text) as DeployResult;

describe('wayleave deploy', () => {
  it('creates a stack, shows what was made, and says its outputs', async () => {
    const file = await bench.template('new.json', functionStack());
    const { code, out } = await bench.run(['deploy', file, '--stack', 'new', '--yes']);
    expect(out).toContain('Change set to create stack new in us-east-1');
    expect(out).toMatch(/\+ {2}Function {2}AWS::Lambda::Function/);
    expect(out).toContain('CAPABILITY_IAM is given for Role.');
    expect(out).toContain('+  Role: Allow lambda.amazonaws.com sts:AssumeRole');
    expect(out).toMatch(/✓ Function {2}CREATE_COMPLETE/);
    expect(out).toContain('Stack new is CREATE_COMPLETE');
    expect(out).toMatch(/Outputs\n {2}Name {2}new-Function-/);
    expect(code).toBe(0);
  });

  it('is done at once where nothing changes, and leaves no change set behind', async () => {
    const file = await bench.template('same.json', topicStack({ DisplayName: 'a' }));
    await bench.run(['deploy', file, '--stack', 'same', '--yes']);
    const { code, out } = await bench.run(['deploy', file, '--stack', 'same', '--yes', '--json']);
    expect(code).toBe(0);
    expect(parsed(out)).toMatchObject({ outcome: 'unchanged', stack: 'same', changes: [] });
  });

  it('updates with both values shown, keeps parameters, and replaces what must be replaced', async () => {
    const template = (more: Record<string, unknown>) => ({
      Parameters: { Title: { Type: 'String' } },
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'Title' }, ...more } },
        Queue: {
          Type: 'AWS::SQS::Queue',
          Properties: { DelaySeconds: 1, QueueName: `queue-${more['TopicName'] as string}` },
        },
      },
    });
    const one = await bench.template('one.json', template({ TopicName: 'one' }));
    const two = await bench.template('two.json', template({ TopicName: 'two' }));
    expect((await bench.run(['deploy', one, '--stack', 'updated', '--yes'])).error).toContain(
      'No value for parameter Title.\n  --parameters Title=…',
    );
    await bench.run(['deploy', one, '--stack', 'updated', '--yes', '--parameters', 'Title=a=b']);
    const { code, out } = await bench.run(['deploy', two, '--stack', 'updated', '--yes']);
    expect(code).toBe(0);
    expect(out).toContain('±  Topic  AWS::SNS::Topic  REPLACED, the old one is deleted');
    expect(out).toContain('TopicName: one → two  forces replacement');
    expect(out).toContain('2 to replace.');
    expect(out).not.toContain('DisplayName:');
    expect(await statusOf('updated')).toBe('UPDATE_COMPLETE');
    const { Stacks } = await cfn.send(new DescribeStacksCommand({ StackName: 'updated' }));
    expect(Stacks?.[0]?.Parameters).toEqual([{ ParameterKey: 'Title', ParameterValue: 'a=b' }]);
  });

  it('says what failed first and where it was written, and follows the rollback to its end', async () => {
    const file = await bench.template('broken.json', {
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic' },
        Permission: permissionOfNobody,
      },
    });
    const { code, out } = await bench.run(['deploy', file, '--stack', 'broken', '--yes']);
    expect(code).toBe(1);
    expect(out).toContain('Stack broken is ROLLBACK_COMPLETE.');
    expect(out).toMatch(
      /Failed first: Permission \(AWS::Lambda::Permission\) CREATE_FAILED\n {2}.*not-there.*\[\w+\]\n {2}at .*broken\.json:6:\d+/,
    );
    expect(out).toMatch(/- Topic {2}DELETE_COMPLETE/);
    const again = await bench.run(['deploy', file, '--stack', 'broken', '--yes']);
    expect(again).toMatchObject({ code: 1 });
    expect(again.error).toContain('wayleave delete --stack broken');
    expect((await bench.run(['delete', '--stack', 'broken', '--yes'])).code).toBe(0);
    expect(await statusOf('broken')).toBe('none');
  });

  it('rolls an update back, and tells programs what failed', async () => {
    const good = topicStack({ DisplayName: 'good' });
    await bench.run(['deploy', await bench.template('good.json', good), '--stack', 'back', '--yes']);
    const { Resources } = topicStack({ DisplayName: 'bad' });
    const bad = await bench.template('bad.json', {
      Resources: { ...Resources, Permission: permissionOfNobody },
    });
    const { code, out, error } = await bench.run(['deploy', bad, '--stack', 'back', '--yes', '--json']);
    expect(code).toBe(1);
    expect(parsed(out)).toMatchObject({
      outcome: 'failed',
      status: 'UPDATE_ROLLBACK_COMPLETE',
      failure: { logicalId: 'Permission', source: { line: expect.any(Number) } },
    });
    expect(error).toContain('Failed first: Permission');
  });

  it('deletes a new stack that fails, if told to, and refuses that for one that is there', async () => {
    const { Resources } = topicStack();
    const file = await bench.template('gone.json', {
      Resources: { ...Resources, Permission: permissionOfNobody },
    });
    const { code, out } = await bench.run([
      'deploy',
      file,
      '--stack',
      'gone',
      '--yes',
      '--on-failure',
      'delete',
    ]);
    expect(code).toBe(1);
    expect(out).toContain('Stack gone is DELETE_COMPLETE.');
    expect(out).toContain('Failed first: Permission');
    expect(await statusOf('gone')).toBe('none');
    const there = await bench.template('there.json', topicStack());
    await bench.run(['deploy', there, '--stack', 'there', '--yes']);
    const refused = await bench.run(['deploy', there, '--stack', 'there', '--yes', '--on-failure', 'delete']);
    expect(refused).toMatchObject({
      code: 2,
      error: expect.stringContaining('--on-failure delete is for new stacks'),
    });
  });

  it('plans without leaving anything: no change set, no stack that holds nothing', async () => {
    const file = await bench.template('plan.json', topicStack());
    const { code, out } = await bench.run(['deploy', file, '--stack', 'planned', '--plan']);
    expect(code).toBe(0);
    expect(out).toContain('1 to add.');
    expect(await statusOf('planned')).toBe('none');
  });

  it('asks on a terminal, and deploys nothing without a yes', async () => {
    const file = await bench.template('ask.json', topicStack());
    const declined = await bench.run(['deploy', file, '--stack', 'asked'], { answers: [false] });
    expect(declined).toMatchObject({ code: 1, out: expect.stringContaining('Nothing was deployed.') });
    const left = await bench.run(['deploy', file, '--stack', 'asked'], { answers: [undefined] });
    expect(left).toMatchObject({ code: 130, error: 'Interrupted.\n' });
    expect(await statusOf('asked')).toBe('none');
    const agreed = await bench.run(['deploy', file, '--stack', 'asked'], { answers: [true] });
    expect(agreed.code).toBe(0);
    expect(agreed.out).toContain('? Execute this change set on stack asked in us-east-1?');
    expect(agreed.out).toMatch(/asked {2}CREATE_COMPLETE {2}\d+\.\ds\n {2}✓ Topic/);
  });

  it('refuses to go on without a terminal and without --yes', async () => {
    const file = await bench.template('alone.json', topicStack());
    const { code, error } = await bench.run(['deploy', file, '--stack', 'alone']);
    expect(code).toBe(2);
    expect(error).toContain('nobody can be asked without a terminal');
    expect(error).toContain('--yes');
  });

  it('deploys nothing that its checks refuse', async () => {
    const file = await bench.template('denied.json', topicStack());
    const place = { label: 'Topic', type: 'AWS::SNS::Topic' };
    const { code, out } = await bench.run(['deploy', file, '--stack', 'denied', '--yes'], {
      check: async () => ({
        findings: [],
        hops: [
          {
            id: 'Topic-invoke-Function',
            kind: 'invoke',
            from: place,
            to: { label: 'Function', type: 'AWS::Lambda::Function' },
            answer: 'denied',
            because: 'no statement lets sns.amazonaws.com call lambda:InvokeFunction',
            questions: [],
            path: ['Resources', 'Topic'],
            fix: { text: 'add a permission' },
          },
        ],
      }),
    });
    expect(code).toBe(1);
    expect(out).toContain('✗ Topic ──invoke──▶ Function is denied\n  no statement lets sns.amazonaws.com');
    expect(out).toContain('fix: add a permission');
    expect(await statusOf('denied')).toBe('none');
  });

  it('sends large templates by a bucket of its own, encrypted, once for the same text', async () => {
    const resources = Object.fromEntries(
      Array.from({ length: 450 }, (_, index) => [
        `Logs${index}`,
        {
          Type: 'AWS::Logs::LogGroup',
          Condition: 'Never',
          Properties: { LogGroupName: `/large/${'x'.repeat(120)}/${index}` },
        },
      ]),
    );
    const large = {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Topic: { Type: 'AWS::SNS::Topic' }, ...resources },
    };
    const file = await bench.template('large.json', large);
    const refused = await bench.run(['deploy', file, '--stack', 'large', '--yes']);
    expect(refused).toMatchObject({ code: 1, error: expect.stringContaining('--create-bucket') });
    expect(await statusOf('large')).toBe('none');
    const { code, out } = await bench.run(['deploy', file, '--stack', 'large', '--yes', '--create-bucket']);
    expect(code).toBe(0);
    expect(out).toContain('s3://wayleave-deploy-111122223333-us-east-1/templates/');
    const again = await bench.run(['deploy', file, '--stack', 'large', '--yes']);
    expect(again.out).toContain('(there already)');
    const { url: endpoint, region, credentials } = bench.local.aws;
    const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    const Bucket = 'wayleave-deploy-111122223333-us-east-1';
    await s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: '111122223333' }));
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'templates/' }));
    expect(Contents).toHaveLength(1);
    s3.destroy();
  });

  it('finds drift, says it with both values, and is silent without', async () => {
    const file = await bench.template(
      'drift.json',
      topicStack({ DisplayName: 'mine' }, { Arn: { Value: { Ref: 'Topic' } } }),
    );
    const { out } = await bench.run(['deploy', file, '--stack', 'drifting', '--yes', '--json']);
    expect(await bench.run(['drift', '--stack', 'drifting'])).toMatchObject({
      code: 0,
      out: 'No drift was found in 1 resources of stack drifting.\n',
    });
    const { url: endpoint, region, credentials } = bench.local.aws;
    const sns = new SNSClient({ endpoint, region, credentials });
    const TopicArn = parsed(out).outputs?.['Arn'];
    await sns.send(
      new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'theirs' }),
    );
    const drifted = await bench.run(['drift', '--stack', 'drifting']);
    expect(drifted.code).toBe(1);
    expect(drifted.out).toContain('~ Topic  AWS::SNS::Topic  MODIFIED\n      /DisplayName: mine → theirs');
    const json = await bench.run(['drift', '--stack', 'drifting', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ status: 'DRIFTED', resources: [{ logicalId: 'Topic' }] });
    expect(await bench.run(['drift', '--stack', 'nowhere'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('There is no stack nowhere.'),
    });
    sns.destroy();
  });

  it('follows what ended last, and asks before it deletes', async () => {
    const file = await bench.template('followed.json', topicStack());
    await bench.run(['deploy', file, '--stack', 'followed', '--yes']);
    const followed = await bench.run(['follow', '--stack', 'followed']);
    expect(followed.code).toBe(0);
    expect(followed.out).toContain('Nothing is under way');
    expect(followed.out).toMatch(/✓ Topic {2}CREATE_COMPLETE/);
    expect((await bench.run(['delete', '--stack', 'followed'])).code).toBe(2);
    const kept = await bench.run(['delete', '--stack', 'followed'], { answers: [false] });
    expect(kept).toMatchObject({ code: 1, out: expect.stringContaining('Topic  AWS::SNS::Topic') });
    expect((await bench.run(['delete', '--stack', 'followed'], { answers: [true] })).code).toBe(0);
    expect(await statusOf('followed')).toBe('none');
  });
});
