// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import {
  type Case,
  decideCase,
  document,
  getAtt,
  lambda,
  proofOf,
  push,
  queue,
  type Resources,
  ref,
  remove,
  role,
  set,
  statement,
  topic,
} from './support.ts';

const bare = (...statements: readonly object[]) => {
  const made: Resources = role(...statements);
  remove(made, 'Properties.ManagedPolicyArns');
  return made;
};

describe('Lambda assumes the execution role', () => {
  const base = (): Resources => ({ Role: role(), Function: lambda() });
  const trust = 'Role.Properties.AssumeRolePolicyDocument.Statement.0';
  const table: readonly Case[] = [
    { name: 'a role that trusts Lambda', change: () => {}, answer: 'allowed' },
    {
      name: 'a role that trusts EC2',
      change: (r) => {
        set(r, `${trust}.Principal.Service`, ['ec2.amazonaws.com']);
      },
      answer: 'denied',
      words: /trusts ec2\.amazonaws\.com, not lambda\.amazonaws\.com/,
    },
    {
      name: 'a role that trusts Lambda with a condition on what it may not send',
      change: (r) => {
        set(r, `${trust}.Condition`, { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } });
      },
      answer: 'unknown',
      words: /aws:SourceAccount/,
    },
    {
      name: 'a trust policy that IAM would not take',
      change: (r) => {
        set(r, `${trust}.Effect`, 'Permit');
      },
      answer: 'unknown',
      words: /cannot be read/,
    },
  ];
  it.each(table)('$name: $answer', (each) => decideCase(base, 'Function', 'assume', 'Role', each));
});

describe('a function writes its log group', () => {
  const logs = (resource: unknown) => statement(['logs:CreateLogStream', 'logs:PutLogEvents'], resource);
  const base = (): Resources => ({
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 14 } },
    Role: bare(logs(getAtt('Group'))),
    Function: lambda({ LoggingConfig: { LogGroup: ref('Group') } }),
  });
  const resource = (r: Resources, value: unknown) => {
    set(r, 'Role.Properties.Policies.0.PolicyDocument.Statement.0.Resource', value);
  };
  const table: readonly Case[] = [
    { name: 'a declared group by its ARN', change: () => {}, answer: 'allowed' },
    {
      name: 'a group of the default name',
      change: (r) => {
        set(r, 'Group.Properties.LogGroupName', { 'Fn::Sub': '/aws/lambda/${Function}' });
        remove(r, 'Function.Properties.LoggingConfig');
        resource(r, { 'Fn::Sub': 'arn:aws:logs:*:${AWS::AccountId}:log-group:/aws/lambda/${Function}:*' });
      },
      answer: 'allowed',
    },
    {
      name: 'an ARN without what follows the name',
      change: (r) => {
        set(r, 'Group.Properties.LogGroupName', 'video');
        resource(r, { 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:video' });
      },
      answer: 'denied',
    },
    {
      name: 'another group',
      change: (r) => {
        set(r, 'Other', { Type: 'AWS::Logs::LogGroup' });
        resource(r, getAtt('Other'));
      },
      answer: 'denied',
      words: /covers Other:\*/,
    },
    {
      name: 'no right on logs',
      change: (r) => {
        remove(r, 'Role.Properties.Policies');
      },
      answer: 'denied',
      words: /no policy of Role allows logs:CreateLogStream, logs:PutLogEvents on Group/,
    },
    {
      name: 'a policy that is attached from elsewhere in the template',
      change: (r) => {
        remove(r, 'Role.Properties.Policies');
        set(r, 'Managed', {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { Roles: [ref('Role')], PolicyDocument: document(logs('*')) },
        });
      },
      answer: 'allowed',
      words: /ManagedPolicy "Managed"/,
    },
    {
      name: 'an explicit deny in a policy of the role',
      change: (r) => {
        set(r, 'Deny', {
          Type: 'AWS::IAM::RolePolicy',
          Properties: {
            RoleName: ref('Role'),
            PolicyName: 'deny',
            PolicyDocument: document({ Effect: 'Deny', Action: 'logs:Put*', Resource: '*' }),
          },
        });
      },
      answer: 'denied',
      words: /RolePolicy "Deny": denies logs:PutLogEvents/,
    },
  ];
  it.each(table)('$name: $answer', (each) => decideCase(base, 'Function', 'write-logs', 'Group', each));

  const undeclared =
    (...actions: string[]) =>
    (): Resources => ({
      Role: bare(statement(actions, '*')),
      Function: lambda(),
    });
  it('needs the right to create a group that nobody declares', () => {
    const change = () => {};
    const [from, to] = ['Function', '/aws/lambda/Function'];
    decideCase(undeclared('logs:*'), from, 'write-logs', to, { name: '', change, answer: 'allowed' });
    const some = undeclared('logs:CreateLogStream', 'logs:PutLogEvents');
    decideCase(some, from, 'write-logs', to, {
      name: '',
      change,
      answer: 'denied',
      words: /logs:CreateLogGroup/,
    });
  });
  it('cannot tell whether a group with a name of its own is there already', () => {
    const change = (r: Resources) => {
      set(r, 'Function.Properties.LoggingConfig', { LogGroup: '/shared/logs' });
    };
    const some = undeclared('logs:CreateLogStream', 'logs:PutLogEvents');
    decideCase(some, 'Function', 'write-logs', '/shared/logs', {
      name: '',
      change,
      answer: 'unknown',
      words: /has to be there already/,
    });
  });
});

