import { text } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import { bodyAuthorizers, httpBodies } from './api-bodies.ts';
import { type ApiCall, apiCalls, authorizers, called, functionInUri } from './api-calls.ts';
import { type Draft, pathOf, type View } from './view.ts';

/**
 * The routes and authorizers of HTTP and WebSocket APIs call functions.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpApis(view: View): readonly Draft[] {
  return apiCalls(view, [
    ...routes(view),
    ...quick(view),
    ...httpBodies(view).map(({ routeKey, ...call }) => ({
      ...call,
      sources: sourcesOf(view, call.apiId, routeKey),
    })),
    ...bodyAuthorizers(view, 'AWS::ApiGatewayV2::Api'),
    ...authorizers(view, 'AWS::ApiGatewayV2::Authorizer', 'ApiId', 'AuthorizerCredentialsArn'),
  ]);
}

function routes(view: View): readonly ApiCall[] {
  const { world } = view;
  return world.ofType('AWS::ApiGatewayV2::Route').flatMap((route) => {
    const { properties } = route;
    const id = text(properties['Target'])?.replace(/^integrations\//, '');
    const integration = world.resourceOf(id);
    const apiId = text(properties['ApiId']);
    if (integration?.type !== 'AWS::ApiGatewayV2::Integration' || apiId === undefined) return [];
    const functionArn = functionInUri(text(integration.properties['IntegrationUri']));
    if (functionArn === undefined) return [];
    return [
      {
        ...called(view, apiId),
        wiredBy: route,
        path: pathOf(route, 'Target'),
        functionArn,
        sources: sourcesOf(view, apiId, text(properties['RouteKey']) ?? '$default'),
        roleArn: text(integration.properties['CredentialsArn']),
      },
    ];
  });
}

/** An API that is made with one route. */
function quick(view: View): readonly ApiCall[] {
  return view.world.ofType('AWS::ApiGatewayV2::Api').flatMap((api) => {
    const functionArn = functionInUri(text(api.properties['Target']));
    if (functionArn === undefined) return [];
    return [
      {
        ...called(view, api.ref),
        wiredBy: api,
        path: pathOf(api, 'Target'),
        functionArn,
        sources: sourcesOf(view, api.ref, text(api.properties['RouteKey']) ?? '$default'),
        roleArn: text(api.properties['CredentialsArn']),
      },
    ];
  });
}

/** `GET /videos` is `<stage>/GET/videos`, `$connect` is `<stage>/$connect`. */
function sourcesOf({ world }: View, apiId: string, routeKey: string): readonly string[] {
  const [method = '', path] = routeKey.split(' ');
  const verb = method === 'ANY' ? world.tokens.make('HttpMethod', 'given', 'method') : method;
  const route = path === undefined ? method : `${verb}${path}`;
  const names = world
    .ofType('AWS::ApiGatewayV2::Stage')
    .flatMap(({ properties }: WorldResource) =>
      properties['ApiId'] === apiId ? (text(properties['StageName']) ?? []) : [],
    );
  const stages = names.length > 0 ? names : [world.tokens.make(`stage:${apiId}`, 'given', 'stage')];
  return stages.map((stage) => `${stage}/${route}`);
}
