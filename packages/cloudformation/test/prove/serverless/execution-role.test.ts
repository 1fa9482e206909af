// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import { document, getAtt, queue, ref, statement, topic } from '../hops/support.ts';
import { expectHops, expectMended, fn, hopIn, leftIn, proofOfSam } from './support.ts';

const LOGS = 'Video write-logs /aws/lambda/Video';
const told = (properties: object = {}) =>
  fn({ Environment: { Variables: { JOBS: ref('Jobs') } }, ...properties });

describe('the role that is made for a function', () => {
  it('trusts Lambda, and may write logs', () => {
    const proof = proofOfSam({ Video: fn() });
    expectHops(proof, { 'Video assume VideoRole': 'allowed', [LOGS]: 'allowed' });
    expect(proof.proven).toBe(true);
  });

  it('has the trust policy that is written', () => {
    const other = document(
      statement('sts:AssumeRole', undefined, { Principal: { Service: 'ec2.amazonaws.com' } }),
    );
    const proof = proofOfSam({ Video: fn({ AssumeRolePolicyDocument: other }) });
    expectHops(proof, { 'Video assume VideoRole': 'denied' });
  });

  it('has no more rights than its boundary', () => {
    const boundary = (action: string) => ({
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: document(statement(action, '*')) },
    });
    const video = fn({ PermissionsBoundary: ref('Boundary') });
    expectHops(proofOfSam({ Video: video, Boundary: boundary('logs:*') }), { [LOGS]: 'allowed' });
    expectHops(proofOfSam({ Video: video, Boundary: boundary('s3:*') }), { [LOGS]: 'denied' });
  });

  it('has policies of AWS by name, documents and policy templates, in a list or alone', () => {
    const send = document(statement('sqs:SendMessage', getAtt('Jobs')));
    for (const policies of [
      'AmazonSQSReadsAndWrites',
      [send],
      send,
      [{ SQSSendMessagePolicy: { QueueName: getAtt('Jobs', 'QueueName') } }],
      ['AWSLambdaBasicExecutionRole', { ...send, Version: '2008-10-17' }],
    ]) {
      const proof = proofOfSam({ Jobs: queue(), Video: told({ Policies: policies }) });
      const answer = policies === 'AmazonSQSReadsAndWrites' ? 'unknown' : 'allowed';
      expectHops(proof, { 'Video use Jobs': answer });
    }
  });

  it('may do nothing to what no policy names, and is mended by an entry in Policies', () => {
    const without = expectMended(
      { Jobs: queue(), Other: queue(), Video: namesJobs() },
      'Video on-failure Jobs',
    );
    expect(without.fix?.text).toBe(
      'add sqs:SendMessage on Jobs to Policies of Video, as - Statement: [{"Effect":"Allow","Action":["sqs:SendMessage"],"Resource":{"Fn::GetAtt":["Jobs","Arn"]}}]',
    );
    expect(without.fix?.code).toBeUndefined();
    expect(without.fix?.patch).toMatchObject([
      { op: 'add', path: ['Resources', 'Video', 'Properties', 'Policies'] },
    ]);
    const withOne = expectMended(
      { Jobs: queue(), Video: namesJobs({ Policies: ['AWSLambdaBasicExecutionRole'] }) },
      'Video on-failure Jobs',
    );
    expect(withOne.fix?.patch).toMatchObject([
      { path: ['Resources', 'Video', 'Properties', 'Policies', '-'] },
    ]);
    const one = proofOfSam({ Jobs: queue(), Video: namesJobs({ Policies: 'AWSLambdaBasicExecutionRole' }) });
    expect(hopIn(one, 'Video on-failure Jobs').fix).not.toHaveProperty('patch');
  });

  /** Its dead-letter queue is set beside SAM, so that the role is given nothing for it. */
  function namesJobs(more: object = {}) {
    return fn({ DeadLetterConfig: { TargetArn: getAtt('Jobs') }, ...more });
  }

  it('is denied what a policy of its own denies', () => {
    const policies = [
      document(statement('sqs:*', '*')),
      document({ Effect: 'Deny', Action: 'sqs:*', Resource: '*' }),
    ];
    const dead = { Type: 'SQS', TargetArn: getAtt('Jobs') };
    const proof = proofOfSam({ Jobs: queue(), Video: fn({ Policies: policies, DeadLetterQueue: dead }) });
    expectHops(proof, { 'Video on-failure Jobs': 'denied', [LOGS]: 'allowed' });
  });

  it('has a policy in Fn::If where its condition holds', () => {
    const send = document(statement('sqs:SendMessage', getAtt('Jobs')));
    const policies = [{ 'Fn::If': ['IsProduction', send, ref('AWS::NoValue')] }];
    const sections = {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { IsProduction: { 'Fn::Equals': [ref('Stage'), 'production'] } },
    };
    const proof = proofOfSam({ Jobs: queue(), Video: told({ Policies: policies }) }, sections);
    const hops = proof.hops.filter(({ kind }) => kind === 'use');
    expect(hops.map(({ answer, when }) => [answer, when])).toEqual([
      ['denied', ['IsProduction = false']],
      ['allowed', ['IsProduction = true']],
    ]);
  });

  it('may anything, and be denied anything, by an entry that the transform does not take', () => {
    for (const entry of [
      { NoSuchPolicy: { QueueName: 'jobs' } },
      { SQSSendMessagePolicy: {} },
      { 'Fn::If': ['IsProduction', 'AmazonSQSFullAccess', document(statement('sqs:*', '*'))] },
      7,
    ]) {
      const proof = proofOfSam({ Video: fn({ Policies: [entry] }) });
      expectHops(proof, { [LOGS]: 'unknown', 'Video assume VideoRole': 'allowed' });
      expect(leftIn(proof)).toEqual([
        {
          message: expect.stringContaining('policy 1 of its Policies is of no form that the transform takes'),
          path: ['Resources', 'Video', 'Properties', 'Policies', 0],
        },
      ]);
    }
  });

  it('may send to the dead-letter queue and the destinations of the function', () => {
    const invoke = {
      DestinationConfig: {
        OnSuccess: { Type: 'SNS' },
        OnFailure: { Type: 'SQS', Destination: getAtt('Jobs') },
      },
    };
    const proof = proofOfSam({ Jobs: queue(), Video: fn({ EventInvokeConfig: invoke }) });
    expectHops(proof, {
      'Video on-success VideoEventInvokeConfigOnSuccessTopic': 'allowed',
      'Video on-failure Jobs': 'allowed',
    });
    const wrong = { DestinationConfig: { OnFailure: { Type: 'SNS', Destination: getAtt('Jobs') } } };
    expectMended({ Jobs: queue(), Video: fn({ EventInvokeConfig: wrong }) }, 'Video on-failure Jobs');
    const dead = fn({ DeadLetterQueue: { Type: 'SNS', TargetArn: ref('Told') } });
    expectHops(proofOfSam({ Told: topic(), Video: dead }), { 'Video on-failure Told': 'allowed' });
    const misnamed = fn({ DeadLetterQueue: { Type: 'SQS', TargetArn: ref('Told') } });
    expectMended({ Told: topic(), Video: misnamed }, 'Video on-failure Told');
  });

  it('is made only where Role gives none', () => {
    const sections = {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { IsProduction: { 'Fn::Equals': [ref('Stage'), 'production'] } },
    };
    const given = 'arn:aws:iam::123456789012:role/video';
    const half = fn({ Role: { 'Fn::If': ['IsProduction', given, ref('AWS::NoValue')] } });
    const proof = proofOfSam({ Video: half }, sections);
    const assumed = proof.hops.filter(({ kind }) => kind === 'assume');
    expect(assumed.map(({ to, answer, when }) => [to.label, answer, when?.join()])).toEqual([
      ['VideoRole', 'allowed', expect.stringContaining('IsProduction = false')],
      [given, 'unknown', expect.stringContaining('IsProduction = true')],
    ]);
    const whole = proofOfSam({ Video: fn({ Role: given, Policies: ['AmazonSQSFullAccess'] }) });
    expectHops(whole, { [`Video assume ${given}`]: 'unknown' });
  });

  it('may send traces, and make what it needs in a network, where the function does', () => {
    const proof = proofOfSam({
      Video: fn({ Tracing: 'Active', VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } }),
    });
    expect(proof.findings.filter(({ id }) => id === 'TracingNotAllowed')).toEqual([]);
    expectHops(proof, { [LOGS]: 'allowed' });
  });
});

