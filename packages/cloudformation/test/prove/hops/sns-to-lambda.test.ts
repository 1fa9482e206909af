// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, it } from 'vitest';
import {
  type Case,
  decideCase,
  document,
  getAtt,
  lambda,
  permission,
  type Resources,
  ref,
  remove,
  role,
  set,
  subscription,
  topic,
} from './support.ts';

const base = (): Resources => ({
  Role: role(),
  Function: lambda(),
  Topic: topic(),
  Subscription: subscription('lambda', getAtt('Function')),
  Permission: permission(),
});

const functionPolicy = (...statements: readonly object[]) => ({
  Type: 'AWS::Lambda::ResourcePolicy',
  Properties: { ResourceArn: getAtt('Function'), PolicyDocument: document(...statements) },
});

const invoke = {
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: getAtt('Function'),
};

const cases: readonly Case[] = [
  {
    name: 'a permission with the topic as source',
    change: () => {},
    answer: 'allowed',
    words: /Permission "Permission": sns\.amazonaws\.com, SourceArn = Topic/,
  },
  {
    name: 'the function by name',
    change: (r) => {
      set(r, 'Permission.Properties.FunctionName', ref('Function'));
    },
    answer: 'allowed',
  },
  {
    name: 'the function by a partial ARN',
    change: (r) => {
      set(r, 'Permission.Properties.FunctionName', { 'Fn::Sub': '${AWS::AccountId}:function:${Function}' });
    },
    answer: 'allowed',
  },
  {
    name: 'the function by its name and $LATEST',
    change: (r) => {
      set(r, 'Permission.Properties.FunctionName', { 'Fn::Sub': '${Function}:$LATEST' });
    },
    answer: 'allowed',
  },
  {
    name: 'a source spelled out with Fn::Sub',
    change: (r) => {
      set(r, 'Topic.Properties.TopicName', 'uploads');
      set(r, 'Permission.Properties.SourceArn', {
        'Fn::Sub': 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:uploads',
      });
    },
    answer: 'allowed',
  },
  {
    name: 'a source with wildcards',
    change: (r) => {
      set(r, 'Permission.Properties.SourceArn', 'arn:aws:sns:*:*:*');
    },
    answer: 'allowed',
  },
  {
    name: 'every action',
    change: (r) => {
      set(r, 'Permission.Properties.Action', 'lambda:*');
    },
    answer: 'allowed',
  },
  {
    name: 'no source at all',
    change: (r) => {
      remove(r, 'Permission.Properties.SourceArn');
    },
    answer: 'allowed',
  },
  {
    name: 'no permission',
    change: (r) => {
      remove(r, 'Permission');
    },
    answer: 'denied',
    words: /no permission/,
  },
  {
    name: 'the principal of another service',
    change: (r) => {
      set(r, 'Permission.Properties.Principal', 's3.amazonaws.com');
    },
    answer: 'denied',
    words: /for s3\.amazonaws\.com, not sns\.amazonaws\.com/,
  },
  {
    name: 'the ARN of another topic',
    change: (r) => {
      set(r, 'Other', topic());
      set(r, 'Permission.Properties.SourceArn', ref('Other'));
    },
    answer: 'denied',
    words: /SourceArn does not: wanted Other, got Topic/,
  },
  {
    name: 'a permission on another function',
    change: (r) => {
      set(r, 'Second', lambda());
      set(r, 'Permission.Properties.FunctionName', ref('Second'));
    },
    answer: 'denied',
    words: /Permission "Permission" is on Second/,
  },
  {
    name: 'another action',
    change: (r) => {
      set(r, 'Permission.Properties.Action', 'lambda:GetFunction');
    },
    answer: 'denied',
    words: /lambda:GetFunction, not lambda:InvokeFunction/,
  },
  {
    name: 'the account as source, which SNS may or may not send',
    change: (r) => {
      remove(r, 'Permission.Properties.SourceArn');
      set(r, 'Permission.Properties.SourceAccount', ref('AWS::AccountId'));
    },
    answer: 'unknown',
    words: /SourceAccount/,
  },
  {
    name: 'an organisation as source',
    change: (r) => {
      set(r, 'Permission.Properties.PrincipalOrgID', 'o-1234567890');
    },
    answer: 'unknown',
    words: /PrincipalOrgID/,
  },
  {
    name: 'a regional principal in a region that is not known',
    change: (r) => {
      set(r, 'Permission.Properties.Principal', 'sns.af-south-1.amazonaws.com');
    },
    answer: 'unknown',
    words: /only if the region is af-south-1/,
  },
  {
    name: 'a regional principal in its own region',
    change: (r) => {
      set(r, 'Permission.Properties.Principal', 'sns.af-south-1.amazonaws.com');
    },
    options: { region: 'af-south-1' },
    answer: 'allowed',
  },
  {
    name: 'a regional principal of another region',
    change: (r) => {
      set(r, 'Permission.Properties.Principal', 'sns.af-south-1.amazonaws.com');
    },
    options: { region: 'eu-west-1' },
    answer: 'denied',
  },
  {
    name: 'a topic of an opt-in region and the principal of all regions',
    change: (r) => {
      const arn = 'arn:aws:sns:af-south-1:111122223333:uploads';
      set(r, 'Subscription.Properties.TopicArn', arn);
      set(r, 'Permission.Properties.SourceArn', arn);
      set(r, 'Topic', topic({ TopicName: 'other' }));
    },
    options: { region: 'eu-west-1', account: '111122223333' },
    answer: 'denied',
  },
  {
    name: 'a source of another account than the one given',
    change: (r) => {
      set(r, 'Topic.Properties.TopicName', 'uploads');
      set(r, 'Permission.Properties.SourceArn', 'arn:aws:sns:eu-west-1:111122223333:uploads');
    },
    options: { region: 'eu-west-1', account: '444455556666' },
    answer: 'denied',
  },
  {
    name: 'a literal source, the account and region not known',
    change: (r) => {
      set(r, 'Topic.Properties.TopicName', 'uploads');
      set(r, 'Permission.Properties.SourceArn', 'arn:aws:sns:eu-west-1:111122223333:uploads');
    },
    answer: 'unknown',
    words: /only if the region is eu-west-1 and the account is 111122223333/,
  },
  {
    name: 'a parameter as source',
    change: (r) => {
      set(r, 'Permission.Properties.SourceArn', ref('TopicArn'));
    },
    sections: { Parameters: { TopicArn: { Type: 'String' } } },
    answer: 'unknown',
    words: /only if the parameter TopicArn is Topic/,
  },
  {
    name: 'a function policy that allows it',
    change: (r) => {
      remove(r, 'Permission');
      set(
        r,
        'Policy',
        functionPolicy({ ...invoke, Condition: { ArnLike: { 'aws:SourceArn': ref('Topic') } } }),
      );
    },
    answer: 'allowed',
    words: /ResourcePolicy "Policy"/,
  },
  {
    name: 'a function policy that denies it',
    change: (r) => {
      remove(r, 'Permission');
      set(r, 'Policy', functionPolicy(invoke, { ...invoke, Sid: 'Not', Effect: 'Deny' }));
    },
    answer: 'denied',
    words: /statement "Not": denies lambda:InvokeFunction/,
  },
  {
    name: 'a function policy beside a permission',
    change: (r) => {
      set(r, 'Policy', functionPolicy());
    },
    answer: 'unknown',
    words: /overwrite each other/,
  },
  {
    name: 'a macro that may add to the template',
    change: (r) => {
      remove(r, 'Permission');
    },
    sections: { Transform: 'OurMacro' },
    answer: 'unknown',
    words: /macro OurMacro/,
  },
  {
    name: 'an endpoint that is no function',
    change: (r) => {
      set(r, 'Function', topic());
      set(r, 'Subscription.Properties.Endpoint', ref('Function'));
    },
    answer: 'denied',
    words: /AWS::SNS::Topic, no function/,
  },
];

