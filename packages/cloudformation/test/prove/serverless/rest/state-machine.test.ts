import { describe, expect, it } from 'vitest';
import { checkRow, type Row } from '../../hops/spoil.ts';
import { document, getAtt, hopOf, type Resources, ref, statement } from '../../hops/support.ts';
import { expanded, fn, propertiesOf } from './support.ts';

const task = (resource: unknown, more: object = {}) => ({
  StartAt: 'Only',
  States: { Only: { Type: 'Task', Resource: resource, End: true, ...more } },
});
const machine = (more: object = {}, attributes: object = {}) => ({
  Type: 'AWS::Serverless::StateMachine',
  ...attributes,
  Properties: { Definition: task(getAtt('Function')), ...more },
});
const started = (event: object, more: object = {}) =>
  machine({ Events: { On: event }, Policies: [], ...more });

describe('each policy that the transform makes for a state machine is needed', () => {
  const row = (name: string, resources: Resources, hop: Row['hop'], grants: readonly string[]): Row => ({
    name,
    base: () => expanded({ Function: fn(), ...resources }).resources,
    hop,
    grants,
  });
  const policies = ['MachineRole.Properties.Policies', 'MachineRole.Properties.AssumeRolePolicyDocument'];
  const role = ['MachineOnRole.Properties.Policies', 'MachineOnRole.Properties.AssumeRolePolicyDocument'];

  it.each<Row>([
    row(
      'a statement, for a task',
      { Machine: machine({ Policies: document(statement('lambda:InvokeFunction', getAtt('Function'))) }) },
      ['Machine', 'invoke', 'Function'],
      policies,
    ),
    row(
      'a policy template, for a task',
      { Machine: machine({ Policies: [{ LambdaInvokePolicy: { FunctionName: ref('Function') } }] }) },
      ['Machine', 'invoke', 'Function'],
      policies,
    ),
    row(
      'for a task that a substitution names',
      {
        Machine: machine({
          // biome-ignore lint/suspicious/noTemplateCurlyInString: substitutions are written so.
          Definition: task('${Called}'),
          DefinitionSubstitutions: { Called: getAtt('Function') },
          Policies: document(statement('lambda:InvokeFunction', getAtt('Function'))),
        }),
      },
      ['Machine', 'invoke', 'Function'],
      policies,
    ),
    row(
      'for a schedule',
      { Machine: started({ Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } }) },
      ['MachineOn', 'invoke', 'Machine'],
      role,
    ),
    row(
      'for a schedule of EventBridge Scheduler',
      { Machine: started({ Type: 'ScheduleV2', Properties: { ScheduleExpression: 'rate(1 day)' } }) },
      ['MachineOn', 'invoke', 'Machine'],
      role,
    ),
    row(
      'for a rule',
      { Machine: started({ Type: 'EventBridgeRule', Properties: { Pattern: { source: ['a'] } } }) },
      ['MachineOn', 'invoke', 'Machine'],
      role,
    ),
    row(
      'for a rule by its older name',
      { Machine: started({ Type: 'CloudWatchEvent', Properties: { Pattern: { source: ['a'] } } }) },
      ['MachineOn', 'invoke', 'Machine'],
      role,
    ),
    row(
      'for the dead-letter queue that a rule is given',
      {
        Machine: started({
          Type: 'EventBridgeRule',
          Properties: { Pattern: { source: ['a'] }, DeadLetterConfig: { Type: 'SQS' } },
        }),
      },
      ['MachineOn', 'redrive', 'MachineOnQueue'],
      ['MachineOnQueuePolicy.Properties.PolicyDocument'],
    ),
  ])('$name', (each) => checkRow(each));
});

