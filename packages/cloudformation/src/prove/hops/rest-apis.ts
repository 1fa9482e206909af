import { asText, isObject, type Json, text } from '../model/json.ts';
import type { JsonObject, WorldResource } from '../model/world.ts';
import { bodyAuthorizers, operationsOf } from './api-bodies.ts';
import { type ApiCall, apiCalls, authorizers, called, functionInUri } from './api-calls.ts';
import { type Draft, pathOf, type View } from './view.ts';

/**
 * A permission that names a path parameter as it is spelled does not let the method in: what the request has there
 * is not known, and `*` covers it.
 * https://github.com/aws/serverless-application-model/issues/110
 */
const PATH_PARAMETER = /\{[^{}]*\}/g;
/** `ANY` is none of them: https://github.com/aws/serverless-application-model/issues/296 */
const VERBS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'];

/**
 * The methods and authorizers of REST APIs call functions.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
 */
export function restApis(view: View): readonly Draft[] {
  return apiCalls(view, [
    ...methods(view),
    ...bodies(view),
    ...bodyAuthorizers(view, 'AWS::ApiGateway::RestApi'),
    ...authorizers(view, 'AWS::ApiGateway::Authorizer', 'RestApiId', 'AuthorizerCredentials'),
  ]);
}

function methods(view: View): readonly ApiCall[] {
  return view.world.ofType('AWS::ApiGateway::Method').flatMap((method) => {
    const { properties } = method;
    const route = `${verb(view, text(properties['HttpMethod']))}${pathOfResource(view, properties['ResourceId'])}`;
    return integrationCall(view, method, properties['Integration'], {
      api: properties['RestApiId'],
      route,
      path: pathOf(method, 'Integration'),
    });
  });
}

/** An API that is written as an OpenAPI document. */
function bodies(view: View): readonly ApiCall[] {
  return view.world.ofType('AWS::ApiGateway::RestApi').flatMap((api) =>
    operationsOf(api).flatMap(({ route, verb: name, integration, path }) => {
      // A resource other than the root has no slash at its end, however it is written.
      const end = route.length > 1 ? route.replace(/\/$/, '') : route;
      return integrationCall(view, api, integration, {
        api: api.ref,
        route: `${verb(view, name)}${end}`,
        path,
      });
    }),
  );
}

interface Where {
  readonly api: Json | undefined;
  readonly route: string;
  readonly path: Draft['path'];
}

/** CloudFormation and OpenAPI spell the members of an integration with and without a capital. */
function integrationCall(
  view: View,
  wiredBy: WorldResource,
  integration: Json | undefined,
  { api, route, path }: Where,
): readonly ApiCall[] {
  if (!isObject(integration)) return [];
  const functionArn = functionInUri(text(integration['Uri'] ?? integration['uri']));
  const apiId = text(api);
  if (functionArn === undefined || apiId === undefined) return [];
  const asked = route.replace(PATH_PARAMETER, (name) =>
    view.world.tokens.make(name, 'given', `path ${name}`),
  );
  const sources = stagesOf(view, apiId).map((stage) => `${stage}/${asked}`);
  const roleArn = text(integration['Credentials'] ?? integration['credentials']);
  return [{ ...called(view, apiId), wiredBy, path, functionArn, sources, roleArn }];
}

function stagesOf({ world }: View, apiId: string): readonly string[] {
  const staged = [...world.ofType('AWS::ApiGateway::Stage'), ...world.ofType('AWS::ApiGateway::Deployment')];
  const names = staged.flatMap(({ properties }: { readonly properties: JsonObject }) =>
    properties['RestApiId'] === apiId ? (text(properties['StageName']) ?? []) : [],
  );
  return names.length > 0 ? [...new Set(names)] : [world.tokens.make(`stage:${apiId}`, 'given', 'stage')];
}

/** A method that may be any. */
function verb({ world }: View, method: string | undefined): string {
  return method === undefined || method === 'ANY'
    ? world.tokens.make('RestMethod', 'given', 'method', VERBS)
    : method;
}

function pathOfResource(view: View, id: Json | undefined, depth = 0): string {
  const { world } = view;
  const resource = world.resourceOf(id);
  if (resource?.type === 'AWS::ApiGateway::Resource' && depth < 30) {
    const parent = pathOfResource(view, resource.properties['ParentId'], depth + 1);
    return `${parent === '/' ? '' : parent}/${text(resource.properties['PathPart']) ?? ''}`;
  }
  const token = typeof id === 'string' ? world.tokens.whole(id) : undefined;
  if (token?.label.endsWith('.RootResourceId')) return '/';
  return `/${world.tokens.make(`path:${asText(id)}`, 'given', 'path')}`;
}
