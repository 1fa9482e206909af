// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, test } from 'vitest';
import {
  document,
  getAtt,
  lambda,
  proofOf,
  type Resources,
  ref,
  role,
  statement,
  topic,
} from '../hops/support.ts';

const found = (resources: Resources, id: string, options = {}) =>
  proofOf(resources, options).findings.filter((each) => each.id === id);

const running = (...statements: readonly object[]): Resources => ({
  Role: role(...statements),
  Function: lambda({ Environment: { Variables: { TOPIC: ref('Topic') } } }),
  Topic: topic(),
});

const roleFor = (principal: object, ...statements: readonly object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }),
    Policies: [{ PolicyName: 'own', PolicyDocument: document(...statements) }],
  },
});

describe('actions', () => {
  test('all of a service, on everything: a warning that names what the hops need', () => {
    const [finding] = found(running(statement('sns:*', '*')), 'WildcardAction');
    expect(finding).toMatchObject({ severity: 'warning', logicalId: 'Role' });
    expect(finding?.message).toBe('The policy "own" of Role allows sns:* on everything.');
    expect(finding?.fix).toContain('Allow sns:Publish on Topic');
    expect(finding?.fix).toContain('does not show what else');
    expect(finding?.patch).toBeUndefined();
  });

  test('all of a service, on one resource: told of', () => {
    expect(found(running(statement('sns:*', ref('Topic'))), 'WildcardAction')).toMatchObject([
      { severity: 'info' },
    ]);
  });

  test.each([['sns:Publish'], ['s3:Get*'], ['ec2:Describe*']])('%s is sound', (action) => {
    expect(found(running(statement(action, ref('Topic'))), 'WildcardAction')).toEqual([]);
  });

  test.each([
    ['a service', { Service: 'ec2.amazonaws.com' }, 'warning'],
    ['people', { AWS: 'arn:aws:iam::111122223333:root' }, 'info'],
  ])('everything, for a role of %s', (_, principal, severity) => {
    const resources = { Role: roleFor(principal, statement('*', '*')) };
    expect(found(resources, 'WildcardAction')).toMatchObject([{ severity }]);
  });

  test('everything, in a policy that nobody of the template has', () => {
    const policy = {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: document(statement('*', '*')) },
    };
    expect(found({ Policy: policy }, 'WildcardAction')).toMatchObject([
      { severity: 'info', logicalId: 'Policy' },
    ]);
  });

  test('a policy of two roles is told of once', () => {
    const policy = {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'all',
        Roles: [ref('Role'), ref('Other')],
        PolicyDocument: document(statement('*', '*')),
      },
    };
    const resources = { Role: role(), Other: role(), Policy: policy };
    expect(found(resources, 'WildcardAction')).toHaveLength(1);
  });

  test('all but some resources', () => {
    const all = { Effect: 'Allow', Action: 'sns:Publish', NotResource: ref('Topic') };
    expect(found(running(all), 'AllowsAllBut')).toMatchObject([{ severity: 'warning' }]);
  });

  test('all of logs beside other actions is narrowed where it stands', () => {
    const both = statement(['logs:*', 'cloudwatch:PutMetricData'], '*');
    const [finding] = found(running(both), 'WildcardAction');
    expect(finding?.patch).toMatchObject([
      {
        value: [
          'logs:CreateLogGroup',
          'logs:CreateLogStream',
          'logs:PutLogEvents',
          'cloudwatch:PutMetricData',
        ],
      },
    ]);
  });

  test('a function with a name of its own is allowed its own log group alone', () => {
    const resources = running(statement('logs:*', '*'));
    resources['Function'] = lambda({ FunctionName: 'video' });
    const [finding] = found(resources, 'WildcardAction');
    expect(finding?.patch?.[1]).toMatchObject({
      value: {
        'Fn::Sub':
          'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/video:*',
      },
    });
  });
});