describe('SNS invokes a function', () => {
  it.each(cases)('$name: $answer', (each) => decideCase(base, label(each), 'invoke', 'Function', each));

  function label({ name }: Case): string {
    return name.startsWith('a topic of an opt-in') ? 'arn:aws:sns:af-south-1:111122223333:uploads' : 'Topic';
  }
});

describe('SNS invokes a version or an alias', () => {
  const aliased = (): Resources => ({
    ...base(),
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: ref('Function') } },
    Alias: {
      Type: 'AWS::Lambda::Alias',
      Properties: {
        FunctionName: ref('Function'),
        FunctionVersion: getAtt('Version', 'Version'),
        Name: 'live',
      },
    },
    Subscription: subscription('lambda', ref('Alias')),
  });
  const table: readonly Case[] = [
    {
      name: 'a permission on the function itself',
      change: () => {},
      answer: 'denied',
      words: /Permission "Permission" is on Function without a qualifier.*policy of its own/,
    },
    {
      name: 'a permission on the alias',
      change: (r) => {
        set(r, 'Permission.Properties.FunctionName', ref('Alias'));
      },
      answer: 'allowed',
    },
    {
      name: 'a permission on the alias by name',
      change: (r) => {
        set(r, 'Permission.Properties.FunctionName', { 'Fn::Join': [':', [ref('Function'), 'live']] });
      },
      answer: 'allowed',
    },
    {
      name: 'a permission on another alias',
      change: (r) => {
        set(r, 'Permission.Properties.FunctionName', { 'Fn::Sub': '${Function.Arn}:test' });
      },
      answer: 'denied',
      words: /is on Function:test/,
    },
  ];
  it.each(table)('$name: $answer', (each) => decideCase(aliased, 'Topic', 'invoke', 'Alias', each));

  it('a version by the number that it gets: allowed', () => {
    const change = (r: Resources) => {
      set(r, 'Subscription.Properties.Endpoint', { 'Fn::Sub': '${Function.Arn}:${Version.Version}' });
      set(r, 'Permission.Properties.FunctionName', { 'Fn::Sub': '${Function}:${Version.Version}' });
    };
    decideCase(aliased, 'Topic', 'invoke', 'Version', { name: '', change, answer: 'allowed' });
  });

  it('a version with a permission of its own: allowed', () => {
    const change = (r: Resources) => {
      set(r, 'Subscription.Properties.Endpoint', ref('Version'));
      set(r, 'Permission.Properties.FunctionName', ref('Version'));
    };
    decideCase(aliased, 'Topic', 'invoke', 'Version', { name: '', change, answer: 'allowed' });
  });
});

describe('SNS invokes a function that is not in the template', () => {
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:imported';
  const imported = (): Resources => ({ Topic: topic(), Subscription: subscription('lambda', arn) });
  const table: readonly Case[] = [
    { name: 'without a permission', change: () => {}, answer: 'unknown', words: /not in the template/ },
    {
      name: 'with a permission on it',
      change: (r) => {
        set(r, 'Permission', permission({ FunctionName: arn }));
      },
      answer: 'allowed',
    },
  ];
  it.each(table)('$name: $answer', (each) => decideCase(imported, 'Topic', 'invoke', arn, each));
});
