import type { Unread } from '../json.ts';
import { addAuthorizers } from './api-authorizers.ts';
import { leaveDefinition, readDefinition, unreadUri } from './api-definition.ts';
import { attributesOf, inName, isReadable, isTrue, propertiesOf } from './api-parts.ts';
import { carried, made } from './carried.ts';
import { picked } from './expressions.ts';
import { addRoute } from './http-api-route.ts';
import type { ServerlessScope } from './scope.ts';

/**
 * An HTTP API: the API, its stage, and what its definition and its authorizers call. Unlike a REST API it lets itself
 * in to an authorizer only where that is asked for.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-httpapi.html
 */
export function expandHttpApi(scope: ServerlessScope, logicalId: string, resource: Unread): void {
  if (!isReadable(scope, logicalId, resource)) return;
  const properties = propertiesOf(resource);
  const from = ['Resources', logicalId];
  const attributes = carried(resource);
  const { DefinitionUri, DefinitionBody, StageName: name = '$default' } = properties;
  const body = readDefinition(DefinitionBody, [...from, 'Properties', 'DefinitionBody']);
  const own = { ...picked(properties, 'Name'), ProtocolType: 'HTTP' };
  scope.change(logicalId, made('AWS::ApiGatewayV2::Api', own, attributesOf(resource)));
  const unread = leaveDefinition(scope, logicalId, DefinitionUri, body);

  const prefix = name === '$default' ? 'ApiGatewayDefault' : typeof name === 'string' ? inName(name) : '';
  const stage = `${logicalId}${prefix}Stage`;
  const staged = { ApiId: { Ref: logicalId }, StageName: name, AutoDeploy: true };
  const settings = picked(properties, 'AccessLogSettings', 'StageVariables');
  scope.add(stage, made('AWS::ApiGatewayV2::Stage', { ...staged, ...settings }, attributes), from);
  scope.refer(`${logicalId}.Stage`, stage);

  for (const [index, operation] of body.operations.entries())
    addRoute(scope, {
      ...operation,
      name: `${logicalId}Operation${index}`,
      apiId: logicalId,
      attributes,
    });
  if (unread !== undefined) {
    const parts = { name: `${logicalId}Unread`, apiId: logicalId, path: '$default', method: 'any' };
    const integration = { uri: unreadUri(logicalId) };
    addRoute(scope, { ...parts, integration, under: (uri) => uri, attributes, from: unread });
  }
  const kind = {
    type: 'AWS::ApiGatewayV2::Authorizer',
    apiProperty: 'ApiId',
    roleProperty: 'AuthorizerCredentialsArn',
    isPermitted: ({ EnableFunctionDefaultPermissions: enabled }: Unread) => isTrue(enabled),
  };
  addAuthorizers(scope, logicalId, resource, body, kind, attributes);
}
