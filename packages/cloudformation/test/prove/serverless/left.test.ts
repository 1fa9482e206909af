// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandServerless } from '../../../src/prove/model/serverless/expand-serverless.ts';
import { prove } from '../../../src/prove/prove.ts';
import { getAtt, queue, type Resources, ref, statement, topic } from '../hops/support.ts';
import { expectHops, fn, leftIn, proofOfSam, role, sam, withEvent } from './support.ts';

describe('what the transform refuses', () => {
  it.each([
    ['SNS', {}, 'it has no Topic'],
    ['SNS', { Topic: ref('Uploads'), SqsSubscription: { QueueArn: 'arn' } }, 'no QueueUrl'],
    ['S3', { Bucket: 'films', Events: 's3:ObjectCreated:*' }, 'no Ref to a bucket'],
    ['S3', { Bucket: ref('Uploads'), Events: 's3:ObjectCreated:*' }, 'no Ref to a bucket'],
    ['Schedule', { Schedule: 'rate(1 day)', State: 'ENABLED', Enabled: true }, 'both State and Enabled'],
    ['Schedule', { Schedule: 'rate(1 day)', DeadLetterConfig: {} }, 'one of Arn and Type'],
    ['ScheduleV2', {}, 'no ScheduleExpression'],
    ['Kinesis', { Stream: 'arn:aws:kinesis:eu-west-1:123456789012:stream/s' }, 'no StartingPosition'],
    ['MQ', { Broker: 'b', Queues: ['q'] }, 'one BASIC_AUTH'],
    ['SQS', { Queue: 'arn', DestinationConfig: {} }, undefined],
    ['SQS', { Queue: 'arn', DestinationConfig: { OnFailure: { Type: 'Lambda' } } }, 'none of SQS, SNS, S3'],
    ['Cognito', { UserPool: 'pool', Trigger: 'PreSignUp' }, 'no Ref to a user pool'],
    ['Quantum', {}, 'events of the type Quantum are not expanded'],
  ])('is left where it is an event: %s %j', (type, properties, why) => {
    const proof = proofOfSam({ Uploads: topic(), Video: withEvent(type, properties) });
    const left = leftIn(proof);
    if (why === undefined) expect(left).toEqual([]);
    else {
      expect(left).toMatchObject([{ path: ['Resources', 'Video', 'Properties', 'Events', 'Up'] }]);
      expect(left[0]?.message).toContain(why);
      const unknown = proof.hops.filter(({ answer }) => answer === 'unknown');
      expect(unknown.map(({ because, to }) => [because, to.label])).toEqual([
        [expect.stringContaining(why), 'Video'],
      ]);
      expect(proof.proven).toBe(false);
    }
    expectHops(proof, {
      'Video assume VideoRole': 'allowed',
      'Video write-logs /aws/lambda/Video': 'allowed',
    });
  });

  it('may let in whomever it names, and lets nobody in for sure', () => {
    const byHand = {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: ref('Uploads'), Protocol: 'lambda', Endpoint: getAtt('Video') },
    };
    const proof = proofOfSam({ Uploads: topic(), Video: withEvent('Quantum'), ByHand: byHand });
    expectHops(proof, { 'Uploads invoke Video': 'unknown' });
  });

  it('may add to the role that is made, and not to one that is given', () => {
    const jobs = (properties: object) =>
      withEvent('Quantum', {}, { DeadLetterConfig: { TargetArn: getAtt('Jobs') }, ...properties });
    expectHops(proofOfSam({ Jobs: queue(), Video: jobs({}) }), { 'Video on-failure Jobs': 'unknown' });
    const given = { Jobs: queue(), Given: role(), Video: jobs({ Role: getAtt('Given') }) };
    expectHops(proofOfSam(given), { 'Video on-failure Jobs': 'denied' });
  });

  it.each([
    [{ AutoPublishAlias: { 'Fn::Sub': '${AWS::Region}' } }],
    [{ AutoPublishAlias: '42' }],
    [{ DeadLetterQueue: { Type: 'Lambda', TargetArn: 'arn' } }],
    [{ FunctionUrlConfig: { AuthType: 'SOME' } }],
    [{ EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: 'Lambda' } } } }],
    [{ 'Fn::Transform': { Name: 'AWS::Include' } }],
    [{ Role: ref('AWS::NoValue') }],
  ])('is the whole function: %j', (properties) => {
    const proof = proofOfSam({
      Uploads: topic(),
      Video: withEvent('SNS', { Topic: ref('Uploads') }, properties),
    });
    expectHops(proof, { 'Video assume VideoRole': 'unknown', 'Uploads invoke Video': 'unknown' });
    expect(leftIn(proof)).toMatchObject([{ path: ['Resources', 'Video'] }]);
  });

  it('is a name that the template has already', () => {
    const taken = proofOfSam({ Video: fn(), VideoRole: role(statement('*', '*')) });
    expect(taken.hops.filter(({ kind }) => kind === 'assume').map(({ answer }) => answer)).toContain(
      'unknown',
    );
    expect(leftIn(taken)[0]?.message).toContain('VideoRole, is taken');
    const event = withEvent('SNS', { Topic: ref('Uploads') });
    const other = proofOfSam({ Uploads: topic(), Video: event, VideoUp: queue() });
    expect(leftIn(other)[0]?.message).toContain('the name VideoUp');
  });

  it('is everything where the template does not call the transform', () => {
    const { Transform: _, ...template } = sam({ Video: fn() }) as unknown as { Transform: string };
    // What is left has the members of a template.
    const proof = prove(template as never);
    expectHops(proof, { 'Video assume VideoRole': 'unknown' });
    expect(leftIn(proof)[0]?.message).toContain('does not call AWS::Serverless-2016-10-31');
  });

  it('is what a loop makes', () => {
    const loop = ['Name', ['A', 'B'], { 'Video${Name}': fn() }];
    const proof = proofOfSam(
      { 'Fn::ForEach::Videos': loop },
      {
        Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'],
      },
    );
    expectHops(proof, { 'VideoA assume VideoARole': 'unknown', 'VideoB assume VideoBRole': 'unknown' });
    expect(leftIn(proof)).toMatchObject([{ path: ['Resources', 'Fn::ForEach::Videos'] }]);
  });

  it('is not proven, even where no hop of it is to be seen', () => {
    const events = { 'Fn::ForEach::Events': ['Name', ['A'], { 'Up${Name}': { Type: 'SNS' } }] };
    const proof = proofOfSam(
      { Video: fn({ Events: events }) },
      { Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'] },
    );
    expect(leftIn(proof)).toMatchObject([
      { path: ['Resources', 'Video', 'Properties', 'Events', 'Fn::ForEach::Events'] },
    ]);
    expect(proof.proven).toBe(false);
  });

  it('is nothing of what CodeDeploy shifts traffic with, which no hop needs', () => {
    const preference = { AutoPublishAlias: 'live', DeploymentPreference: { Type: 'AllAtOnce' } };
    const proof = proofOfSam({ Video: fn(preference) });
    expect([proof.proven, leftIn(proof)]).toEqual([true, []]);
  });
});