describe('a state machine', () => {
  it('runs as the role that it is given', () => {
    const { resources } = expanded({ Function: fn(), Machine: machine({ Role: 'arn:aws:iam::1:role/own' }) });
    expect(resources).not.toHaveProperty('MachineRole');
    expect(propertiesOf(resources, 'Machine')).toHaveProperty('RoleArn', 'arn:aws:iam::1:role/own');
  });

  it('is denied what no policy allows', () => {
    const { proof } = expanded({ Function: fn(), Machine: machine() });
    expect(hopOf(proof(), 'Machine', 'assume', 'MachineRole').answer).toBe('allowed');
    expect(hopOf(proof(), 'Machine', 'invoke', 'Function').answer).toBe('denied');
  });

  it('may call anything where its definition is in a file', () => {
    const { proof } = expanded({
      Machine: machine({ Definition: undefined, DefinitionUri: 'definition.json' }),
    });
    expect(hopOf(proof(), 'Machine', 'use', 'what Machine calls').answer).toBe('unknown');
  });

  it('puts substitutions into the middle of texts, and leaves other names as they are', () => {
    const { resources } = expanded({
      Machine: machine({
        // biome-ignore lint/suspicious/noTemplateCurlyInString: substitutions are written so.
        Definition: { Comment: 'a ${Name} b ${Other}', Deep: [{ A: '${Name}', B: 1 }] },
        DefinitionSubstitutions: { Name: ref('P') },
      }),
    });
    expect(propertiesOf(resources, 'Machine')['Definition']).toEqual({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it stays.
      Comment: { 'Fn::Join': ['', ['a ', ref('P'), ' b ${Other}']] },
      Deep: [{ A: ref('P'), B: 1 }],
    });
  });

  it('carries its condition over to all that is made of it', () => {
    const events = {
      On: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)', DeadLetterConfig: { Type: 'SQS' } } },
    };
    const { resources } = expanded({ Machine: machine({ Events: events }, { Condition: 'A' }) });
    for (const id of ['MachineRole', 'MachineOn', 'MachineOnRole', 'MachineOnQueue', 'MachineOnQueuePolicy'])
      expect(resources[id]).toHaveProperty('Condition', 'A');
  });

  it('gives its boundary to the roles of rules, and not to those of EventBridge Scheduler', () => {
    const boundary = 'arn:aws:iam::1:policy/boundary';
    const made = (event: object) =>
      expanded({ Machine: started(event, { PermissionsBoundary: boundary }) }).resources;
    const rule = made({ Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } });
    expect(propertiesOf(rule, 'MachineRole')).toHaveProperty('PermissionsBoundary', boundary);
    expect(propertiesOf(rule, 'MachineOnRole')).toHaveProperty('PermissionsBoundary', boundary);
    const schedule = made({ Type: 'ScheduleV2', Properties: { ScheduleExpression: 'rate(1 day)' } });
    expect(propertiesOf(schedule, 'MachineOnRole')).not.toHaveProperty('PermissionsBoundary');
  });

  it('is started through its alias where that is asked for', () => {
    const event = { Type: 'EventBridgeRule', Properties: { Pattern: { source: ['a'] } } };
    const alias = { AutoPublishAlias: 'live', UseAliasAsEventTarget: true };
    const { resources } = expanded({ Machine: started(event, alias) });
    expect(propertiesOf(resources, 'MachineOn')).toMatchObject({
      Targets: [{ Arn: ref('MachineAliaslive') }],
    });
    expect(JSON.stringify(propertiesOf(resources, 'MachineOnRole'))).toContain('"Ref":"MachineAliaslive"');
  });

  it('is started by an API as a role', () => {
    const event = { Type: 'Api', Properties: { Path: '/start', Method: 'post' } };
    const { resources } = expanded({ Machine: started(event) });
    expect(propertiesOf(resources, 'MachineOnApiMethod')).toMatchObject({
      HttpMethod: 'POST',
      Integration: { Credentials: getAtt('MachineOnRole') },
    });
    expect(JSON.stringify(propertiesOf(resources, 'MachineOnRole'))).toContain('apigateway.amazonaws.com');
  });

  it.each([
    ['of a type that it has not', { Type: 'SQS', Properties: {} }],
    ['without a type', { Properties: {} }],
    ['without a schedule', { Type: 'Schedule', Properties: {} }],
    [
      'with a dead-letter queue of no kind',
      { Type: 'Schedule', Properties: { Schedule: 's', DeadLetterConfig: {} } },
    ],
    ['with no path', { Type: 'Api', Properties: { Method: 'get' } }],
  ])('leaves an event %s', (_, event) => {
    const { left } = expanded({ Machine: started(event) });
    expect(left).toMatchObject([{ from: ['Resources', 'Machine', 'Properties', 'Events', 'On'] }]);
  });

  it('tells where its policies are written', () => {
    const { from } = expanded({
      Machine: machine({ Policies: ['AWSLambda_FullAccess', document(statement('s3:GetObject', '*'))] }),
    });
    const path = ['Resources', 'Machine', 'Properties', 'Policies', 1];
    expect(from.get('MachineRole/Properties/Policies/0')).toEqual(path);
  });
});

describe('a table and a layer', () => {
  it('become those of DynamoDB and of Lambda', () => {
    const { resources } = expanded({
      Table: {
        Type: 'AWS::Serverless::SimpleTable',
        Properties: { PrimaryKey: { Name: 'k', Type: 'Number' } },
      },
      Plain: { Type: 'AWS::Serverless::SimpleTable', DeletionPolicy: 'Retain' },
      Layer: {
        Type: 'AWS::Serverless::LayerVersion',
        Properties: { ContentUri: 's3://b/k', LayerName: 'l' },
      },
    });
    expect(resources['Table']).toMatchObject({
      Type: 'AWS::DynamoDB::Table',
      Properties: { KeySchema: [{ AttributeName: 'k' }], AttributeDefinitions: [{ AttributeType: 'N' }] },
    });
    expect(resources['Plain']).toMatchObject({
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Retain',
      Properties: { KeySchema: [{ AttributeName: 'id' }], BillingMode: 'PAY_PER_REQUEST' },
    });
    expect(resources['Layer']).toMatchObject({
      Type: 'AWS::Lambda::LayerVersion',
      Properties: { LayerName: 'l' },
    });
  });
});
