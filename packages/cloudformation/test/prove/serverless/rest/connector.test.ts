import { describe, expect, it } from 'vitest';
import { checkRow, type Row } from '../../hops/spoil.ts';
import { getAtt, hopOf, queue, type Resources, ref, topic } from '../../hops/support.ts';
import { expanded, fn, integration, openApi, propertiesOf } from './support.ts';

const connector = (source: unknown, destination: unknown, permissions: readonly string[] = ['Write']) => ({
  Type: 'AWS::Serverless::Connector',
  Properties: { Source: source, Destination: destination, Permissions: permissions },
});
const id = (logicalId: string) => ({ Id: logicalId });
const machine = (resource: unknown) => ({
  Type: 'AWS::Serverless::StateMachine',
  Properties: { Definition: { States: { Only: { Type: 'Task', Resource: resource } } } },
});
const subscribed = (protocol: string, endpoint: unknown) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn: ref('Topic'), Protocol: protocol, Endpoint: endpoint },
});
const rule = (arn: unknown, more: object = {}) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern: { source: ['a'] }, Targets: [{ Id: 't', Arn: arn, ...more }] },
});

describe('what a connector makes is needed', () => {
  const row = (name: string, resources: Resources, hop: Row['hop'], grants: readonly string[]): Row => ({
    name,
    base: () => expanded({ Function: fn(), ...resources }).resources,
    hop,
    grants,
  });
  it.each<Row>([
    row(
      'from a topic to a function',
      {
        Topic: topic(),
        Subscription: subscribed('lambda', getAtt('Function')),
        Connector: connector(id('Topic'), id('Function')),
      },
      ['Topic', 'invoke', 'Function'],
      ['ConnectorWriteLambdaPermission'],
    ),
    row(
      'from a topic to a queue',
      {
        Topic: topic(),
        Queue: queue(),
        Subscription: subscribed('sqs', getAtt('Queue')),
        Connector: connector(id('Topic'), id('Queue')),
      },
      ['Topic', 'deliver', 'Queue'],
      ['ConnectorQueuePolicy.Properties.PolicyDocument'],
    ),
    row(
      'from a rule to a queue',
      { Queue: queue(), Rule: rule(getAtt('Queue')), Connector: connector(id('Rule'), id('Queue')) },
      ['Rule', 'deliver', 'Queue'],
      ['ConnectorQueuePolicy.Properties.PolicyDocument'],
    ),
    row(
      'from a rule to a state machine, as the role of its target',
      {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { Service: 'events.amazonaws.com' },
                  Action: 'sts:AssumeRole',
                },
              ],
            },
          },
        },
        Machine: machine(getAtt('Function')),
        Rule: rule(ref('Machine'), { RoleArn: getAtt('Role') }),
        Connector: connector(id('Rule'), id('Machine')),
      },
      ['Rule', 'invoke', 'Machine'],
      ['ConnectorPolicy.Properties.PolicyDocument'],
    ),
    row(
      'from a queue to a function that reads it',
      {
        Queue: queue(),
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { FunctionName: ref('Function'), EventSourceArn: getAtt('Queue') },
        },
        Connector: connector(id('Queue'), id('Function'), ['Read', 'Write']),
      },
      ['Queue', 'receive', 'Function'],
      ['ConnectorPolicy.Properties.PolicyDocument'],
    ),
    row(
      'from an API to a function',
      {
        Api: {
          Type: 'AWS::Serverless::Api',
          Properties: {
            StageName: 'live',
            DefinitionBody: openApi({ '/a': { get: integration('Function') } }),
          },
        },
        Connector: connector(id('Api'), id('Function')),
      },
      ['Api', 'invoke', 'Function'],
      ['ConnectorWriteLambdaPermission'],
    ),
  ])('$name', (each) => checkRow(each));
});