describe('the transform', () => {
  const types = [
    'SNS',
    'SQS',
    'S3',
    'Schedule',
    'ScheduleV2',
    'EventBridgeRule',
    'MSK',
    'MQ',
    'Api',
    'Cognito',
  ];
  const keys = [
    'Topic',
    'Queue',
    'Bucket',
    'Events',
    'Type',
    'Properties',
    'Policies',
    'Role',
    'Fn::If',
    'Ref',
    'Up',
  ];
  const more = [
    'AutoPublishAlias',
    'EventInvokeConfig',
    'DestinationConfig',
    'OnFailure',
    'DeadLetterConfig',
    'Arn',
  ];
  const anything = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(...types, 'AWS::NoValue', 'Video', '', 'arn:aws:sqs:eu-west-1:123456789012:jobs'),
      fc.constantFrom(null, true, 7),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys, ...more), tie('any'), { maxKeys: 4 }),
    ),
  })).any;
  const typesOf = fc.constantFrom(
    'Function',
    'StateMachine',
    'Api',
    'HttpApi',
    'SimpleTable',
    'Connector',
    'Application',
  );

  it('never throws, whatever the template is, and nor does the proof', () => {
    const resource = fc.record({
      Type: typesOf.map((type) => `AWS::Serverless::${type}`),
      Properties: fc.oneof(
        anything,
        fc.record({
          Events: fc.dictionary(
            fc.constantFrom('Up', 'Down', '/'),
            fc.oneof(anything, fc.record({ Type: fc.constantFrom(...types), Properties: anything })),
          ),
          Policies: anything,
        }),
      ),
      Condition: anything,
      Connectors: anything,
    });
    const template = fc.record({
      Transform: fc.constant('AWS::Serverless-2016-10-31'),
      Globals: fc.oneof(anything, fc.record({ Function: anything })),
      Conditions: anything,
      Resources: fc.dictionary(fc.constantFrom('Video', 'Jobs', 'a-b', 'Up'), fc.oneof(resource, anything)),
    });
    fc.assert(
      fc.property(template, (each) => {
        const before = JSON.stringify(each);
        expandServerless(each);
        // The types of the builder have no such templates.
        prove(each as never);
        expect(JSON.stringify(each)).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  it('changes nothing in the template that it is given', () => {
    const template = sam({
      Films: { Type: 'AWS::S3::Bucket' },
      Video: withEvent('S3', { Bucket: ref('Films'), Events: 's3:ObjectCreated:*' }),
    });
    const before = structuredClone(template);
    prove(template);
    expect(template).toEqual(before);
  });
});

describe('names that the transform understands', () => {
  it('lead to what it makes', () => {
    const resources: Resources = {
      Video: fn({ AutoPublishAlias: 'live' }),
      Caller: fn({
        Environment: { Variables: { A: ref('Video.Alias'), V: { 'Fn::Sub': '${Video.Version}' } } },
        Policies: [
          { Statement: [statement('lambda:InvokeFunction', [ref('Video.Alias'), ref('Video.Version')])] },
        ],
      }),
    };
    expectHops(proofOfSam(resources), {
      'Caller invoke VideoAliaslive': 'allowed',
      'Caller invoke VideoVersion': 'allowed',
    });
    const own = statement('lambda:InvokeFunction', getAtt('Video'));
    const without = { ...resources, Caller: caller([{ Statement: [own] }]) };
    expectHops(proofOfSam(without), { 'Caller invoke Video': 'allowed' });
  });

  const caller = (policies: unknown) =>
    fn({ Environment: { Variables: { A: ref('Video.Alias') } }, Policies: policies });

  it('are those of made resources, as AWS makes them', () => {
    const policy = {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'jobs',
        Roles: [ref('VideoRole')],
        PolicyDocument: { Statement: [statement('sqs:SendMessage', getAtt('Jobs'))] },
      },
    };
    const video = fn({ Environment: { Variables: { JOBS: ref('Jobs') } } });
    expectHops(proofOfSam({ Jobs: queue(), Video: video, More: policy }), { 'Video use Jobs': 'allowed' });
  });
});

describe('a nested stack of SAM', () => {
  it('is expanded, and what it leaves is told with the stack', () => {
    const inner = sam(
      {
        Video: withEvent('SNS', { Topic: ref('TopicArn') }),
        Odd: withEvent('Quantum', {}),
      },
      { Parameters: { TopicArn: { Type: 'String' } } },
    );
    const outer = {
      Uploads: topic(),
      Inner: {
        Type: 'AWS::Serverless::Application',
        Properties: { Location: './inner.yaml', Parameters: { TopicArn: ref('Uploads') } },
      },
    };
    const proof = proofOfSam(outer, {}, { nested: { Inner: inner } });
    expectHops(proof, {
      'Uploads invoke Inner/Video': 'allowed',
      'Inner/Video assume Inner/VideoRole': 'allowed',
    });
    expect(leftIn(proof)).toMatchObject([{ path: ['Resources', 'Inner'] }]);
    const odd = proof.hops.filter(({ to }) => to.label === 'Inner/Odd');
    expect(odd.map(({ from, answer }) => [from.label, answer])).toEqual([['Quantum Up', 'unknown']]);
  });

  it('is an unknown hop where its template is not given', () => {
    const application = { Type: 'AWS::Serverless::Application', Properties: { Location: './inner.yaml' } };
    expectHops(proofOfSam({ Inner: application }), { 'Inner use ./inner.yaml': 'unknown' });
  });
});