describe('resources', () => {
  test('everything, where a hop names one: a warning with that one', () => {
    const [finding] = found(running(statement('sns:Publish', '*')), 'WildcardResource');
    expect(finding).toMatchObject({ severity: 'warning', logicalId: 'Role' });
    expect(finding?.fix).toContain('Allow sns:Publish on Topic');
    expect(finding?.patch).toBeUndefined();
  });

  test('everything, where no hop tells: told of, and said so', () => {
    const [finding] = found(running(statement('dynamodb:GetItem', '*')), 'WildcardResource');
    expect(finding).toMatchObject({ severity: 'info' });
    expect(finding?.fix).toContain('No hop of the template shows which');
  });

  test('what the code does to a table that its environment names is not guessed', () => {
    const resources = running(statement('dynamodb:GetItem', '*'));
    resources['Table'] = { Type: 'AWS::DynamoDB::Table' };
    resources['Function'] = lambda({ Environment: { Variables: { TABLE: ref('Table') } } });
    const [finding] = found(resources, 'WildcardResource');
    expect(finding?.fix).toContain('what the code does to Table');
  });

  test.each([
    ['one resource', statement('sns:Publish', ref('Topic'))],
    ['actions that take no resource', statement(['ec2:DescribeInstances', 'cloudwatch:PutMetricData'], '*')],
    [
      'a condition besides',
      statement('sns:Publish', '*', { Condition: { StringEquals: { 'aws:ResourceTag/own': 'yes' } } }),
    ],
  ])('%s: sound', (_, sound) => {
    expect(found(running(sound), 'WildcardResource')).toEqual([]);
  });
});

