import { isUnread, type Unread } from '../json.ts';
import { type Definition, readDefinition } from './api-definition.ts';
import {
  apiIdOf,
  apiPermission,
  hasUnreadProperties,
  invocationUri,
  leaveEvent,
  permitted,
  propertiesOf,
  underApi,
  withoutSlash,
} from './api-parts.ts';
import { addUnknownPermission } from './events/function-event.ts';
import { members } from './expressions.ts';
import { addRoute } from './http-api-route.ts';
import type { ServerlessEvent, ServerlessScope } from './scope.ts';

const DEFAULT = '$default';
/** What permissions have `*` for; other greedy parameters than `{proxy+}` they name as they are. */
const PARAMETER = /\{(?:[a-zA-Z0-9._-]+|proxy\+)\}/g;
const TYPES: readonly unknown[] = ['AWS::Serverless::HttpApi', 'AWS::ApiGatewayV2::Api'];

/**
 * An `HttpApi` event of a function: a permission, and a route of the API that calls it; of one without a path the
 * default route.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html
 */
export function httpApiEvent(scope: ServerlessScope, event: ServerlessEvent): undefined {
  const { Path: path = DEFAULT, Method: method = 'any', ApiId: named } = event.properties;
  const isWhole = (event.properties['Path'] === undefined) === (event.properties['Method'] === undefined);
  if (typeof path !== 'string' || typeof method !== 'string' || !isWhole) {
    leaveUnknown(scope, event, 'has no Path or no Method as text');
    return;
  }
  const apiId = named === undefined ? 'ServerlessHttpApi' : apiIdOf(named);
  const api = apiId === undefined ? undefined : scope.resource(apiId);
  if (apiId === undefined || api === undefined || !TYPES.includes(api['Type']) || hasUnreadProperties(api)) {
    leaveUnknown(scope, event, 'names no HTTP API of the template');
    return;
  }
  const route = { apiId, api, path, method: methodOf(method) };
  const definition = readDefinition(propertiesOf(api)['DefinitionBody'], []);
  if (!isPermittedAlready(scope, event, route, definition)) {
    scope.add(
      `${event.logicalId}${event.name}Permission`,
      apiPermission(event.functionName, apiId, permission(route), event.carried),
      event.from,
    );
  }
  if (path !== DEFAULT && (!path.startsWith('/') || withoutSlash(path) !== path)) {
    leaveEvent(scope, event, 'has a Path that does not begin with a slash, or ends in one');
    return;
  }
  addEventRoute(scope, event, route, definition);
}

interface EventRoute {
  readonly apiId: string;
  readonly api: Unread;
  readonly path: string;
  readonly method: string;
}

/** Leaves an event whose permission may let anybody in. */
function leaveUnknown(scope: ServerlessScope, event: ServerlessEvent, why: string): void {
  leaveEvent(scope, event, why);
  addUnknownPermission(scope, event, `of the event ${event.name} of ${event.logicalId}`);
}

function methodOf(method: string): string {
  return method.toLowerCase() === 'x-amazon-apigateway-any-method' ? 'any' : method.toLowerCase();
}

/** What follows the API's id in the source ARN of an event's permission. */
function permission({ path, method }: EventRoute): string {
  if (method === 'any' && path === `/${DEFAULT}`) return `*${path}`;
  return permitted(method, path === DEFAULT ? '' : withoutSlash(path).replaceAll(PARAMETER, '*'));
}

/** The default route's permission is for all routes: where that is of the same function, the transform makes no other. */
function isPermittedAlready(
  { template }: ServerlessScope,
  { logicalId, target }: ServerlessEvent,
  { apiId, path }: EventRoute,
  { operations }: Definition,
): boolean {
  if (path === DEFAULT || JSON.stringify(target) !== JSON.stringify({ 'Fn::GetAtt': [logicalId, 'Arn'] }))
    return false;
  const written = operations.find((each) => each.path === DEFAULT && each.method === 'any');
  const uri = written?.integration['uri'];
  const pattern = members(uri)['Fn::Sub'];
  if (isUnread(uri)) return typeof pattern === 'string' && pattern.includes(`\${${logicalId}.Arn}`);
  const events = members(propertiesOf(members(template['Resources'])[logicalId])['Events']);
  return Object.values(events).some((event) => {
    const { ApiId: named, Path: other } = propertiesOf(event);
    const isSame = (named === undefined ? 'ServerlessHttpApi' : apiIdOf(named)) === apiId;
    return isSame && members(event)['Type'] === 'HttpApi' && (other === undefined || other === DEFAULT);
  });
}

/** The route of an event, under the condition of its API besides; one that the API's definition has stays as it is. */
function addEventRoute(
  scope: ServerlessScope,
  event: ServerlessEvent,
  { apiId, api, path, method }: EventRoute,
  { operations }: Definition,
): void {
  const isServerless = api['Type'] === TYPES[0] && propertiesOf(api)['DefinitionUri'] === undefined;
  if (!isServerless || operations.some((each) => each.path === path && each.method === method)) return;
  addRoute(scope, {
    name: `${event.logicalId}${event.name}`,
    apiId,
    path,
    method,
    integration: { uri: invocationUri(event.target) },
    under: underApi(api, event),
    attributes: event.carried,
    from: event.from,
  });
}
