import type { TemplatePath } from '../../../finding.ts';
import type { Unread } from '../json.ts';
import { withoutSlash } from './api-parts.ts';
import { made } from './carried.ts';
import type { ServerlessScope } from './scope.ts';

/** A method of a REST API. */
interface Method {
  /** What its logical ids begin with. */
  readonly name: string;
  readonly apiId: string;
  readonly path: string;
  /** In small letters; `any` for all. */
  readonly method: string;
  /** As CloudFormation or OpenAPI spells it, under its conditions. */
  readonly integration: unknown;
  readonly attributes: Unread;
  readonly from: TemplatePath;
}

/**
 * Adds a method as a resource of its own. The transform writes it into the API's OpenAPI document, which has no place
 * for where a method comes from, and for a condition but around its parts.
 */
export function addMethod(scope: ServerlessScope, method: Method): void {
  const { name, apiId, attributes, from } = method;
  const root = { 'Fn::GetAtt': [apiId, 'RootResourceId'] };
  const path = withoutSlash(method.path);
  const resourceId = `${name}ApiResource`;
  if (path !== '/') {
    const properties = { RestApiId: { Ref: apiId }, ParentId: root, PathPart: path.slice(1) };
    scope.add(resourceId, made('AWS::ApiGateway::Resource', properties, attributes), from);
  }
  const properties = {
    RestApiId: { Ref: apiId },
    ResourceId: path === '/' ? root : { Ref: resourceId },
    HttpMethod: method.method.toUpperCase(),
    Integration: method.integration,
  };
  scope.add(`${name}ApiMethod`, made('AWS::ApiGateway::Method', properties, attributes), from);
}
