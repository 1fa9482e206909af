// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import type { TemplateJson } from '../../src/index.ts';
import { prove } from '../../src/prove/prove.ts';
import { validate } from '../../src/validate/validate.ts';
import {
  document,
  getAtt,
  lambda,
  permission,
  queue,
  type Resources,
  ref,
  role,
  statement,
  subscription,
  topic,
} from '../prove/hops/support.ts';

type Json = Readonly<Record<string, unknown>>;

const road = (): Resources => ({
  Role: role(),
  Function: lambda(),
  Topic: topic(),
  Subscription: subscription('lambda', getAtt('Function')),
  Permission: permission(),
});

const letIn: Json = {
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: getAtt('Function'),
  Condition: { ArnLike: { 'aws:SourceArn': ref('Topic') } },
};
const deny = (more: Json): Json => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 'lambda:*',
  Resource: '*',
  ...more,
});

/** The road with a whole policy of the function in place of its permission. */
const withPolicy = (...statements: readonly Json[]): Resources => ({
  ...road(),
  Permission: {
    Type: 'AWS::Lambda::ResourcePolicy',
    Properties: { ResourceArn: getAtt('Function'), PolicyDocument: document(...statements) },
  },
});

const toQueue = (policy: unknown): Resources => ({
  Topic: topic(),
  Queue: queue(),
  Subscription: subscription('sqs', getAtt('Queue')),
  QueuePolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [ref('Queue')], PolicyDocument: policy },
  },
});
const send: Json = {
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: getAtt('Queue'),
  Condition: { ArnEquals: { 'aws:SourceArn': ref('Topic') } },
};

/** A function that is told of a topic, as a role with these policies. */
const publishing = (policies: readonly Json[], properties: Json = {}): Resources => {
  const own = role();
  return {
    Role: { ...own, Properties: { ...own.Properties, Policies: policies, ...properties } },
    Target: topic(),
    Function: lambda({ Environment: { Variables: { TOPIC: ref('Target') } } }),
  };
};
const publish = statement('sns:Publish', ref('Target'));
const policy = (name: string, ...statements: readonly object[]): Json => ({
  PolicyName: name,
  PolicyDocument: document(...statements),
});
const logging = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const trusting = (more: Json): Resources => {
  const all = road();
  const trust = document({
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
    ...more,
  });
  const own = role();
  return { ...all, Role: { ...own, Properties: { ...own.Properties, AssumeRolePolicyDocument: trust } } };
};

const asTemplate = (Resources: Resources, more: Json = {}) =>
  // Hostile on purpose: no shape is promised.
  JSON.parse(JSON.stringify({ ...more, Resources })) as TemplateJson;
const text = { Parameters: { P: { Type: 'String' }, Q: { Type: 'String' } } };

describe('sound templates', () => {
  it.each([
    ['a permission', asTemplate(road())],
    ['a whole policy', asTemplate(withPolicy(letIn))],
    ['a queue policy', asTemplate(toQueue(document(send)))],
    [
      'a queue policy as text',
      asTemplate(toQueue(JSON.stringify(document({ ...send, Resource: '*', Condition: {} })))),
    ],
    ['a role', asTemplate(publishing([policy('p', publish)]))],
    [
      'a deny of something else',
      asTemplate(withPolicy(letIn, deny({ Resource: { 'Fn::Sub': 'arn:aws:s3:::${P}/*' } })), text),
    ],
  ])('are proven: %s', (_, template) => {
    expect(prove(template).proven).toBe(true);
  });
});

/** Text that looks like the stand-ins of the prover: the first few that it makes. */
const forged = Array.from({ length: 40 }, (_, last) => {
  const mark = (number: number) => `\uE000${number}\uE001`;
  const arn = `arn:aws:sns:${mark(0)}:${mark(1)}:${mark(2)}-Topic-${mark(last)}`;
  return asTemplate({ ...road(), Permission: permission({ SourceArn: arn }) });
});

const manyConditions = {
  Parameters: Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`P${at}`, { Type: 'String' }])),
  Conditions: {
    ...Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`C${at}`, { 'Fn::Equals': [ref(`P${at}`), 'x'] }]),
    ),
    Left: { 'Fn::And': Array.from({ length: 10 }, (_, at) => ({ Condition: `C${at}` })) },
    Right: { 'Fn::And': Array.from({ length: 10 }, (_, at) => ({ Condition: `C${at + 10}` })) },
    AlmostAlways: { 'Fn::Not': [{ 'Fn::And': [{ Condition: 'Left' }, { Condition: 'Right' }] }] },
  },
};

