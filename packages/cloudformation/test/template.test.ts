import {
  AccountId,
  allow,
  and,
  equals,
  if_,
  importValue,
  join,
  later,
  NoValue,
  not,
  or,
  Partition,
  policyDocument,
  Region,
  resource,
  select,
  split,
  template,
} from '@wayleave/cloudformation';
import { Policy, Role } from '@wayleave/cloudformation/aws/iam';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { Subscription, Topic } from '@wayleave/cloudformation/aws/sns';
import { Queue } from '@wayleave/cloudformation/aws/sqs';
import { describe, expect, it } from 'vitest';

function referenceStack() {
  const t = template();
  const role = t.add(
    'Role',
    Role({
      AssumeRolePolicyDocument: policyDocument(
        allow({ actions: ['sts:AssumeRole'], principals: { Service: ['lambda.amazonaws.com'] } }),
      ),
    }),
  );
  t.add(
    'Policy',
    Policy({
      PolicyName: 'logs',
      Roles: [role.ref],
      PolicyDocument: policyDocument(allow({ actions: ['logs:*'], resources: ['arn:aws:logs:*:*:*'] })),
    }),
  );
  const code = ['import json', 'def handler(event, context):', '    print(json.dumps(event))'];
  const fn = t.add(
    'Function',
    LambdaFunction({
      Code: { ZipFile: join('\n', code) },
      Handler: 'index.handler',
      Runtime: 'python3.13',
      Role: role.Arn,
    }),
  );
  const topic = t.add('Topic', Topic({ Subscription: [{ Protocol: 'lambda', Endpoint: fn.Arn }] }));
  t.add(
    'Permission',
    Permission({
      Action: 'lambda:InvokeFunction',
      FunctionName: fn.Arn,
      Principal: 'sns.amazonaws.com',
      SourceArn: topic.ref,
    }),
  );
  return t;
}

