import { isObject, type Json, text } from '../model/json.ts';
import type { JsonObject, WorldResource } from '../model/world.ts';
import { operationsOf } from './api-bodies.ts';
import { draft, stated } from './draft.ts';
import { askService, type Draft, outside, pathOf, type View } from './view.ts';

const SERVICE = 'apigateway.amazonaws.com';
const SERVICE_IN_URI = /^arn:[^:]*:apigateway:[^:]*:([a-z0-9-]+):(?:action|path)\//;

interface Call {
  readonly wiredBy: WorldResource;
  readonly apiId: string | undefined;
  readonly service: string | undefined;
  readonly roleArn: string | undefined;
  readonly path: Draft['path'];
}

/**
 * Methods and routes call other services than Lambda as a role. Which of its actions, on what, is in templates of
 * requests that are not read: only whether the role lets API Gateway in is known.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-aws-proxy.html
 */
export function apiServiceCalls(view: View): readonly Draft[] {
  const { world, book } = view;
  const known = new Set<string>();
  return [...methods(view), ...integrations(view), ...bodies(view)].flatMap((call) => {
    const { apiId, service, roleArn, path, wiredBy } = call;
    if (apiId === undefined || service === undefined || service === 'lambda') return [];
    const key = `${apiId}\n${service}\n${roleArn ?? ''}`;
    if (known.has(key)) return [];
    known.add(key);
    const api = world.resourceOf(apiId);
    const from = api === undefined ? outside(apiId, view) : world.place(api);
    const found = world.resourceOf(roleArn);
    const role = found?.type === 'AWS::IAM::Role' ? found : undefined;
    const why = `what ${from.label} needs for ${service} is not known here`;
    const assumed =
      role && askService(view, { service: SERVICE }, 'sts:AssumeRole', role.arn, [book.trustOf(role)]);
    return [
      draft(view, {
        kind: 'use',
        from,
        to: { label: service, type: 'outside' },
        path,
        wiredBy,
        arns: [roleArn],
        answers: [
          ...(assumed === undefined ? [] : [assumed]),
          stated(SERVICE, `${service}:*`, roleArn ?? '*', 'unknown', why),
        ],
        fault: () =>
          role && assumed?.verdict.answer === 'denied'
            ? `the trust policy of ${role.logicalId} does not let ${SERVICE} assume it`
            : undefined,
        check: () =>
          `${roleArn === undefined ? 'its role' : world.show(roleArn)} has to be allowed what ${from.label} calls of ${service}`,
      }),
    ];
  });
}

function methods({ world }: View): readonly Call[] {
  return world.ofType('AWS::ApiGateway::Method').flatMap((method): readonly Call[] => {
    const integration = method.properties['Integration'];
    if (!isObject<JsonObject>(integration)) return [];
    return [
      {
        wiredBy: method,
        apiId: text(method.properties['RestApiId']),
        service: serviceOf(integration['Uri']),
        roleArn: text(integration['Credentials']),
        path: pathOf(method, 'Integration'),
      },
    ];
  });
}

function integrations({ world }: View): readonly Call[] {
  return world.ofType('AWS::ApiGatewayV2::Integration').map((integration): Call => {
    const { properties } = integration;
    return {
      wiredBy: integration,
      apiId: text(properties['ApiId']),
      service: serviceOf(properties['IntegrationUri'], properties['IntegrationSubtype']),
      roleArn: text(properties['CredentialsArn']),
      path: pathOf(integration, 'IntegrationSubtype'),
    };
  });
}

/** What is integrated in OpenAPI documents, of either kind. */
function bodies({ world }: View): readonly Call[] {
  return [...world.ofType('AWS::ApiGateway::RestApi'), ...world.ofType('AWS::ApiGatewayV2::Api')].flatMap(
    (api) =>
      operationsOf(api).map(
        ({ integration, path }): Call => ({
          wiredBy: api,
          apiId: api.ref,
          service: serviceOf(integration['uri'], integration['integrationSubtype']),
          roleArn: text(integration['credentials']),
          path,
        }),
      ),
  );
}

/** HTTP APIs name what they call of a service, `SQS-SendMessage`; others have it in a URI. */
function serviceOf(uri: Json | undefined, subtype?: Json): string | undefined {
  const [named] = text(subtype)?.split('-') ?? [];
  return named?.toLowerCase() ?? SERVICE_IN_URI.exec(text(uri) ?? '')?.[1];
}
