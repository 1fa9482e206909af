import { describe, expect, it } from 'vitest';
import { parseTemplate, resource, template } from '../../../src/index.ts';
import { prove } from '../../../src/prove/prove.ts';
import { document, getAtt, queue, ref, statement, topic } from '../hops/support.ts';
import { expectMended, fn, hopIn, proofOfSam, withEvent } from './support.ts';

const EVENT = ['Resources', 'Video', 'Properties', 'Events', 'Up'];

describe('a place in what is made', () => {
  it('is where the event is written, as far as it is written there', () => {
    const filtered = { Topic: ref('Uploads'), FilterPolicy: { film: { length: ['long'] } } };
    const proof = proofOfSam({ Uploads: topic(), Video: withEvent('SNS', filtered) });
    expect(hopIn(proof, 'Uploads invoke Video').path).toEqual(EVENT);
    const paths = proof.findings.filter(({ id }) => id.startsWith('FilterPolicy')).map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) expect(path.slice(0, 5)).toEqual(EVENT);
  });

  it('is the entry of Policies that makes a policy of the role', () => {
    const wide = [
      'AWSLambdaBasicExecutionRole',
      { SNSPublishMessagePolicy: { TopicName: getAtt('Uploads', 'TopicName') } },
      document(statement('sqs:*', '*')),
    ];
    const proof = proofOfSam({ Uploads: topic(), Video: fn({ Policies: wide }) });
    expect(hopIn(proof, 'Video publish Uploads').path).toEqual([
      'Resources',
      'Video',
      'Properties',
      'Policies',
      1,
    ]);
    const found = proof.findings.find(({ id }) => id === 'WildcardAction');
    expect(found?.path.slice(0, 5)).toEqual(['Resources', 'Video', 'Properties', 'Policies', 2]);
    expect(found).not.toHaveProperty('patch');
  });

  it('is the event also where a bucket or a user pool of the template is changed', () => {
    const films = { Films: { Type: 'AWS::S3::Bucket' }, Pool: { Type: 'AWS::Cognito::UserPool' } };
    const video = fn({
      Events: {
        Up: { Type: 'S3', Properties: { Bucket: ref('Films'), Events: 's3:ObjectCreated:*' } },
        In: { Type: 'Cognito', Properties: { UserPool: ref('Pool'), Trigger: 'PreSignUp' } },
      },
    });
    const proof = proofOfSam({ ...films, Video: video });
    expect(hopIn(proof, 'Films invoke Video').path).toEqual(EVENT);
    expect(hopIn(proof, 'Pool invoke Video').path).toEqual([...EVENT.slice(0, -1), 'In']);
  });

  it('is told in the words of SAM', () => {
    const fixes = (event: object) => {
      const proof = proofOfSam({ Uploads: topic(), Dead: queue(), Video: withEvent('SNS', event) });
      return Object.fromEntries(proof.findings.map(({ id, fix }) => [id, fix]));
    };
    expect(fixes({ Topic: ref('Uploads') })).toMatchObject({
      NoFailureDestination: 'Set EventInvokeConfig with DestinationConfig.OnFailure, or DeadLetterQueue.',
    });
    expect(fixes({ Topic: ref('Uploads'), SqsSubscription: true })).toMatchObject({
      NoDeadLetterQueue:
        'Declare a queue with RedrivePolicy, and name it as QueueArn and QueueUrl of SqsSubscription.',
    });
    const own = { QueueArn: getAtt('Dead', 'Arn'), QueueUrl: ref('Dead') };
    expect(fixes({ Topic: ref('Uploads'), SqsSubscription: own })).toMatchObject({
      NoDeadLetterQueue: 'Set RedrivePolicy.',
    });
  });

  it('has the line of the resource that it is made of', () => {
    const text = [
      'Transform: AWS::Serverless-2016-10-31',
      'Resources:',
      '  Uploads: { Type: AWS::SNS::Topic }',
      '  Video:',
      '    Type: AWS::Serverless::Function',
      '    Properties:',
      '      Events:',
      '        Up: { Type: SNS, Properties: { Topic: !Ref Uploads } }',
    ].join('\n');
    const proof = prove(parseTemplate(text, { file: 'stack.yaml' }));
    expect(hopIn(proof, 'Uploads invoke Video').source).toMatchObject({ file: 'stack.yaml', line: 4 });
    const built = template('Videos', { Transform: 'AWS::Serverless-2016-10-31' });
    built.add('Video', resource('AWS::Serverless::Function', 'any', { Handler: 'index.handler' }));
    const { source } = hopIn(prove(built), 'Video assume VideoRole');
    expect(source?.file).toMatch(/places\.test\.ts$/);
  });
});

describe('a patch', () => {
  it('of something beside SAM names what is made, and mends the hop', () => {
    const dead = { Schedule: 'rate(1 day)', DeadLetterConfig: { Arn: getAtt('Dead') } };
    const { fix } = expectMended(
      { Dead: queue(), Video: withEvent('Schedule', dead) },
      'VideoUp redrive Dead',
    );
    expect(JSON.stringify(fix?.patch)).toContain('VideoUp');
  });

  it('is not made for a function, a made resource, or a name that has a hash when it is deployed', () => {
    const video = fn({
      AutoPublishAlias: 'live',
      Events: { Up: { Type: 'SNS', Properties: { Topic: ref('Uploads'), Region: 'eu-west-1' } } },
    });
    const byHand = {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: ref('Uploads'), Protocol: 'lambda', Endpoint: ref('Video.Version') },
    };
    const proof = proofOfSam({ Uploads: topic(), Video: video, ByHand: byHand });
    const hop = hopIn(proof, 'Uploads invoke VideoVersion');
    expect(hop).toMatchObject({ answer: 'denied', fix: { text: expect.stringContaining('VideoVersion') } });
    expect(hop.fix).not.toHaveProperty('patch');
    const patches = [...proof.findings, ...proof.hops.map(({ fix }) => fix)].flatMap(
      (each) => each?.patch ?? [],
    );
    for (const { path } of patches) expect(path[1]).not.toMatch(/^Video/);
  });
});

describe('the proof', () => {
  it('has the members that it has of any template, and is plain data', () => {
    const plain = prove({ Resources: { Uploads: topic() } } as never);
    const proof = proofOfSam({ Uploads: topic(), Video: withEvent('SNS', { Topic: ref('Uploads') }) });
    expect(Object.keys(proof)).toEqual(Object.keys(plain));
    expect(JSON.parse(JSON.stringify(proof))).toEqual(proof);
    const members = ['id', 'kind', 'from', 'to', 'answer', 'because', 'questions', 'path'];
    for (const hop of proof.hops) expect(Object.keys(hop).toSorted()).toEqual(members.toSorted());
  });
});