describe('a template', () => {
  it("is the article's stack, resource by resource", () => {
    expect(referenceStack().toJson()).toEqual({
      AWSTemplateFormatVersion: '2010-09-09',
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { Service: ['lambda.amazonaws.com'] },
                  Action: ['sts:AssumeRole'],
                },
              ],
            },
          },
        },
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            PolicyName: 'logs',
            Roles: [{ Ref: 'Role' }],
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: ['logs:*'], Resource: ['arn:aws:logs:*:*:*'] }],
            },
          },
        },
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Code: {
              ZipFile: {
                'Fn::Join': [
                  '\n',
                  ['import json', 'def handler(event, context):', '    print(json.dumps(event))'],
                ],
              },
            },
            Handler: 'index.handler',
            Runtime: 'python3.13',
            Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          },
        },
        Topic: {
          Type: 'AWS::SNS::Topic',
          Properties: {
            Subscription: [{ Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Function', 'Arn'] } }],
          },
        },
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] },
            Principal: 'sns.amazonaws.com',
            SourceArn: { Ref: 'Topic' },
          },
        },
      },
    });
  });

  it('prints the same bytes every time, in the order of the program', () => {
    const once = JSON.stringify(referenceStack().toJson());
    expect(JSON.stringify(referenceStack().toJson())).toBe(once);
    expect(Object.keys(referenceStack().toJson().Resources)).toEqual([
      'Role',
      'Policy',
      'Function',
      'Topic',
      'Permission',
    ]);
  });

  it('is frozen through and through, and so is what went into it', () => {
    const t = referenceStack();
    const frozenThrough = (data: unknown): boolean =>
      typeof data !== 'object' ||
      data === null ||
      (Object.isFrozen(data) && Object.values(data).every(frozenThrough));
    expect(frozenThrough(t.toJson())).toBe(true);
    expect(Object.isFrozen(t)).toBe(true);
    const given = { DisplayName: 'one' };
    const topic = Topic(given);
    given.DisplayName = 'two';
    expect(topic.properties).toEqual({ DisplayName: 'one' });
    expect(frozenThrough(topic)).toBe(true);
  });

  it('writes parameters, mappings, conditions, outputs and the attributes of a resource', () => {
    const t = template('All sections', { Metadata: { Owner: 'video' } });
    const stage = t.parameter('Stage', {
      Type: 'String',
      AllowedValues: ['test', 'production'],
      Default: 'test',
    });
    const secret = t.parameter('Secret', { Type: 'String', NoEcho: true });
    const retention = t.mapping('Retention', { test: { seconds: 60 }, production: { seconds: 1_209_600 } });
    const production = t.condition('Production', equals(stage.ref, 'production'));
    const quiet = t.condition('Quiet', and(not(production), or(equals(Region, 'eu-west-1'), production)));
    const queue = t.add('Queue', Queue({ MessageRetentionPeriod: retention.find(stage.ref, 'seconds') }), {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Metadata: { Why: 'messages are kept' },
    });
    t.add('Topic', Topic({ DisplayName: if_(production, 'Live', NoValue) }), {
      DependsOn: [queue, 'Later'],
      Condition: quiet,
    });
    t.add('Later', Topic());
    t.output('QueueName', select(5, split(':', queue.Arn)), {
      Description: 'Its name',
      Condition: quiet,
      Export: { Name: join('-', [stage.ref, 'queue']) },
    });
    expect(secret.noEcho).toBe(true);
    expect(t.toJson()).toEqual({
      AWSTemplateFormatVersion: '2010-09-09',
      Description: 'All sections',
      Metadata: { Owner: 'video' },
      Parameters: {
        Stage: { Type: 'String', AllowedValues: ['test', 'production'], Default: 'test' },
        Secret: { Type: 'String', NoEcho: true },
      },
      Mappings: { Retention: { test: { seconds: 60 }, production: { seconds: 1_209_600 } } },
      Conditions: {
        Production: { 'Fn::Equals': [{ Ref: 'Stage' }, 'production'] },
        Quiet: {
          'Fn::And': [
            { 'Fn::Not': [{ Condition: 'Production' }] },
            {
              'Fn::Or': [
                { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
                { Condition: 'Production' },
              ],
            },
          ],
        },
      },
      Resources: {
        Queue: {
          Type: 'AWS::SQS::Queue',
          DeletionPolicy: 'Retain',
          UpdateReplacePolicy: 'Retain',
          Metadata: { Why: 'messages are kept' },
          Properties: {
            MessageRetentionPeriod: { 'Fn::FindInMap': ['Retention', { Ref: 'Stage' }, 'seconds'] },
          },
        },
        Topic: {
          Type: 'AWS::SNS::Topic',
          Condition: 'Quiet',
          DependsOn: ['Queue', 'Later'],
          Properties: { DisplayName: { 'Fn::If': ['Production', 'Live', { Ref: 'AWS::NoValue' }] } },
        },
        Later: { Type: 'AWS::SNS::Topic' },
      },
      Outputs: {
        QueueName: {
          Description: 'Its name',
          Condition: 'Quiet',
          Value: { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }] },
          Export: { Name: { 'Fn::Join': ['-', [{ Ref: 'Stage' }, 'queue']] } },
        },
      },
    });
  });

  it('takes resources of any type, and what another stack exports', () => {
    const t = template();
    const ticker = t.add(
      'Ticker',
      resource<{ Time: string }>('Custom::Ticker', ['Time'], { ServiceToken: importValue('TickerArn') }),
    );
    t.add('Topic', Topic({ DisplayName: ticker.Time }));
    expect(t.toJson().Resources['Topic']?.Properties).toEqual({
      DisplayName: { 'Fn::GetAtt': ['Ticker', 'Time'] },
    });
  });

  it('gives itself to a pattern and returns what the pattern made', () => {
    const t = template();
    const queued = (id: string) => (into: typeof t) => {
      const queue = into.add(`${id}Queue`, Queue());
      const topic = into.add(`${id}Topic`, Topic());
      into.add(
        `${id}Subscription`,
        Subscription({ TopicArn: topic.ref, Protocol: 'sqs', Endpoint: queue.Arn }),
      );
      return { queue, topic };
    };
    const { queue } = t.use(queued('Video'));
    expect(queue.logicalId).toBe('VideoQueue');
    expect(Object.keys(t.toJson().Resources)).toHaveLength(3);
  });

  it('refers to what is added later by its name', () => {
    const t = template();
    t.add('First', Topic({ DisplayName: later.ref('Second') }));
    t.add('Second', Queue());
    expect(t.toJson().Resources['First']?.Properties).toEqual({ DisplayName: { Ref: 'Second' } });
  });

  it('knows the pseudo parameters', () => {
    const t = template();
    t.add('Topic', Topic({ DisplayName: join(':', [Partition, Region, AccountId]) }));
    expect(t.toJson().Resources['Topic']?.Properties).toEqual({
      DisplayName: {
        'Fn::Join': [':', [{ Ref: 'AWS::Partition' }, { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }]],
      },
    });
  });
});