describe('globals', () => {
  const dead = { DeadLetterQueue: { Type: 'SQS', TargetArn: getAtt('Jobs') } };
  const sections = { Globals: { Function: { ...dead, Environment: { Variables: { A: ref('Told') } } } } };

  it('are below the properties of a function', () => {
    const own = fn({
      Environment: { Variables: { B: ref('Films') } },
      Policies: [document(statement('*', '*'))],
    });
    const proof = proofOfSam({ Jobs: queue(), Films: queue(), Told: topic(), Video: own }, sections);
    expectHops(proof, {
      'Video on-failure Jobs': 'allowed',
      'Video use Told': 'allowed',
      'Video use Films': 'allowed',
    });
  });

  it('are left out where a function ignores them', () => {
    for (const ignored of ['*', ['DeadLetterQueue', 'Environment']]) {
      const video = { ...fn(), IgnoreGlobals: ignored };
      const { hops } = proofOfSam({ Jobs: queue(), Told: topic(), Video: video }, sections);
      expect(hops.map(({ kind }) => kind)).toEqual(['assume', 'write-logs']);
    }
  });

  it('that cannot be ignored leave the function', () => {
    const video = { ...fn(), IgnoreGlobals: ['Timeout'] };
    const proof = proofOfSam({ Jobs: queue(), Told: topic(), Video: video }, sections);
    expectHops(proof, { 'Video assume VideoRole': 'unknown' });
    expect(leftIn(proof)).toMatchObject([{ path: ['Resources', 'Video'] }]);
  });
});