/** A chain of conditions, each of which is the one before it. */
const chained = {
  Parameters: { P: { Type: 'String' } },
  Conditions: Object.fromEntries(
    Array.from({ length: 3_000 }, (_, at) => [
      `C${at}`,
      at === 0
        ? { 'Fn::Equals': [ref('P'), 'x'] }
        : { 'Fn::And': [{ Condition: `C${at - 1}` }, { Condition: `C${at - 1}` }] },
    ]),
  ),
};

const macro = { 'Fn::Transform': { Name: 'Any' } };

describe('templates that AWS refuses, or may, are not proven', () => {
  it('by text that looks like a stand-in', () => {
    expect(forged.map((each) => prove(each).proven)).not.toContain(true);
  });

  it.each<[string, TemplateJson]>([
    [
      'an action with the sign for kelvin',
      asTemplate({ ...road(), Permission: permission({ Action: 'lambda:Invo\u212AeFunction' }) }),
    ],
    [
      'an action with a space',
      asTemplate({ ...road(), Permission: permission({ Action: 'lambda:InvokeFunction ' }) }),
    ],
    [
      'a principal in Cyrillic',
      asTemplate({ ...road(), Permission: permission({ Principal: 'sns.\u0430mazonaws.com' }) }),
    ],
    [
      'a placeholder that is literal',
      asTemplate({ ...road(), Permission: permission({ SourceArn: { 'Fn::Sub': '${!Topic}' } }) }),
    ],
    [
      'a function of another account',
      asTemplate({
        ...road(),
        Permission: permission({
          FunctionName: { 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:999999999999:function:${Function}' },
        }),
      }),
    ],
    [
      'a permission in a scenario that was not looked at',
      asTemplate({ ...road(), Permission: { ...permission(), Condition: 'AlmostAlways' } }, manyConditions),
    ],
    [
      'a permission at the end of a chain of conditions',
      asTemplate({ ...road(), Permission: { ...permission(), Condition: 'C2999' } }, chained),
    ],
    ['a macro over all', asTemplate(road(), { Transform: 'Any' })],
    ['a macro of an unknown name', asTemplate(road(), { Transform: [ref('X')] })],
    ['a macro beside the sections', asTemplate(road(), macro)],
    ['a macro in the permission', asTemplate({ ...road(), Permission: permission(macro) })],
    ['a macro in place of a subscription', asTemplate({ ...road(), Subscription: macro })],
    [
      'a macro for the properties of a subscription',
      asTemplate({ ...road(), Subscription: { Type: 'AWS::SNS::Subscription', Properties: macro } }),
    ],
    [
      'a macro in a list far down',
      asTemplate({ ...road(), Topic: topic({ Tags: [{ Key: 'a', Value: macro }] }) }),
    ],
    [
      'a deny of part of a given ARN',
      asTemplate(withPolicy(letIn, deny({ Resource: { 'Fn::Sub': 'arn:${P}' } })), text),
    ],
    [
      'a deny of two given texts',
      asTemplate(withPolicy(letIn, deny({ Resource: { 'Fn::Sub': '${P}${Q}' } })), text),
    ],
    [
      'a deny of a given beginning',
      asTemplate(withPolicy(letIn, deny({ Resource: { 'Fn::Sub': '${P}*' } })), text),
    ],
    [
      'a deny of given actions',
      asTemplate(withPolicy(letIn, deny({ Action: { 'Fn::Sub': 'lambda:${P}*' } })), text),
    ],
    ['a given effect', asTemplate(withPolicy(letIn, deny({ Effect: ref('P') })), text)],
    ['a given statement', asTemplate(withPolicy(letIn, ref('P')), text)],
    [
      'a deny of all but one',
      asTemplate(
        withPolicy(letIn, {
          Effect: 'Deny',
          NotPrincipal: { AWS: '111122223333' },
          Action: '*',
          Resource: '*',
        }),
      ),
    ],
    [
      'a deny for want of a key',
      asTemplate(withPolicy(letIn, deny({ Condition: { Null: { 'aws:SourceVpce': 'true' } } }))),
    ],
    ['two Sids that are the same', asTemplate(withPolicy({ ...letIn, Sid: 'a' }, { ...letIn, Sid: 'a' }))],
    [
      'policy text that says Effect twice',
      asTemplate(
        toQueue(
          '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}]}',
        ),
      ),
    ],
    [
      'policy text with a prototype',
      asTemplate(
        toQueue(
          '{"Version":"2012-10-17","__proto__":{},"Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}]}',
        ),
      ),
    ],
    ['an unknown version', asTemplate(toQueue({ ...document(send), Version: '2012-10-18' }))],
    [
      'an operator in another case',
      asTemplate(toQueue(document({ ...send, Condition: { arnequals: { 'aws:SourceArn': ref('Topic') } } }))),
    ],
    [
      'a comparison with nothing',
      asTemplate(toQueue(document({ ...send, Condition: { StringNotEquals: { 'aws:SourceArn': [] } } }))),
    ],
    ['a statement about no resource', asTemplate(toQueue(document({ ...send, Resource: undefined })))],
    ['a statement about nobody', asTemplate(toQueue(document({ ...send, Principal: undefined })))],
    ['an effect in another case', asTemplate(toQueue(document({ ...send, Effect: 'allow' })))],
    ['a macro in a statement', asTemplate(toQueue(document({ ...send, ...macro })))],
    [
      'two inline policies of one name, the second a deny',
      asTemplate(publishing([policy('p', publish), policy('p', { ...publish, Effect: 'Deny' })])),
    ],
    [
      'two inline policies of one name, the second of something else',
      asTemplate(
        publishing([policy('p', publish), policy('p', statement('s3:GetObject', 'arn:aws:s3:::x/*'))]),
      ),
    ],
    [
      'a policy that is called as another is numbered',
      asTemplate(
        publishing([policy('2', publish), { PolicyDocument: document({ ...publish, Effect: 'Deny' }) }]),
      ),
    ],
    [
      'an attached policy of the name of an inline one',
      asTemplate({
        ...publishing([policy('p', publish)]),
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: { ...policy('p', statement('s3:GetObject', 'arn:aws:s3:::x/*')), Roles: [ref('Role')] },
        },
      }),
    ],
    [
      'a principal in an identity policy',
      asTemplate(publishing([policy('p', { ...publish, Principal: '*' })])),
    ],
    [
      'a statement of a role about no resource',
      asTemplate(publishing([policy('p', publish, { Effect: 'Allow', Action: 'sns:Publish' })])),
    ],
    [
      'an action without a service',
      asTemplate(publishing([policy('p', publish, statement('Publish', '*'))])),
    ],
    [
      'a resource that only begins as the topic',
      asTemplate(publishing([policy('p', statement('sns:Publish', { 'Fn::Sub': '${Target}x' }))])),
    ],
    [
      'a resource with a variable that roles have not',
      asTemplate(
        publishing([policy('p', statement('sns:Publish', { 'Fn::Sub': '${Target}${!aws:username}' }))]),
      ),
    ],
    [
      'a boundary that is no text',
      asTemplate(
        publishing([policy('p', publish)], { PermissionsBoundary: ['arn:aws:iam::aws:policy/AWSDenyAll'] }),
      ),
    ],
    [
      'a boundary that is given',
      asTemplate(publishing([policy('p', publish)], { PermissionsBoundary: ref('P') }), text),
    ],
    [
      'a policy of a given ARN, which may deny',
      asTemplate(publishing([policy('p', publish)], { ManagedPolicyArns: [logging, ref('P')] }), text),
    ],
    ['a trust policy with a resource', asTemplate(trusting({ Resource: '*' }))],
    ['a trust policy of other actions', asTemplate(trusting({ Action: ['sts:AssumeRole', 's3:GetObject'] }))],
    [
      'a stored parameter as source',
      asTemplate(
        { ...road(), Permission: permission({ SourceArn: ref('S') }) },
        { Parameters: { S: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' } } },
      ),
    ],
    [
      'an imported endpoint',
      asTemplate({ ...road(), Subscription: subscription('lambda', { 'Fn::ImportValue': 'x' }) }),
    ],
  ])('%s', (_, template) => {
    expect(prove(template).proven).toBe(false);
  });

  it('nor is a condition that is an expression valid', () => {
    const template = asTemplate({
      ...road(),
      Permission: { ...permission(), Condition: { 'Fn::Equals': ['a', 'b'] } },
    });
    expect(validate(template).filter(({ severity }) => severity === 'error')).toMatchObject([
      { id: 'WrongType', path: ['Resources', 'Permission', 'Condition'] },
    ]);
  });
});
