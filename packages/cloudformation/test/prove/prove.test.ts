import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import snsToLambda from '../../../../examples/sns-to-lambda/template.ts';
import { videoPipeline } from '../../../../examples/video-pipeline/stack.ts';
import { parseTemplate } from '../../src/index.ts';
import { prove } from '../../src/prove/prove.ts';
import { proveBy } from '../../src/prove/prove-by.ts';
import { referenceStack } from '../support/reference-stack.ts';
import { referenceStackJson } from '../support/reference-stack-json.ts';
import {
  document,
  getAtt,
  hopOf,
  proofOf,
  queue,
  type Resources,
  ref,
  remove,
  set,
  topic,
} from './hops/support.ts';

const lines = (proof: ReturnType<typeof prove>) =>
  proof.hops.map((hop) => `${hop.from.label} ${hop.kind} ${hop.to.label}: ${hop.answer}`);
const broken = (change: (resources: Resources) => void) => {
  // The copy is made to be changed.
  const resources = structuredClone(referenceStackJson().Resources) as Resources;
  change(resources);
  return proofOf(resources);
};

describe('prove', () => {
  it('finds the reference stack wholly allowed, as JSON and by the builder', () => {
    const expected = [
      'Topic invoke Function: allowed',
      'Function assume Role: allowed',
      'Function write-logs /aws/lambda/Function: allowed',
    ];
    for (const stack of [referenceStackJson(), referenceStack()]) {
      const proof = prove(stack);
      expect(lines(proof)).toEqual(expected);
      expect(proof).toMatchObject({ proven: true, scenarios: [{ name: 'always' }] });
    }
  });

  it('tells where the builder wired a hop', () => {
    const { source } = hopOf(prove(referenceStack()), 'Function', 'assume', 'Role');
    expect(source?.file).toMatch(/reference-stack\.ts$/);
  });

  it('finds the examples wholly allowed', () => {
    expect(prove(snsToLambda)).toMatchObject({ proven: true });
    const proof = prove(videoPipeline());
    expect(proof).toMatchObject({ proven: true });
    expect(lines(proof)).toEqual([
      'UploaderRole publish Uploads: allowed',
      'Uploads invoke VideoProcessor: allowed',
      'Uploads redrive Undelivered: allowed',
      'VideoProcessor assume ExecutionRole: allowed',
      'VideoProcessor write-logs Logs: allowed',
      'VideoProcessor on-failure Undelivered: allowed',
      'VideoProcessor use UploadBucket: allowed',
      'VideoProcessor use OutputBucket: allowed',
    ]);
  });

  it('finds what an example is without', () => {
    expect(
      hopOf(prove(videoPipeline(['lambda-permission'])), 'Uploads', 'invoke', 'VideoProcessor').answer,
    ).toBe('denied');
    expect(
      hopOf(prove(videoPipeline(['execution-role-logs'])), 'VideoProcessor', 'write-logs', 'Logs').answer,
    ).toBe('denied');
  });

  it('has no false alarm on what CDK makes of SNS to Lambda', () => {
    const managed = {
      'Fn::Join': [
        '',
        ['arn:', ref('AWS::Partition'), ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      ],
    };
    const redrive = statementFor('sqs:SendMessage', getAtt('DeadB4C2A7D1'), 'sns.amazonaws.com');
    const resources: Resources = {
      TopicBFC7AF6E: topic(),
      DeadB4C2A7D1: queue(),
      DeadPolicy5C1B: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { PolicyDocument: document(redrive), Queues: [ref('DeadB4C2A7D1')] },
      },
      FnServiceRole2AB3: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: document({
            Action: 'sts:AssumeRole',
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com' },
          }),
          ManagedPolicyArns: [managed],
        },
      },
      FnServiceRoleDefaultPolicyF1: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyDocument: document({
            Action: 'sns:Publish',
            Effect: 'Allow',
            Resource: ref('TopicBFC7AF6E'),
          }),
          PolicyName: 'FnServiceRoleDefaultPolicyF1',
          Roles: [ref('FnServiceRole2AB3')],
        },
      },
      Fn9270CBC0: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { ZipFile: '' },
          Handler: 'index.handler',
          Role: getAtt('FnServiceRole2AB3'),
          Runtime: 'nodejs22.x',
          Environment: { Variables: { TOPIC: ref('TopicBFC7AF6E') } },
        },
        DependsOn: ['FnServiceRoleDefaultPolicyF1', 'FnServiceRole2AB3'],
      },
      FnAllowInvoke: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: getAtt('Fn9270CBC0'),
          Principal: 'sns.amazonaws.com',
          SourceArn: ref('TopicBFC7AF6E'),
        },
      },
      FnTopic: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          Endpoint: getAtt('Fn9270CBC0'),
          Protocol: 'lambda',
          RedrivePolicy: { deadLetterTargetArn: getAtt('DeadB4C2A7D1') },
          TopicArn: ref('TopicBFC7AF6E'),
        },
      },
      CDKMetadata: {
        Type: 'AWS::CDK::Metadata',
        Properties: { Analytics: 'v2' },
        Condition: 'CDKMetadataAvailable',
      },
    };
    const conditions = {
      CDKMetadataAvailable: { 'Fn::Or': [{ 'Fn::Equals': [ref('AWS::Region'), 'eu-west-1'] }] },
    };
    const proof = proofOf(resources, {}, { Conditions: conditions });
    expect(proof).toMatchObject({ proven: true });
    expect(proof.hops).toHaveLength(5);
  });

  it('names the scenarios in which the worst answer holds', () => {
    const resources = structuredClone(referenceStackJson().Resources) as Resources;
    set(resources, 'Permission.Condition', 'Wired');
    const conditions = { Wired: { 'Fn::Equals': [ref('Wire'), 'yes'] } };
    const sections = { Parameters: { Wire: { Type: 'String' } }, Conditions: conditions };
    const proof = proofOf(resources, {}, sections);
    expect(proof.scenarios.map(({ name }) => name)).toEqual(['Wired = false', 'Wired = true']);
    expect(hopOf(proof, 'Topic', 'invoke', 'Function')).toMatchObject({
      answer: 'denied',
      when: ['Wired = false'],
    });
    expect(hopOf(proof, 'Function', 'assume', 'Role').when).toBeUndefined();
    expect(proofOf(resources, { parameters: { Wire: 'yes' } }, sections).proven).toBe(true);
  });

  it('puts what lies behind an alias behind it', () => {
    const proof = broken((r) => {
      set(r, 'Alias', {
        Type: 'AWS::Lambda::Alias',
        Properties: { FunctionName: ref('Function'), FunctionVersion: '1', Name: 'live' },
      });
      set(r, 'Topic.Properties.Subscription.0.Endpoint', ref('Alias'));
    });
    expect(proof.hops.map(({ kind }) => kind)).toEqual(['invoke', 'assume', 'write-logs']);
  });

  it('has the findings of its rules, each once and worst first', () => {
    const finding = (id: string, severity: 'error' | 'info') => ({
      id,
      severity,
      message: id,
      cause: '',
      fix: '',
      path: [],
    });
    const proof = proveBy(
      [() => [finding('b', 'info'), finding('b', 'info')], () => [finding('a', 'error')]],
      referenceStackJson(),
    );
    expect(proof.findings.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(proof.proven).toBe(false);
  });

  it('makes ids that stay the same and are each one hop', () => {
    const proof = broken((r) => {
      set(r, 'Second', {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: ref('Topic'), Protocol: 'lambda', Endpoint: getAtt('Function') },
      });
    });
    expect(proof.hops.map(({ id }) => id).slice(0, 2)).toEqual([
      'Topic-invoke-Function',
      'Topic-invoke-Function-2',
    ]);
  });
});

