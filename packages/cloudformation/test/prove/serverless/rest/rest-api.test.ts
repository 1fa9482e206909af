import { describe, expect, it } from 'vitest';
import { checkRow, type Row } from '../../hops/spoil.ts';
import { getAtt, hopOf, ref } from '../../hops/support.ts';
import {
  apiEvent,
  expanded,
  fn,
  hopsOf,
  integration,
  openApi,
  propertiesOf,
  row,
  settled,
} from './support.ts';

const get = (more: object = {}) => apiEvent('Api', { Path: '/videos/{id}', Method: 'get', ...more });
const api = (more: object = {}, attributes: object = {}) => ({
  Type: 'AWS::Serverless::Api',
  ...attributes,
  Properties: { StageName: 'live', ...more },
});

describe('each permission that the transform makes for a REST API is needed', () => {
  it.each<Row>([
    row(
      'that no event names',
      () => ({ Function: fn({ Get: get() }) }),
      'ServerlessRestApi',
      'FunctionGetPermissionProd',
    ),
    row(
      'that an event names',
      () => ({ Function: fn({ Get: get({ RestApiId: ref('Api') }) }), Api: api() }),
      'Api',
      'FunctionGetPermissionlive',
    ),
    row(
      'whose stage a parameter names',
      () => ({ Function: fn({ Get: get({ RestApiId: 'Api' }) }), Api: api({ StageName: ref('Stage') }) }),
      'Api',
      'FunctionGetPermissionStage',
    ),
    row(
      'with a definition',
      () => ({
        Function: fn({ Get: get({ RestApiId: ref('Api') }) }),
        Api: api({ DefinitionBody: openApi({ '/videos/{id}': { get: integration('Function') } }) }),
      }),
      'Api',
      'FunctionGetPermissionlive',
    ),
    row(
      'for its authorizer',
      () => ({
        Function: fn(),
        Api: api({ Auth: { Authorizers: { Token: { FunctionArn: getAtt('Function') } } } }),
      }),
      'Api',
      'ApiTokenAuthorizerPermission',
    ),
  ])('$name', (each) => checkRow(each));
});

describe('a REST API with events', () => {
  it('lets in all stages, a parameter as any text, and a path without the slash at its end', () => {
    const { resources, proof } = expanded({
      Function: fn({ All: apiEvent('Api', { Path: '/a/{b}/{rest+}/', Method: 'ANY' }) }),
    });
    expect(propertiesOf(resources, 'FunctionAllPermissionProd')).toMatchObject({
      Principal: 'apigateway.amazonaws.com',
      FunctionName: ref('Function'),
      SourceArn: { 'Fn::Sub': [expect.stringMatching(/\/\*\/\*\/a\/\*\/\*$/), expect.anything()] },
    });
    expect(hopOf(proof(), 'ServerlessRestApi', 'invoke', 'Function').answer).toBe('allowed');
  });

  it('has a stage of its own and one called Stage, unless OpenApiVersion is given', () => {
    const events = { Function: fn({ Get: get() }) };
    expect(propertiesOf(expanded(events).resources, 'ServerlessRestApiDeployment')).toHaveProperty(
      'StageName',
      'Stage',
    );
    const globals = { Globals: { Api: { OpenApiVersion: '3.0.1' } } };
    const { resources } = expanded(events, globals);
    expect(propertiesOf(resources, 'ServerlessRestApiDeployment')).not.toHaveProperty('StageName');
    expect(propertiesOf(resources, 'ServerlessRestApiProdStage')).toHaveProperty('StageName', 'Prod');
  });

  it('calls the alias that is published, and its permission is for that', () => {
    const { proof, resources } = expanded({ Function: fn({ Get: get() }, { AutoPublishAlias: 'live' }) });
    expect(hopOf(proof(), 'ServerlessRestApi', 'invoke', 'FunctionAliaslive').answer).toBe('allowed');
    (resources['FunctionGetPermissionProd'] as { Properties: object }).Properties = {
      ...propertiesOf(resources, 'FunctionGetPermissionProd'),
      FunctionName: ref('Function'),
    };
    expect(hopOf(proof(), 'ServerlessRestApi', 'invoke', 'FunctionAliaslive').answer).not.toBe('allowed');
  });

  it('is there where one of its functions is', () => {
    const conditions = {
      Conditions: { A: { 'Fn::Equals': [ref('P'), 'a'] }, B: { 'Fn::Equals': [ref('P'), 'b'] } },
    };
    const one = expanded({ Function: { ...fn({ Get: get() }), Condition: 'A' } }, conditions);
    expect(one.resources['ServerlessRestApi']).toMatchObject({ Condition: 'A' });
    const two = expanded(
      {
        Function: { ...fn({ Get: get() }), Condition: 'A' },
        Other: { ...fn({ Put: get() }), Condition: 'B' },
      },
      conditions,
    );
    expect(two.resources['ServerlessRestApi']).toMatchObject({ Condition: 'ServerlessRestApiCondition' });
    expect(two.proof().hops.filter(({ kind }) => kind === 'invoke')).toMatchObject([
      { answer: 'allowed' },
      { answer: 'allowed' },
    ]);
    const always = expanded(
      { Function: { ...fn({ Get: get() }), Condition: 'A' }, Other: fn({ Put: get() }) },
      conditions,
    );
    expect(always.resources['ServerlessRestApi']).not.toHaveProperty('Condition');
  });

  it.each([
    ['a Path that is a function', { Path: { 'Fn::Sub': '/x' } }],
    ['a Path without a slash', { Path: 'x' }],
    ['a Method that is none', { Method: 1 }],
    ['an API that is not in the template', { RestApiId: { 'Fn::ImportValue': 'api' } }],
    ['an API of another kind', { RestApiId: ref('Http') }],
    ['responses that are streamed', { ResponseTransferMode: 'RESPONSE_STREAM' }],
  ])('is left with %s', (_, more) => {
    const { left, proof } = expanded({
      Function: fn({ Get: get(more) }),
      Http: { Type: 'AWS::Serverless::HttpApi', Properties: {} },
    });
    expect(left).toMatchObject([
      { logicalId: 'Function', from: ['Resources', 'Function', 'Properties', 'Events', 'Get'] },
    ]);
    expect(settled(proof())).toEqual([]);
  });

  it('is proven where the event is written', () => {
    const { from } = expanded({ Function: fn({ Get: get() }) });
    const event = ['Resources', 'Function', 'Properties', 'Events', 'Get'];
    expect(from.get('FunctionGetApiMethod')).toEqual(event);
    expect(from.get('FunctionGetPermissionProd')).toEqual(event);
    expect(from.get('ServerlessRestApi')).toEqual(event);
  });
});

