import type { Unread } from '../json.ts';
import { addAuthorizers } from './api-authorizers.ts';
import { leaveDefinition, readDefinition, unreadUri } from './api-definition.ts';
import { addMethod } from './api-method.ts';
import { apiIdOf, attributesOf, inName, isReadable, isTrue, propertiesOf } from './api-parts.ts';
import { carried, made } from './carried.ts';
import { members, picked } from './expressions.ts';
import type { ServerlessScope } from './scope.ts';

/**
 * A REST API: the API, its deployment and stage, and what its definition and its authorizers call.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-api.html
 */
export function expandApi(scope: ServerlessScope, logicalId: string, resource: Unread): void {
  if (!isReadable(scope, logicalId, resource)) return;
  const properties = propertiesOf(resource);
  const from = ['Resources', logicalId];
  const attributes = carried(resource);
  const { DefinitionUri, DefinitionBody } = properties;
  const body = readDefinition(DefinitionBody, [...from, 'Properties', 'DefinitionBody']);
  const own = picked(properties, 'Name', 'Policy', 'EndpointConfiguration');
  scope.change(logicalId, made('AWS::ApiGateway::RestApi', own, attributesOf(resource)));
  const unread = leaveDefinition(scope, logicalId, DefinitionUri, body);
  addStage(scope, logicalId, properties, attributes);

  const taken = mergedRoutes(scope, logicalId, properties);
  for (const [index, { path, method, integration, under, from: place }] of body.operations.entries()) {
    if (taken.has(`${method} ${path}`)) continue;
    addMethod(scope, {
      name: `${logicalId}Operation${index}`,
      apiId: logicalId,
      path,
      method,
      integration: under(integration),
      attributes,
      from: place,
    });
  }
  if (unread !== undefined) {
    const integration = { Type: 'AWS_PROXY', Uri: unreadUri(logicalId) };
    const parts = { name: `${logicalId}Unread`, apiId: logicalId, path: '/{path}', method: 'any' };
    addMethod(scope, { ...parts, integration, attributes, from: unread });
  }
  const kind = {
    type: 'AWS::ApiGateway::Authorizer',
    apiProperty: 'RestApiId',
    roleProperty: 'AuthorizerCredentials',
    isPermitted: ({ DisableFunctionDefaultPermissions: disabled }: Unread) => !isTrue(disabled),
  };
  addAuthorizers(scope, logicalId, resource, body, kind, attributes);
}

/** Without `OpenApiVersion` the deployment has a stage of its own besides, which is called Stage. */
function addStage(scope: ServerlessScope, logicalId: string, properties: Unread, attributes: Unread): void {
  const from = ['Resources', logicalId];
  const api = { Ref: logicalId };
  const { StageName: name, OpenApiVersion: version } = properties;
  const deployment = `${logicalId}Deployment`;
  const deployed = { RestApiId: api, StageName: version === undefined ? 'Stage' : undefined };
  scope.add(deployment, made('AWS::ApiGateway::Deployment', deployed, attributes), from);
  const stage = `${logicalId}${typeof name === 'string' ? inName(name) : ''}Stage`;
  const staged = {
    ...picked(properties, 'StageName', 'AccessLogSetting', 'TracingEnabled', 'Variables'),
    DeploymentId: { Ref: deployment },
    RestApiId: api,
  };
  scope.add(stage, made('AWS::ApiGateway::Stage', staged, attributes), from);
  scope.refer(`${logicalId}.Deployment`, deployment);
  scope.refer(`${logicalId}.Stage`, stage);
}

/** The methods that events put into the definition of an API that is merged with them, in place of its own. */
function mergedRoutes(
  scope: ServerlessScope,
  logicalId: string,
  { MergeDefinitions: merges }: Unread,
): ReadonlySet<string> {
  const routes = new Set<string>();
  if (!isTrue(merges)) return routes;
  for (const resource of Object.values(members(scope.template['Resources']))) {
    for (const event of Object.values(members(propertiesOf(resource)['Events']))) {
      const { RestApiId: api, Method: method, Path: path } = propertiesOf(event);
      if (members(event)['Type'] !== 'Api' || apiIdOf(api) !== logicalId) continue;
      if (typeof method === 'string' && typeof path === 'string')
        routes.add(`${method.toLowerCase()} ${path}`);
    }
  }
  return routes;
}
