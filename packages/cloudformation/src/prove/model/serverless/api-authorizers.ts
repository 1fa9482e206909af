import type { TemplatePath } from '../../../finding.ts';
import { isUnread, type Unread } from '../json.ts';
import type { Definition } from './api-definition.ts';
import { apiPermission, inName, invocationUri, propertiesOf } from './api-parts.ts';
import { made } from './carried.ts';
import { isCall, members } from './expressions.ts';
import type { ServerlessScope } from './scope.ts';

/** How a kind of API spells its authorizers, and whether it lets itself in to them. */
interface AuthorizerKind {
  readonly type: string;
  readonly apiProperty: string;
  readonly roleProperty: string;
  readonly isPermitted: (authorizer: Unread) => boolean;
}

/**
 * The functions that authorize the calls of an API, with what is carried over to what is made of it.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-lambdatokenauthorizer.html
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-lambdaauthorizer.html
 */
export function addAuthorizers(
  scope: ServerlessScope,
  apiId: string,
  resource: Unread,
  definition: Definition,
  kind: AuthorizerKind,
  attributes: Unread,
): void {
  const add = (name: string, uri: unknown, role: unknown, from: TemplatePath) => {
    const properties = {
      [kind.apiProperty]: { Ref: apiId },
      AuthorizerUri: uri,
      [kind.roleProperty]: role === null || role === 'NONE' ? undefined : role,
    };
    scope.add(`${apiId}${inName(name)}Authorizer`, made(kind.type, properties, attributes), from);
  };
  const path = ['Resources', apiId, 'Properties', 'Auth'];
  const auth = propertiesOf(resource)['Auth'];
  const authorizers = members(auth)['Authorizers'];
  if (isCall(auth) || isCall(authorizers)) scope.leave(apiId, path, 'its authorizers are not known');
  for (const [name, authorizer] of Object.entries(isCall(authorizers) ? {} : members(authorizers))) {
    const from = [...path, 'Authorizers', name];
    const functionArn = members(authorizer)['FunctionArn'];
    if (!isUnread(authorizer) || functionArn === undefined) continue;
    if (authorizer['UserPoolArn'] === undefined)
      add(name, invocationUri(functionArn), authorizer['FunctionInvokeRole'], from);
    if (!kind.isPermitted(authorizer)) continue;
    const permission = apiPermission(functionArn, apiId, 'authorizers/*', attributes);
    scope.add(`${apiId}${inName(name)}AuthorizerPermission`, permission, from);
  }
  for (const [name, authorizer, from] of definition.authorizers)
    add(name, authorizer['authorizerUri'], authorizer['authorizerCredentials'], from);
}