describe('AWS_IAM', () => {
  const withAuth = (own: object, common: object) =>
    propertiesOf(
      expanded({ Function: fn({ Get: get({ RestApiId: 'Api', ...own }) }), Api: api({ Auth: common }) })
        .resources,
      'FunctionGetApiMethod',
    )['Integration'];
  const CALLER = 'arn:aws:iam::*:user/*';

  it.each([
    ['of the API', {}, { DefaultAuthorizer: 'AWS_IAM' }, CALLER],
    ['of the event', { Auth: { Authorizer: 'AWS_IAM' } }, {}, CALLER],
    ['with a role', { Auth: { Authorizer: 'AWS_IAM', InvokeRole: 'r' } }, { InvokeRole: 's' }, 'r'],
    ['with a role of the API', { Auth: { Authorizer: 'AWS_IAM' } }, { InvokeRole: 's' }, 's'],
    ['with no role', { Auth: { Authorizer: 'AWS_IAM', InvokeRole: 'NONE' } }, { InvokeRole: 's' }, undefined],
    [
      'that the event has another for',
      { Auth: { Authorizer: 'NONE' } },
      { DefaultAuthorizer: 'AWS_IAM' },
      undefined,
    ],
  ])('%s', (_, own, common, credentials) => {
    const found = withAuth(own, common) as { Credentials?: unknown };
    expect(found.Credentials).toBe(credentials);
  });

  it('leaves open whom the caller is', () => {
    const { proof } = expanded({
      Function: fn({ Get: get({ RestApiId: 'Api' }) }),
      Api: api({ Auth: { DefaultAuthorizer: 'AWS_IAM' } }),
    });
    expect(hopOf(proof(), 'Api', 'invoke', 'Function').answer).toBe('unknown');
  });
});