describe('a function sends what it made, or could not', () => {
  const config = (destination: unknown, key = 'OnFailure') => ({
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: ref('Function'),
      Qualifier: '$LATEST',
      DestinationConfig: { [key]: { Destination: destination } },
    },
  });
  const destinations = [
    { name: 'a queue', id: 'Queue', resource: queue(), arn: getAtt('Queue'), action: 'sqs:SendMessage' },
    { name: 'a topic', id: 'Topic', resource: topic(), arn: ref('Topic'), action: 'sns:Publish' },
    {
      name: 'a function',
      id: 'Second',
      resource: lambda(),
      arn: getAtt('Second'),
      action: 'lambda:InvokeFunction',
    },
    {
      name: 'an event bus',
      id: 'Bus',
      resource: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
      arn: getAtt('Bus'),
      action: 'events:PutEvents',
    },
  ];
  it.each(destinations)('to $name, as its execution role', ({ id, resource, arn, action }) => {
    const base = (): Resources => ({
      Role: role(statement(action, arn)),
      Function: lambda(),
      [id]: structuredClone(resource),
      Config: config(arn, 'OnSuccess'),
    });
    decideCase(base, 'Function', 'on-success', id, { name: '', change: () => {}, answer: 'allowed' });
    const change = (r: Resources) => {
      remove(r, 'Role.Properties.Policies');
    };
    decideCase(base, 'Function', 'on-success', id, {
      name: '',
      change,
      answer: 'denied',
      words: new RegExp(action),
    });
  });
  it('to a bucket, as objects in it', () => {
    const base = (): Resources => ({
      Role: role(
        statement('s3:PutObject', { 'Fn::Sub': '${Bucket.Arn}/*' }),
        statement('s3:ListBucket', getAtt('Bucket')),
      ),
      Function: lambda(),
      Bucket: { Type: 'AWS::S3::Bucket' },
      Config: config(getAtt('Bucket')),
    });
    decideCase(base, 'Function', 'on-failure', 'Bucket', { name: '', change: () => {}, answer: 'allowed' });
    const change = (r: Resources) => {
      set(r, 'Role.Properties.Policies.0.PolicyDocument.Statement.0.Resource', getAtt('Bucket'));
    };
    decideCase(base, 'Function', 'on-failure', 'Bucket', { name: '', change, answer: 'denied' });
  });
  it('to its own dead-letter queue', () => {
    const base = (): Resources => ({
      Role: role(statement('sqs:SendMessage', getAtt('Queue'))),
      Function: lambda({ DeadLetterConfig: { TargetArn: getAtt('Queue') } }),
      Queue: queue(),
    });
    decideCase(base, 'Function', 'on-failure', 'Queue', { name: '', change: () => {}, answer: 'allowed' });
  });
});

describe('a function uses what its environment and its policies name', () => {
  const base = (): Resources => ({
    Role: role(statement('s3:GetObject', { 'Fn::Sub': '${Bucket.Arn}/*' })),
    Function: lambda({ Environment: { Variables: { BUCKET: ref('Bucket') } } }),
    Bucket: { Type: 'AWS::S3::Bucket' },
  });
  const table: readonly Case[] = [
    {
      name: 'a right on the objects of the bucket',
      change: () => {},
      answer: 'allowed',
      words: /s3:GetObject on Bucket\/\*/,
    },
    {
      name: 'a right on every bucket',
      change: (r) => {
        set(r, 'Role.Properties.Policies.0.PolicyDocument.Statement.0.Resource', '*');
      },
      answer: 'allowed',
    },
    {
      name: 'no right at all',
      change: (r) => {
        remove(r, 'Role.Properties.Policies');
      },
      answer: 'denied',
      words: /variable BUCKET, but no policy of Role allows anything on Bucket/,
    },
    {
      name: 'no right, but another role to assume',
      change: (r) => {
        set(r, 'Role.Properties.Policies.0.PolicyDocument.Statement.0', statement('sts:AssumeRole', '*'));
      },
      answer: 'unknown',
    },
    {
      name: 'no right, but a bucket policy for the role',
      change: (r) => {
        remove(r, 'Role.Properties.Policies');
        set(r, 'BucketPolicy', {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: ref('Bucket'),
            PolicyDocument: document(statement('s3:*', '*', { Principal: { AWS: getAtt('Role') } })),
          },
        });
      },
      answer: 'allowed',
    },
    {
      name: 'a managed policy that nobody knows',
      change: (r) => {
        remove(r, 'Role.Properties.Policies');
        push(r, 'Role.Properties.ManagedPolicyArns', 'arn:aws:iam::111122223333:policy/shared');
      },
      answer: 'unknown',
    },
    {
      name: 'a bucket policy that denies it',
      change: (r) => {
        set(r, 'BucketPolicy', {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: ref('Bucket'),
            PolicyDocument: document({
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:Get*',
              Resource: { 'Fn::Sub': '${Bucket.Arn}/*' },
            }),
          },
        });
      },
      answer: 'denied',
      words: /BucketPolicy "BucketPolicy": denies s3:GetObject/,
    },
  ];
  it.each(table)('$name: $answer', (each) => decideCase(base, 'Function', 'use', 'Bucket', each));

  it('knows whose the buckets of the template are', () => {
    const condition = { StringEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } };
    const change = (r: Resources) =>
      set(r, 'Role.Properties.Policies.0.PolicyDocument.Statement.0.Condition', condition);
    decideCase(base, 'Function', 'use', 'Bucket', { name: '', change, answer: 'allowed' });
  });
  it('says nothing of variables that name no resource', () => {
    const resources = base();
    set(resources, 'Function.Properties.Environment.Variables', {
      LEVEL: 'info',
      SELF: ref('AWS::StackName'),
    });
    remove(resources, 'Role.Properties.Policies');
    expect(proofOf(resources).hops.map(({ kind }) => kind)).toEqual(['assume', 'write-logs']);
  });
});