describe('a connector', () => {
  it('may stand in its source, of any type, and have several destinations', () => {
    const connectors = {
      Out: { Properties: { Destination: [id('Function'), id('Queue')], Permissions: ['Write'] } },
    };
    const { resources, from, left } = expanded({
      Function: fn(),
      Queue: queue(),
      Topic: { ...topic(), Connectors: connectors },
    });
    expect(left).toEqual([]);
    expect(resources['Topic']).not.toHaveProperty('Connectors');
    expect(resources).toHaveProperty('TopicOutWriteLambdaPermissionDestination0');
    expect(resources).toHaveProperty('TopicOutQueuePolicyDestination1');
    expect(resources).not.toHaveProperty('TopicOut');
    expect(from.get('TopicOutQueuePolicyDestination1')).toEqual(['Resources', 'Topic', 'Connectors', 'Out']);
  });

  it('lets a state machine call a function, as its role alone', () => {
    const { resources, proof } = expanded({
      Function: fn(),
      Machine: machine(getAtt('Function')),
      Connector: connector(id('Machine'), id('Function')),
    });
    expect(hopOf(proof(), 'Machine', 'invoke', 'Function').answer).toBe('allowed');
    propertiesOf(resources, 'ConnectorPolicy')['Roles'] = [ref('FunctionRole')];
    expect(hopOf(proof(), 'Machine', 'invoke', 'Function').answer).toBe('denied');
  });

  it('lets a function read and write a table, and its indexes', () => {
    const { resources } = expanded({
      Function: fn(),
      Table: { Type: 'AWS::Serverless::SimpleTable' },
      Connector: connector(id('Function'), id('Table'), ['Read', 'Write']),
    });
    const { PolicyDocument, Roles } = propertiesOf(resources, 'ConnectorPolicy');
    expect(Roles).toEqual([ref('FunctionRole')]);
    expect(PolicyDocument).toMatchObject({
      Statement: [
        { Action: expect.arrayContaining(['dynamodb:GetItem', 'dynamodb:Query']) },
        { Action: expect.arrayContaining(['dynamodb:PutItem', 'dynamodb:DeleteItem']) },
      ],
    });
  });

  it('takes what is not in the template by what is given of it', () => {
    const bus = { Type: 'AWS::Events::EventBus', Arn: 'arn:aws:events:eu-west-1:1:event-bus/default' };
    const { resources } = expanded({ Function: fn(), Connector: connector(id('Function'), bus) });
    expect(propertiesOf(resources, 'ConnectorPolicy')).toMatchObject({
      PolicyDocument: { Statement: [{ Action: ['events:PutEvents'], Resource: [bus.Arn] }] },
    });
  });

  const role = { Role: 'arn:aws:iam::1:role/own' };
  it.each([
    ['between types that it does not connect', connector(id('Queue'), id('Topic'))],
    ['to what is not in the template', connector(id('Function'), id('Nothing'))],
    ['with permissions that it cannot have', connector(id('Topic'), id('Function'), ['Read'])],
    ['with one where both are needed', connector(id('Queue'), id('Function'), ['Read'])],
    ['without permissions', connector(id('Topic'), id('Function'), [])],
    ['of a function whose role is elsewhere', connector(id('Own'), id('Queue'))],
    ['to a type whose ARN is not given', connector(id('Function'), { Type: 'AWS::SQS::Queue' })],
    ['to a queue whose URL is not given', connector(id('Topic'), { Type: 'AWS::SQS::Queue', Arn: 'a' })],
    ['with both an id and other properties', connector(id('Function'), { Id: 'Queue', Arn: 'a' })],
  ])('stays as it is %s, and is told', (_, written) => {
    const { left, resources } = expanded({
      Function: fn(),
      Own: fn({}, role),
      Queue: queue(),
      Topic: topic(),
      Connector: written,
    });
    expect(left).toMatchObject([{ logicalId: 'Connector', from: ['Resources', 'Connector'] }]);
    expect(resources['Connector']).toEqual(written);
  });

  it('of which one destination is not known makes nothing', () => {
    const { resources } = expanded({
      Function: fn(),
      Topic: topic(),
      Connector: connector(id('Topic'), [id('Function'), id('Nothing')]),
    });
    expect(Object.keys(resources).filter((name) => name.startsWith('Connector'))).toEqual(['Connector']);
  });

  it('that is not known leaves open what it may add to', () => {
    const { proof } = expanded({
      Function: fn(),
      Topic: topic(),
      Subscription: subscribed('lambda', getAtt('Function')),
      Connector: connector(id('Topic'), id('Nothing')),
    });
    expect(hopOf(proof(), 'Topic', 'invoke', 'Function').answer).toBe('unknown');
  });
});
