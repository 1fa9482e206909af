// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { isUnread, type Unread } from '../json.ts';
import { apiPermission, attributesOf, invocationUri, isReadable, propertiesOf } from './api-parts.ts';
import { carried, made } from './carried.ts';
import { isCall, members, picked } from './expressions.ts';
import type { ServerlessScope } from './scope.ts';

/** `$connect` and letters and digits. */
const ROUTE = /^(?:\$(?:connect|disconnect|default)|[A-Za-z0-9]+)$/;

/**
 * A WebSocket API: the API, its stage, and for each route its integration and the permission to call its function.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-websocketapi.html
 */
export function expandWebSocketApi(scope: ServerlessScope, logicalId: string, resource: Unread): void {
  if (!isReadable(scope, logicalId, resource)) return;
  const properties = propertiesOf(resource);
  const from = ['Resources', logicalId];
  const attributes = carried(resource);
  const { Routes: routes, StageName: stage = 'default' } = properties;
  if (!isUnread(routes) || isCall(routes)) {
    scope.leave(logicalId, from, 'its routes are not known');
    return;
  }
  const api = { Ref: logicalId };
  const own = { ...picked(properties, 'Name', 'RouteSelectionExpression'), ProtocolType: 'WEBSOCKET' };
  scope.change(logicalId, made('AWS::ApiGatewayV2::Api', own, attributesOf(resource)));
  const stageId =
    typeof stage === 'string' && stage !== 'default'
      ? `${logicalId}${stage}Stage`
      : `${logicalId}DefaultStage`;
  const staged = { ApiId: api, StageName: stage, ...picked(properties, 'AccessLogSettings') };
  scope.add(stageId, made('AWS::ApiGatewayV2::Stage', staged, attributes), from);
  scope.refer(`${logicalId}.Stage`, stageId);
  for (const [key, route] of Object.entries(routes)) {
    const { FunctionArn: functionArn } = members(route);
    const path = [...from, 'Properties', 'Routes', key];
    if (functionArn === undefined || !ROUTE.test(key)) {
      scope.leave(
        logicalId,
        path,
        `the route ${key} has no FunctionArn, or a key that the transform does not take`,
      );
      continue;
    }
    const name = key.replace('$', '');
    const id = `${logicalId}${name.charAt(0).toUpperCase()}${name.slice(1).toLowerCase()}`;
    const integration = { ApiId: api, IntegrationUri: invocationUri(functionArn) };
    const target = { 'Fn::Sub': `integrations/\${${id}Integration}` };
    const routed = { ApiId: api, RouteKey: key, Target: target };
    scope.add(`${id}Integration`, made('AWS::ApiGatewayV2::Integration', integration, attributes), path);
    scope.add(`${id}Route`, made('AWS::ApiGatewayV2::Route', routed, attributes), path);
    const arn = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/${Stage}/';
    const sourceArn = { 'Fn::Sub': [arn + key, { Api: api, Stage: stage }] };
    scope.add(`${id}Permission`, permission(functionArn, sourceArn, attributes), path);
  }
  addAuthorizer(scope, logicalId, properties, attributes);
}

function permission(functionArn: unknown, sourceArn: unknown, attributes: Unread): Unread {
  const properties = {
    Action: 'lambda:InvokeFunction',
    FunctionName: functionArn,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: sourceArn,
  };
  return made('AWS::Lambda::Permission', properties, attributes);
}

/** The function that lets connections in, called as a role or by its policy. */
function addAuthorizer(
  scope: ServerlessScope,
  logicalId: string,
  { Auth: auth, Routes: routes }: Unread,
  attributes: Unread,
): void {
  const { AuthType: written, AuthArn: functionArn, InvokeRole: role } = members(auth);
  const type = scope.plain(written);
  const from = ['Resources', logicalId, 'Properties', 'Auth'];
  if (isCall(auth) || isCall(type)) scope.leave(logicalId, from, 'the AuthType of its Auth is not known');
  if (type !== 'CUSTOM' || functionArn === undefined || members(routes)['$connect'] === undefined) return;
  const properties = {
    ApiId: { Ref: logicalId },
    AuthorizerUri: invocationUri(functionArn),
    AuthorizerCredentialsArn: role,
  };
  scope.add(
    `${logicalId}ConnectAuthorizer`,
    made('AWS::ApiGatewayV2::Authorizer', properties, attributes),
    from,
  );
  if (role !== undefined) return;
  const own = apiPermission(functionArn, logicalId, 'authorizers/*', attributes);
  scope.add(`${logicalId}AuthorizerPermission`, own, from);
}
