import type { TemplatePath } from '../../finding.ts';
import { at, isObject, type Json, member, text } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import { type ApiCall, called, functionInUri } from './api-calls.ts';
import { pathOf, type View } from './view.ts';

/** A route of an HTTP API that calls a function. */
export interface BodyRoute extends Omit<ApiCall, 'sources'> {
  /** `GET /videos/{id}`, `ANY /videos`, `$default` */
  readonly routeKey: string;
}

const METHOD = /^(get|put|post|delete|options|head|patch|x-amazon-apigateway-any-method)$/;
const INTEGRATION = 'x-amazon-apigateway-integration';

/** An operation of an OpenAPI document, with what it is integrated with. */
export interface BodyOperation {
  /** `/videos/{id}` */
  readonly route: string;
  /** `GET`, `ANY` */
  readonly verb: string;
  readonly integration: { readonly [key: string]: Json };
  readonly path: TemplatePath;
}

/** The operations of an API that is written as an OpenAPI document. */
export function operationsOf(api: WorldResource): readonly BodyOperation[] {
  const body = api.properties['Body'];
  return Object.entries(objectOf(at(body, 'paths'))).flatMap(([route, item]) =>
    Object.entries(objectOf(item)).flatMap(([method, operation]) => {
      const written = member(operation, INTEGRATION);
      const integration = pointed(body, member(written, '$ref')) ?? written;
      if (!METHOD.test(method) || !isObject<{ readonly [key: string]: Json }>(integration)) return [];
      const verb = method.startsWith('x-') ? 'ANY' : method.toUpperCase();
      const path = pathOf(api, 'Body', 'paths', route, method, INTEGRATION);
      return [{ route, verb, integration, path }];
    }),
  );
}

/**
 * The routes of HTTP APIs that are written as OpenAPI documents.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
export function httpBodies(view: View): readonly BodyRoute[] {
  return view.world.ofType('AWS::ApiGatewayV2::Api').flatMap((api) =>
    operationsOf(api).flatMap(({ route, verb, integration, path }) => {
      const functionArn = functionInUri(text(integration['uri']));
      if (functionArn === undefined) return [];
      return [
        {
          ...called(view, api.ref),
          wiredBy: api,
          path,
          functionArn,
          roleArn: text(integration['credentials']),
          routeKey: /^\/?\$default$/.test(route) ? '$default' : `${verb} ${route}`,
        },
      ];
    }),
  );
}

/**
 * The functions that authorize the calls of an API that is written as an OpenAPI document, of the 2.0 or the 3.0 kind.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export function bodyAuthorizers(
  view: View,
  type: 'AWS::ApiGateway::RestApi' | 'AWS::ApiGatewayV2::Api',
): readonly ApiCall[] {
  return view.world
    .ofType(type)
    .flatMap((api) => [
      ...authorizersIn(view, api, ['securityDefinitions']),
      ...authorizersIn(view, api, ['components', 'securitySchemes']),
    ]);
}

function authorizersIn(view: View, api: WorldResource, keys: readonly string[]): readonly ApiCall[] {
  const schemes = objectOf(at(api.properties['Body'], ...keys));
  return Object.entries(schemes).flatMap(([name, scheme]) => {
    const key = 'x-amazon-apigateway-authorizer';
    const authorizer = member(scheme, key);
    const functionArn = functionInUri(text(member(authorizer, 'authorizerUri')));
    if (functionArn === undefined) return [];
    const id = view.world.tokens.make(`authorizer:${api.ref}:${name}`, 'given', `authorizer ${name}`);
    return [
      {
        ...called(view, api.ref),
        wiredBy: api,
        path: pathOf(api, 'Body', ...keys, name, key),
        functionArn,
        sources: [`authorizers/${id}`],
        roleArn: text(member(authorizer, 'authorizerCredentials')),
      },
    ];
  });
}

/** `#/components/x-amazon-apigateway-integrations/video` */
function pointed(body: Json | undefined, name: Json | undefined): Json | undefined {
  return typeof name === 'string' ? at(body, ...name.replace(/^#\//, '').split('/')) : undefined;
}

function objectOf(value: Json | undefined): { readonly [key: string]: Json } {
  return isObject(value) ? value : {};
}
