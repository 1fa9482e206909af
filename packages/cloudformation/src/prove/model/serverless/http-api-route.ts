import type { TemplatePath } from '../../../finding.ts';
import type { Unread } from '../json.ts';
import { made } from './carried.ts';
import { isNoValue } from './expressions.ts';
import type { ServerlessScope } from './scope.ts';

/** A route of an HTTP API. */
interface Route {
  /** What its logical ids begin with. */
  readonly name: string;
  readonly apiId: string;
  /** `/videos/{id}`, `$default` */
  readonly path: string;
  /** In small letters; `any` for all. */
  readonly method: string;
  /** As OpenAPI spells it. */
  readonly integration: Unread;
  /** Puts a value under the conditions that the route is under. */
  readonly under: (value: unknown) => unknown;
  readonly attributes: Unread;
  readonly from: TemplatePath;
}

/**
 * Adds a route and its integration as resources of their own. The transform writes them into the API's OpenAPI
 * document, which has no place for where a route comes from, and for a condition but around its parts.
 */
export function addRoute(scope: ServerlessScope, route: Route): void {
  const { name, apiId, path, integration, under, attributes, from } = route;
  const integrationId = `${name}HttpApiIntegration`;
  const value = (key: string) => (integration[key] === undefined ? undefined : under(integration[key]));
  const properties = {
    ApiId: { Ref: apiId },
    IntegrationUri: value('uri'),
    IntegrationSubtype: value('integrationSubtype'),
    CredentialsArn: isNoValue(integration['credentials']) ? undefined : value('credentials'),
  };
  scope.add(integrationId, made('AWS::ApiGatewayV2::Integration', properties, attributes), from);
  const isDefault = path.replace(/^\//, '') === '$default';
  const routed = {
    ApiId: { Ref: apiId },
    RouteKey: isDefault ? '$default' : `${route.method.toUpperCase()} ${path}`,
    Target: under({ 'Fn::Sub': `integrations/\${${integrationId}}` }),
  };
  scope.add(`${name}HttpApiRoute`, made('AWS::ApiGatewayV2::Route', routed, attributes), from);
}