describe('each fault of authorisation in the reference stack', () => {
  const faults: readonly (readonly [
    name: string,
    change: (r: Resources) => void,
    hop: string,
    words: RegExp,
  ])[] = [
    ['no permission', (r) => remove(r, 'Permission'), 'Topic invoke Function', /no permission for Topic/],
    [
      'the principal of another service',
      (r) => set(r, 'Permission.Properties.Principal', 's3.amazonaws.com'),
      'Topic invoke Function',
      /for s3\.amazonaws\.com/,
    ],
    [
      'the source of another topic',
      (r) => {
        set(r, 'Other', topic());
        set(r, 'Permission.Properties.SourceArn', ref('Other'));
      },
      'Topic invoke Function',
      /wanted Other, got Topic/,
    ],
    [
      'a permission on another function',
      (r) => {
        set(r, 'F2', structuredClone(r['Function']));
        set(r, 'Permission.Properties.FunctionName', ref('F2'));
      },
      'Topic invoke Function',
      /Permission "Permission" is on F2/,
    ],
    [
      'another action',
      (r) => set(r, 'Permission.Properties.Action', 'lambda:GetFunction'),
      'Topic invoke Function',
      /lambda:GetFunction/,
    ],
    [
      'a role that trusts EC2',
      (r) =>
        set(r, 'Role.Properties.AssumeRolePolicyDocument.Statement.0.Principal.Service', [
          'ec2.amazonaws.com',
        ]),
      'Function assume Role',
      /trusts ec2\.amazonaws\.com/,
    ],
    [
      'a role without rights on logs',
      (r) => remove(r, 'Policy'),
      'Function write-logs /aws/lambda/Function',
      /no policy of Role allows logs:CreateLogStream/,
    ],
    [
      'a dead-letter queue without a policy',
      (r) => {
        remove(r, 'Topic.Properties.Subscription');
        set(r, 'Sub', {
          Type: 'AWS::SNS::Subscription',
          Properties: {
            TopicArn: ref('Topic'),
            Protocol: 'lambda',
            Endpoint: getAtt('Function'),
            RedrivePolicy: { deadLetterTargetArn: getAtt('Q') },
          },
        });
        set(r, 'Q', queue());
      },
      'Topic redrive Q',
      /Q has no policy that lets sns/,
    ],
    [
      'an alias with the permission on the function',
      (r) => {
        set(r, 'V', { Type: 'AWS::Lambda::Version', Properties: { FunctionName: ref('Function') } });
        set(r, 'A', {
          Type: 'AWS::Lambda::Alias',
          Properties: {
            FunctionName: ref('Function'),
            FunctionVersion: getAtt('V', 'Version'),
            Name: 'live',
          },
        });
        set(r, 'Topic.Properties.Subscription.0.Endpoint', ref('A'));
      },
      'Topic invoke A',
      /without a qualifier/,
    ],
    [
      "AWS's own key and a service as publisher",
      (r) => {
        set(r, 'Topic.Properties.KmsMasterKeyId', 'alias/aws/sns');
        set(r, 'Rule', {
          Type: 'AWS::Events::Rule',
          Properties: { ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 't', Arn: ref('Topic') }] },
        });
      },
      'Rule encrypt alias/aws/sns',
      /AWS owns/,
    ],
    [
      'an endpoint that is a topic',
      (r) => {
        set(r, 'O', topic());
        set(r, 'Topic.Properties.Subscription.0.Endpoint', ref('O'));
      },
      'Topic invoke O',
      /no function/,
    ],
  ];
  it.each(faults)('%s is a denied hop that names it', (_, change, hop, words) => {
    const proof = broken(change);
    const found = proof.hops.find(({ from, kind, to }) => `${from.label} ${kind} ${to.label}` === hop);
    expect(found, lines(proof).join('\n')).toMatchObject({ answer: 'denied' });
    expect(found?.because).toMatch(words);
    expect(proof.proven).toBe(false);
  });

  it('a permission for everyone is allowed: SNS may invoke, as may others', () => {
    expect(broken((r) => remove(r, 'Permission.Properties.SourceArn')).proven).toBe(true);
  });
});

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const corpora = `${process.env['WAYLEAVE_CORPORA'] ?? `${root}../shared/corpora`}/aws/templates/`;

describe('templates of others', () => {
  it.skipIf(!existsSync(corpora))('are proved without an error, and shown without stand-ins', () => {
    const files = readdirSync(corpora, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    let proved = 0;
    for (const { parentPath, name } of files) {
      const text = readFileSync(`${parentPath}/${name}`, 'utf8');
      const json = readable(text);
      if (json === undefined) continue;
      proved++;
      expect(JSON.stringify(prove(json)), name).not.toMatch(/[\uE000-\uF8FF]/);
    }
    expect(proved).toBeGreaterThan(100);
  });
});

function readable(text: string) {
  try {
    return parseTemplate(text).toJson({ validate: false });
  } catch {
    return undefined;
  }
}

function statementFor(action: string, resource: unknown, service: string) {
  return {
    Action: action,
    Effect: 'Allow',
    Principal: { Service: service },
    Resource: resource,
    Condition: { ArnEquals: { 'aws:SourceArn': ref('TopicBFC7AF6E') } },
  };
}
