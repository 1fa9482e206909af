import { isUnread, type Unread } from '../json.ts';
import { addMethod } from './api-method.ts';
import {
  apiIdOf,
  apiPermission,
  hasUnreadProperties,
  inName,
  invocationUri,
  isTrue,
  leaveEvent,
  permitted,
  propertiesOf,
  underApi,
  withoutSlash,
} from './api-parts.ts';
import { addUnknownPermission } from './events/function-event.ts';
import { members } from './expressions.ts';
import type { ServerlessEvent, ServerlessScope } from './scope.ts';

/** What permissions have `*` for. */
const PARAMETER = /\{[a-zA-Z0-9._-]+\+?\}/g;
const TYPES: readonly unknown[] = ['AWS::Serverless::Api', 'AWS::ApiGateway::RestApi'];

/** A method that an event gives a REST API. */
export interface RestRoute {
  readonly apiId: string;
  readonly api: Unread;
  readonly path: string;
  /** In small letters; `any` for all. */
  readonly method: string;
  /** Whether the transform puts the event's method into the API: else it is one of the API's own definition. */
  readonly isAdded: boolean;
}

/**
 * An `Api` event of a function: a permission, and a method of the API that calls it.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html
 */
export function apiEvent(scope: ServerlessScope, event: ServerlessEvent): undefined {
  const route = restRoute(scope, event);
  if (route === undefined) {
    addUnknownPermission(scope, event, `of the event ${event.name} of ${event.logicalId}`);
    return;
  }
  const { apiId, api, method } = route;
  const path = withoutSlash(route.path).replaceAll(PARAMETER, '*');
  const { StageName: stage, Auth: auth } = propertiesOf(api);
  const suffix = typeof stage === 'string' && stage !== '' ? inName(stage) : 'Stage';
  scope.add(
    `${event.logicalId}${event.name}Permission${suffix}`,
    apiPermission(event.functionName, apiId, permitted(method, path), event.carried),
    event.from,
  );
  if (!route.isAdded) return;
  if (event.properties['ResponseTransferMode'] === 'RESPONSE_STREAM') {
    leaveEvent(scope, event, 'streams its responses, and what API Gateway needs for that is not known here');
    return;
  }
  if (method === 'any' && isTrue(propertiesOf(api)['MergeDefinitions']) && isDefined(api)) {
    leaveEvent(scope, event, 'is merged as the method "any", which OpenAPI does not have');
    return;
  }
  const integration = { Type: 'AWS_PROXY', Uri: invocationUri(event.target) };
  addEventMethod(scope, event, route, { ...integration, ...credentials(event, auth) });
}

/** The method of an event; leaves the event where it has none that is known. */
export function restRoute(scope: ServerlessScope, event: ServerlessEvent): RestRoute | undefined {
  const { Path: path, Method: method, RestApiId: named } = event.properties;
  if (typeof path !== 'string' || !path.startsWith('/'))
    return leaveEvent(scope, event, 'has no Path that begins with a slash');
  if (typeof method !== 'string') return leaveEvent(scope, event, 'has no Method as text');
  const apiId = named === undefined ? 'ServerlessRestApi' : apiIdOf(named);
  const api = apiId === undefined ? undefined : scope.resource(apiId);
  if (apiId === undefined || api === undefined || !TYPES.includes(api['Type']) || hasUnreadProperties(api))
    return leaveEvent(scope, event, 'names no REST API of the template');
  const { MergeDefinitions } = propertiesOf(api);
  const isServerless = api['Type'] === TYPES[0];
  if (isServerless && isDefined(api) && isUnread(MergeDefinitions))
    return leaveEvent(scope, event, `may be merged into the definition of ${apiId}, or not`);
  const isAdded = isServerless && (!isDefined(api) || isTrue(MergeDefinitions));
  return { apiId, api, path, method: method.toLowerCase(), isAdded };
}

/** Whether an API has a definition of its own. */
function isDefined(api: Unread): boolean {
  const { DefinitionBody, DefinitionUri } = propertiesOf(api);
  return DefinitionBody !== undefined || DefinitionUri !== undefined;
}

/** Adds the method of an event, under the condition of its API besides. */
export function addEventMethod(
  scope: ServerlessScope,
  event: ServerlessEvent,
  { apiId, api, path, method }: RestRoute,
  integration: Unread,
): void {
  addMethod(scope, {
    name: `${event.logicalId}${event.name}`,
    apiId,
    path,
    method,
    integration: underApi(api, event)(integration),
    attributes: event.carried,
    from: event.from,
  });
}

/**
 * With `AWS_IAM` a function is called as its caller, or as a role that is named.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-apifunctionauth.html
 */
function credentials({ properties }: ServerlessEvent, apiAuth: unknown): Unread {
  const own = members(properties['Auth']);
  const common = members(apiAuth);
  const isIam =
    own['Authorizer'] === 'AWS_IAM' ||
    (common['DefaultAuthorizer'] === 'AWS_IAM' && Object.keys(own).length === 0);
  if (!isIam) return {};
  const role = [own, common].find((auth) => auth['InvokeRole'] !== undefined)?.['InvokeRole'];
  if (role === null || role === '' || role === 'NONE') return {};
  const asCaller = role === undefined || role === 'CALLER_CREDENTIALS';
  return { Credentials: asCaller ? 'arn:aws:iam::*:user/*' : role };
}