describe('roles that run no code', () => {
  const scheduled = (own: object, more: object = {}): Resources => ({
    Role: roleFor({ Service: 'scheduler.amazonaws.com' }, own),
    Queue: { Type: 'AWS::SQS::Queue' },
    Topic: topic(),
    ...Object.fromEntries(
      [getAtt('Queue'), ref('Topic')].map((arn, index) => [
        `Schedule${index}`,
        {
          Type: 'AWS::Scheduler::Schedule',
          Properties: {
            ScheduleExpression: 'rate(1 hour)',
            Target: { Arn: arn, RoleArn: getAtt('Role') },
            ...more,
          },
        },
      ]),
    ),
  });

  test('are narrowed to what the services do with them', () => {
    const [finding] = found(scheduled(statement(['sqs:*', 'sns:*'], '*')), 'WildcardAction');
    const path = ['Resources', 'Role', 'Properties', 'Policies', 0, 'PolicyDocument', 'Statement'];
    expect(finding?.patch).toEqual([
      {
        op: 'replace',
        path: [...path, 0],
        value: { Effect: 'Allow', Action: 'sns:Publish', Resource: ref('Topic') },
      },
      {
        op: 'add',
        path: [...path, 1],
        value: { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: getAtt('Queue') },
      },
    ]);
    expect(finding?.fix).toMatch(/ alone\.$/);
  });

  test.each([
    ['code runs as them, too', { Function: lambda() }],
    ['a key is used besides', {}, { KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1' }],
  ])('are not patched where %s', (_, more, properties: object = {}) => {
    const resources: Resources = { ...scheduled(statement(['sqs:*', 'sns:*'], '*'), properties), ...more };
    if ('Function' in more)
      resources['Role'] = roleFor(
        { Service: ['scheduler.amazonaws.com', 'lambda.amazonaws.com'] },
        statement(['sqs:*', 'sns:*'], '*'),
      );
    const [finding] = found(resources, 'WildcardAction');
    expect(finding).toBeDefined();
    expect(finding?.patch).toBeUndefined();
  });
});

describe('rights over rights', () => {
  test.each([
    ['any', '*', 1],
    ['any role by its ARN', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*' }, 1],
    ['one', getAtt('Role'), 0],
  ])('passing %s', (_, resource, count) => {
    expect(found(running(statement('iam:PassRole', resource)), 'PassesAnyRole')).toHaveLength(count);
  });

  test.each([
    ['AdministratorAccess', 'warning'],
    ['PowerUserAccess', 'warning'],
    ['AmazonSNSFullAccess', 'info'],
  ])('an execution role with %s', (name, severity) => {
    const resources = running();
    resources['Role'] = {
      ...role(),
      Properties: {
        ...role().Properties,
        ManagedPolicyArns: [{ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` }],
      },
    };
    const [finding] = found(resources, 'ManagedPolicyTooWide');
    expect(finding).toMatchObject({
      severity,
      path: ['Resources', 'Role', 'Properties', 'ManagedPolicyArns', 0],
    });
    expect(finding?.fix).toContain('logs:PutLogEvents');
  });

  test('an execution role with the basic policy is sound', () => {
    expect(found(running(), 'ManagedPolicyTooWide')).toEqual([]);
  });
});

describe('trust', () => {
  const oidc = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
  const trusting = (principal: object | string, Condition?: object) => ({
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Principal: principal,
          Action: ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'],
          ...(Condition && { Condition }),
        }),
      },
    },
  });
  const ids = (resources: Resources, options = {}) =>
    proofOf(resources, options).findings.flatMap(({ id, severity }) =>
      id.startsWith('Trusts') ? [`${severity} ${id}`] : [],
    );

  test.each([
    ['everybody', { AWS: '*' }, undefined, ['warning TrustsAnybody']],
    [
      'everybody of an organization',
      { AWS: '*' },
      { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } },
      [],
    ],
    [
      'everybody over TLS',
      { AWS: '*' },
      { Bool: { 'aws:SecureTransport': 'true' } },
      ['warning TrustsAnybody'],
    ],
    ['a service', { Service: 'ec2.amazonaws.com' }, undefined, []],
    ['an account', { AWS: 'arn:aws:iam::111122223333:root' }, undefined, ['info TrustsWholeAccount']],
    ['an account by its number', { AWS: '111122223333' }, undefined, ['info TrustsWholeAccount']],
    [
      'an account with an external id',
      { AWS: '111122223333' },
      { StringEquals: { 'sts:ExternalId': 'agreed' } },
      [],
    ],
    ['the own account', { AWS: ref('AWS::AccountId') }, undefined, []],
    ['a role', { AWS: 'arn:aws:iam::111122223333:role/deploy' }, undefined, []],
    ['any token', { Federated: oidc }, undefined, ['warning TrustsAnyToken']],
    [
      'any token for AWS',
      { Federated: oidc },
      { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
      ['warning TrustsAnyToken'],
    ],
    [
      'tokens of one repository, by its number',
      { Federated: oidc },
      { StringEquals: { 'token.actions.githubusercontent.com:repository_id': '1234567' } },
      [],
    ],
    [
      'tokens of one repository',
      { Federated: oidc },
      { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:example/video:*' } },
      [],
    ],
  ])('of %s', (_, principal, condition, wanted) => {
    expect(ids(trusting(principal, condition))).toEqual(wanted);
  });

  test('of the own account, where that is known', () => {
    const resources = trusting({ AWS: '111122223333' });
    expect(ids(resources, { account: '111122223333' })).toEqual([]);
  });
});

describe('what is hard-coded', () => {
  test('the partition, wherever an ARN is written, is one patch a resource', () => {
    const resources = running(
      statement('sns:Publish', ['arn:aws:sns:*:*:a', { 'Fn::Sub': 'arn:aws:sns:${AWS::Region}:*:b' }]),
      statement('s3:GetObject', { 'Fn::Join': ['', ['arn:aws:s3:::', ref('Bucket'), '/${aws:username}/*']] }),
    );
    const [finding] = found(resources, 'HardCodedPartition');
    expect(finding).toMatchObject({ severity: 'info', logicalId: 'Role' });
    expect(finding?.patch?.map((each) => ('value' in each ? each.value : undefined))).toEqual([
      { 'Fn::Sub': 'arn:${AWS::Partition}:sns:*:*:a' },
      'arn:${AWS::Partition}:sns:${AWS::Region}:*:b',
      { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::' },
    ]);
  });

  test('what IAM replaces stays as it is', () => {
    const own = statement('s3:GetObject', 'arn:aws:s3:::home/${aws:username}/*');
    const [finding] = found(running(own), 'HardCodedPartition');
    expect(finding?.patch).toMatchObject([
      { value: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::home/${!aws:username}/*' } },
    ]);
  });

  test('the partition as a pseudo parameter is sound', () => {
    expect(found(running(), 'HardCodedPartition')).toEqual([]);
  });

  test('region and account in what a policy is about are told of', () => {
    const own = statement('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:jobs');
    const [finding] = found(running(own), 'HardCodedOwner');
    expect(finding?.message).toContain('the region eu-west-1 and the account 111122223333');
    expect(finding?.patch).toBeUndefined();
    const sub = { 'Fn::Sub': 'arn:${AWS::Partition}:sqs:${AWS::Region}:111122223333:jobs' };
    const [other] = found(running(statement('sqs:SendMessage', sub)), 'HardCodedOwner');
    expect(other?.message).toContain('names the account 111122223333.');
    expect(found(running(statement('sqs:SendMessage', 'arn:aws:sqs:*:*:jobs')), 'HardCodedOwner')).toEqual(
      [],
    );
  });
});
