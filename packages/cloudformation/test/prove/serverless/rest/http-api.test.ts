import { describe, expect, it } from 'vitest';
import { checkRow, type Row } from '../../hops/spoil.ts';
import { getAtt, hopOf, ref } from '../../hops/support.ts';
import { apiEvent, expanded, fn, integration, openApi, propertiesOf, row, settled } from './support.ts';

const get = (more: object = {}) => apiEvent('HttpApi', { Path: '/videos/{id}', Method: 'get', ...more });
const http = (more: object = {}) => ({ Type: 'AWS::Serverless::HttpApi', Properties: more });

describe('each permission that the transform makes for an HTTP API is needed', () => {
  it.each<Row>([
    row(
      'that no event names',
      () => ({ Function: fn({ Get: get() }) }),
      'ServerlessHttpApi',
      'FunctionGetPermission',
    ),
    row(
      'that an event names',
      () => ({ Function: fn({ Get: get({ ApiId: ref('Http') }) }), Http: http({ StageName: 'live' }) }),
      'Http',
      'FunctionGetPermission',
    ),
    row(
      'with the default route',
      () => ({ Function: fn({ All: { Type: 'HttpApi' } }) }),
      'ServerlessHttpApi',
      'FunctionAllPermission',
    ),
    row(
      'for its authorizer',
      () => ({
        Function: fn(),
        Http: http({
          Auth: {
            Authorizers: {
              Own: { FunctionArn: getAtt('Function'), EnableFunctionDefaultPermissions: true },
            },
          },
        }),
      }),
      'Http',
      'HttpOwnAuthorizerPermission',
    ),
  ])('$name', (each) => checkRow(each));
});

describe('an HTTP API with events', () => {
  it('has one permission where the default route is of the same function', () => {
    const { resources, proof } = expanded({ Function: fn({ Get: get(), All: { Type: 'HttpApi' } }) });
    expect(resources).toHaveProperty('FunctionAllPermission');
    expect(resources).not.toHaveProperty('FunctionGetPermission');
    expect(hopOf(proof(), 'ServerlessHttpApi', 'invoke', 'Function').answer).toBe('allowed');
  });

  it('has both where an alias is called, or the default route is of another API', () => {
    const events = { Get: get(), All: { Type: 'HttpApi' } };
    expect(expanded({ Function: fn(events, { AutoPublishAlias: 'live' }) }).resources).toHaveProperty(
      'FunctionGetPermission',
    );
    const other = { Get: get(), All: apiEvent('HttpApi', { ApiId: ref('Http') }) };
    expect(expanded({ Function: fn(other), Http: http() }).resources).toHaveProperty('FunctionGetPermission');
  });

  it('is denied where its default route calls the function and lets nobody in', () => {
    const body = openApi({ $default: { 'x-amazon-apigateway-any-method': integration('Function') } });
    const { proof, resources } = expanded({
      Function: fn({ Get: get({ ApiId: ref('Http') }) }),
      Http: http({ DefinitionBody: body }),
    });
    expect(resources).not.toHaveProperty('FunctionGetPermission');
    expect(hopOf(proof(), 'Http', 'invoke', 'Function').answer).toBe('denied');
  });

  it('keeps the routes of its definition, and adds those of events', () => {
    const { proof } = expanded({
      Function: fn({
        Get: get({ ApiId: ref('Http') }),
        Put: apiEvent('HttpApi', { ApiId: ref('Http'), Path: '/put', Method: 'PUT' }),
      }),
      Other: fn(),
      Http: http({ DefinitionBody: openApi({ '/videos/{id}': { get: integration('Other') } }) }),
    });
    expect(hopOf(proof(), 'Http', 'invoke', 'Function').answer).toBe('allowed');
    expect(hopOf(proof(), 'Http', 'invoke', 'Other').answer).toBe('denied');
  });

  it('calls no other function as its caller', () => {
    const { resources } = expanded(
      { Function: fn({ Get: get({ Auth: { Authorizer: 'AWS_IAM' } }) }) },
      { Globals: { HttpApi: { Auth: { EnableIamAuthorizer: true } } } },
    );
    expect(propertiesOf(resources, 'FunctionGetHttpApiIntegration')).not.toHaveProperty('CredentialsArn');
  });

  it.each([
    ['a Path alone', { Path: '/a' }],
    ['a Path that is a function', { Path: ref('P'), Method: 'get' }],
    ['a Path that ends in a slash', { Path: '/a/', Method: 'get' }],
    ['an API that is not in the template', { ApiId: ref('Elsewhere'), Path: '/a', Method: 'get' }],
    ['an API of another kind', { ApiId: ref('Rest'), Path: '/a', Method: 'get' }],
  ])('is left with %s', (_, properties) => {
    const { left, proof } = expanded({
      Function: fn({ Get: apiEvent('HttpApi', properties) }),
      Rest: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'rest' } },
    });
    expect(left).toMatchObject([{ from: ['Resources', 'Function', 'Properties', 'Events', 'Get'] }]);
    expect(settled(proof())).toEqual([]);
  });
});

describe('the authorizers of an HTTP API', () => {
  const withAuthorizer = (authorizer: object) =>
    expanded({
      Function: fn(),
      Http: http({ Auth: { Authorizers: { Own: { FunctionArn: getAtt('Function'), ...authorizer } } } }),
    }).proof();

  it('are let in only where that is asked for', () => {
    expect(hopOf(withAuthorizer({}), 'Http', 'invoke', 'Function').answer).toBe('denied');
  });

  it('are called as a role that is named', () => {
    const role = 'arn:aws:iam::111122223333:role/caller';
    expect(hopOf(withAuthorizer({ FunctionInvokeRole: role }), 'Http', 'invoke', 'Function').answer).toBe(
      'unknown',
    );
  });
});

describe('the definition of an HTTP API', () => {
  it('is followed where it names an integration elsewhere in it', () => {
    const body = {
      ...openApi({
        '/a': {
          get: {
            'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/f' },
          },
        },
      }),
      components: {
        'x-amazon-apigateway-integrations': { f: { type: 'AWS_PROXY', uri: getAtt('Function') } },
      },
    };
    const { proof } = expanded({ Function: fn(), Http: http({ DefinitionBody: body }) });
    expect(hopOf(proof(), 'Http', 'invoke', 'Function').answer).toBe('denied');
  });

  it('is left in a file', () => {
    const { left, proof } = expanded({ Http: http({ DefinitionUri: 's3://bucket/key' }) });
    expect(proof().hops).toMatchObject([{ kind: 'invoke', answer: 'unknown', from: { label: 'Http' } }]);
    expect(left).toMatchObject([{ from: ['Resources', 'Http', 'Properties', 'DefinitionUri'] }]);
  });
});