describe('the authorizers of a REST API', () => {
  const withAuthorizer = (authorizer: object) =>
    expanded({
      Function: fn(),
      Api: api({ Auth: { Authorizers: { Token: { FunctionArn: getAtt('Function'), ...authorizer } } } }),
    });

  it('are not let in where that is switched off', () => {
    const { proof } = withAuthorizer({ DisableFunctionDefaultPermissions: true });
    expect(hopOf(proof(), 'Api', 'invoke', 'Function').answer).toBe('denied');
  });

  it('are called as a role that is named', () => {
    const { proof } = withAuthorizer({ FunctionInvokeRole: 'arn:aws:iam::111122223333:role/caller' });
    expect(hopOf(proof(), 'Api', 'invoke', 'Function').answer).toBe('unknown');
    expect(
      hopOf(withAuthorizer({ FunctionInvokeRole: 'NONE' }).proof(), 'Api', 'invoke', 'Function').answer,
    ).toBe('allowed');
  });

  it('come out of the definition, too', () => {
    const scheme = {
      'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: getAtt('Function') },
    };
    const body = { swagger: '2.0', paths: {}, securityDefinitions: { Own: scheme } };
    const { proof } = expanded({ Function: fn(), Api: api({ DefinitionBody: body }) });
    expect(hopOf(proof(), 'Api', 'invoke', 'Function').answer).toBe('denied');
  });

  it('are left where a function makes them', () => {
    const { left } = expanded({ Api: api({ Auth: { Authorizers: { 'Fn::If': ['A', {}, {}] } } }) });
    expect(left).toMatchObject([{ logicalId: 'Api', why: 'its authorizers are not known' }]);
  });
});

describe('the definition of a REST API', () => {
  const defined = (paths: object, events: object = {}, more: object = {}) =>
    expanded(
      { Function: fn(events), Api: api({ DefinitionBody: openApi(paths), ...more }) },
      { Conditions: { A: { 'Fn::Equals': [ref('P'), 'a'] } } },
    );

  it('is denied what no event lets in', () => {
    const { proof } = defined(
      { '/videos/{id}': { get: integration('Function'), put: integration('Function') } },
      {
        Get: get({ RestApiId: 'Api' }),
      },
    );
    const hop = hopOf(proof(), 'Api', 'invoke', 'Function');
    expect(hop).toMatchObject({ answer: 'denied' });
    expect(hop.because).toContain('PUT');
  });

  it('is read under its conditions', () => {
    const method = { 'Fn::If': ['A', integration('Function'), ref('AWS::NoValue')] };
    const { proof, left } = defined({ '/a': { 'Fn::If': ['A', { get: method }, {}] } });
    expect(left).toEqual([]);
    const hops = hopsOf(proof(), 'Api', 'invoke', 'Function');
    expect(hops).toMatchObject([{ answer: 'denied' }]);
    expect(proof().scenarios).toHaveLength(2);
  });

  it('takes the methods of events in place of its own where they are merged', () => {
    const events = { Get: get({ RestApiId: 'Api' }) };
    const own = { '/videos/{id}': { get: integration('Other') }, '/own': { get: integration('Other') } };
    const { proof } = expanded({
      Function: fn(events),
      Other: fn(),
      Api: api({ DefinitionBody: openApi(own), MergeDefinitions: true }),
    });
    expect(hopOf(proof(), 'Api', 'invoke', 'Function').answer).toBe('allowed');
    const other = hopOf(proof(), 'Api', 'invoke', 'Other');
    expect(other).toMatchObject({ answer: 'denied' });
    expect(other.because).not.toContain('videos');
  });

  it('leaves the event that is merged as a method that OpenAPI does not have', () => {
    const { left } = expanded({
      Function: fn({ All: apiEvent('Api', { Path: '/a', Method: 'any', RestApiId: 'Api' }) }),
      Api: api({ DefinitionBody: openApi({}), MergeDefinitions: true }),
    });
    expect(left).toMatchObject([{ from: ['Resources', 'Function', 'Properties', 'Events', 'All'] }]);
  });

  it.each([
    ['in a file', { DefinitionUri: 'api.yaml' }, ['DefinitionUri']],
    ['in a macro', { DefinitionBody: { 'Fn::Transform': {} } }, ['DefinitionBody', 'Fn::Transform']],
    [
      'with a path in a macro',
      { DefinitionBody: openApi({ '/a': { 'Fn::Transform': {} } }) },
      ['DefinitionBody', 'paths', '/a', 'Fn::Transform'],
    ],
  ])('is left %s', (_, properties, path) => {
    const { left, resources, proof } = expanded({ Api: api(properties) });
    expect(left).toMatchObject([{ logicalId: 'Api', from: ['Resources', 'Api', 'Properties', ...path] }]);
    expect(resources['Api']).toMatchObject({ Type: 'AWS::ApiGateway::RestApi' });
    expect(proof().hops).toMatchObject([{ kind: 'invoke', answer: 'unknown', from: { label: 'Api' } }]);
  });
});
