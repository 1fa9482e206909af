import { describe, expect, it } from 'vitest';
import type { TemplateJson } from '../../../../src/index.ts';
import { prove } from '../../../../src/prove/prove.ts';
import { getAtt, hopOf, type Resources, ref, topic } from '../../hops/support.ts';
import { apiEvent, fn, integration, openApi } from './support.ts';

function proofOf(resources: Resources) {
  const template = { Transform: 'AWS::Serverless-2016-10-31', Resources: resources };
  return prove(template as unknown as TemplateJson);
}

describe('hops of what the transform makes show', () => {
  it('the event of an API', () => {
    const proof = proofOf({
      Function: fn({
        Get: apiEvent('Api', { Path: '/a', Method: 'get' }),
        Put: apiEvent('HttpApi', { Path: '/a', Method: 'put' }),
      }),
    });
    expect(hopOf(proof, 'ServerlessRestApi', 'invoke', 'Function').path).toEqual([
      'Resources',
      'Function',
      'Properties',
      'Events',
      'Get',
    ]);
    expect(hopOf(proof, 'ServerlessHttpApi', 'invoke', 'Function').path).toEqual([
      'Resources',
      'Function',
      'Properties',
      'Events',
      'Put',
    ]);
  });

  it('the method in the definition of an API, and no patch of what is made', () => {
    const paths = { '/a': { get: integration('Function') } };
    const proof = proofOf({
      Function: fn(),
      Api: {
        Type: 'AWS::Serverless::Api',
        Properties: { StageName: 'live', DefinitionBody: openApi(paths) },
      },
    });
    const hop = hopOf(proof, 'Api', 'invoke', 'Function');
    expect(hop).toMatchObject({
      answer: 'denied',
      path: [
        'Resources',
        'Api',
        'Properties',
        'DefinitionBody',
        'paths',
        '/a',
        'get',
        'x-amazon-apigateway-integration',
      ],
    });
  });

  it('the definition, the events and the policies of a state machine', () => {
    const proof = proofOf({
      Function: fn(),
      Machine: {
        Type: 'AWS::Serverless::StateMachine',
        Properties: {
          Definition: { States: { Only: { Type: 'Task', Resource: getAtt('Function') } } },
          Policies: [{ LambdaInvokePolicy: { FunctionName: ref('Function') } }],
          Events: { Daily: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } } },
        },
      },
    });
    const path = ['Resources', 'Machine', 'Properties'];
    expect(hopOf(proof, 'Machine', 'invoke', 'Function').path).toEqual([...path, 'Definition']);
    expect(hopOf(proof, 'MachineDaily', 'invoke', 'Machine').path).toEqual([...path, 'Events', 'Daily']);
    expect(proof.hops.filter(({ answer }) => answer !== 'allowed')).toEqual([]);
    expect(proof.proven).toBe(true);
  });

  it('a connector in its source', () => {
    const proof = proofOf({
      Function: {
        ...fn({}, { Environment: { Variables: { TOPIC: ref('Topic') } } }),
        Connectors: { Out: { Properties: { Destination: { Id: 'Topic' }, Permissions: ['Write'] } } },
      },
      Topic: topic(),
    });
    const hop = hopOf(proof, 'Function', 'publish', 'Topic');
    expect(hop).toMatchObject({ answer: 'allowed', path: ['Resources', 'Function', 'Connectors', 'Out'] });
  });

  it('what is left, as unknown', () => {
    const proof = proofOf({
      Function: fn({ Get: apiEvent('Api', { Path: '/a', Method: 'get', RestApiId: ref('Nothing') }) }),
    });
    const unknown = proof.hops.filter(({ answer }) => answer !== 'allowed');
    expect(unknown.map(({ answer }) => answer)).toContain('unknown');
    expect(unknown.some(({ answer }) => answer === 'denied')).toBe(false);
    expect(proof.findings.map(({ id }) => id)).toContain('ServerlessNotExpanded');
  });
});
