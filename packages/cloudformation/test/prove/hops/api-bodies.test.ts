import { describe, expect, it } from 'vitest';
import { bodyAuthorizers, httpBodies } from '../../../src/prove/hops/api-bodies.ts';
import { createView } from '../../../src/prove/hops/view.ts';
import { createWorlds } from '../../../src/prove/model/create-worlds.ts';
import { integration, openApi } from '../serverless/rest/support.ts';
import { getAtt, lambda, role } from './support.ts';

function viewOf(type: string, body: object) {
  const resources = { Function: lambda(), Role: role(), Api: { Type: type, Properties: { Body: body } } };
  const [world] = createWorlds({ Resources: resources }).worlds;
  if (world === undefined) throw new Error('no world');
  return createView(world);
}

const HTTP = 'AWS::ApiGatewayV2::Api';

describe('the OpenAPI document of an HTTP API', () => {
  it('calls functions by its routes', () => {
    const view = viewOf(
      HTTP,
      openApi({
        '/a/{b}': { get: integration('Function'), parameters: [] },
        '/c': { 'x-amazon-apigateway-any-method': integration('Function') },
        $default: { 'x-amazon-apigateway-any-method': integration('Function') },
        '/http': {
          get: { 'x-amazon-apigateway-integration': { type: 'http_proxy', uri: 'https://a.example' } },
        },
      }),
    );
    const routes = httpBodies(view);
    expect(routes.map(({ routeKey }) => routeKey)).toEqual(['GET /a/{b}', 'ANY /c', '$default']);
    const arn = view.world.resources.get('Function')?.arn;
    for (const route of routes) expect(route).toMatchObject({ functionArn: arn, from: { label: 'Api' } });
    expect(routes[0]?.path).toEqual([
      'Resources',
      'Api',
      'Properties',
      'Body',
      'paths',
      '/a/{b}',
      'get',
      'x-amazon-apigateway-integration',
    ]);
  });

  it('may name an integration elsewhere in it, and a role', () => {
    const body = {
      ...openApi({
        '/a': {
          get: {
            'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/f' },
          },
        },
      }),
      components: {
        'x-amazon-apigateway-integrations': { f: { uri: getAtt('Function'), credentials: getAtt('Role') } },
      },
    };
    const view = viewOf(HTTP, body);
    expect(httpBodies(view)).toMatchObject([{ roleArn: view.world.resources.get('Role')?.arn }]);
  });

  it('of any other shape calls nothing', () => {
    for (const body of [openApi([]), openApi({ '/a': 'x' }), openApi({ '/a': { get: null } }), {}])
      expect(httpBodies(viewOf(HTTP, body))).toEqual([]);
  });
});

describe('the authorizers in an OpenAPI document', () => {
  const scheme = {
    Own: { 'x-amazon-apigateway-authorizer': { type: 'request', authorizerUri: getAtt('Function') } },
    Pool: { 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [] } },
    Key: { type: 'apiKey' },
  };
  it.each([
    ['AWS::ApiGateway::RestApi' as const, { swagger: '2.0', securityDefinitions: scheme }],
    ['AWS::ApiGateway::RestApi' as const, { openapi: '3.0.1', components: { securitySchemes: scheme } }],
    ['AWS::ApiGatewayV2::Api' as const, { openapi: '3.0.1', components: { securitySchemes: scheme } }],
  ])('of an %s call functions', (type, body) => {
    const found = bodyAuthorizers(viewOf(type, body), type);
    expect(found).toHaveLength(1);
    expect(found[0]?.sources[0]).toMatch(/^authorizers\/./);
    expect(found[0]?.path.at(-2)).toBe('Own');
  });
});
