import { authenticate, type PresentedClient } from './client-authentication.ts';
import type { Directory } from './directory.ts';
import type { Application, ServicePrincipal } from './directory-objects.ts';
import { type Refusal, refusals } from './refusal.ts';
import { resourceOfScope } from './scope.ts';
import type { Unconfirmed } from './unconfirmed.ts';

/** A request to one of the two token endpoints, as read from the wire. */
export interface TokenRequest {
  readonly version: 'v1' | 'v2';
  readonly form: URLSearchParams;
  readonly client: PresentedClient;
}

/** A token to be issued: for whom, for what, and what decided it. */
export interface TokenGrant {
  readonly client: ServicePrincipal;
  readonly resource: ServicePrincipal;
  /** The resource as it was asked for: the token's `aud`. */
  readonly audience: string;
  readonly roles: readonly string[];
}

export type TokenDecision = { readonly by: string; readonly application?: Application } & (
  | { readonly granted: TokenGrant }
  | { readonly refused: Refusal }
);

/**
 * Decides a client-credentials request.
 *
 * Decision: the form of the request is judged before the client, and the client before the resource. Entra does not
 * document its order; it shows only in requests that are wrong in two ways.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function decideToken(
  request: TokenRequest,
  directory: Directory,
  now: number,
  unconfirmed: Unconfirmed,
): TokenDecision {
  const { form, client } = request;
  const grant = form.get('grant_type') ?? '';
  if (grant === '')
    return { refused: refusals.missingParameter('grant_type'), by: 'no grant_type in the form' };
  if (client.clientId === '')
    return {
      refused: refusals.missingParameter('client_id'),
      by: 'no client_id in the form or the Basic header',
    };
  if (grant !== 'client_credentials')
    return {
      refused: refusals.unsupportedGrant(grant),
      by: `grant_type ${grant} is not built, only client_credentials`,
    };
  const asked = request.version === 'v1' ? askedOfV1(form) : askedOfV2(form);
  if ('refused' in asked) return { ...asked, by: 'the form of the request' };

  const application = directory.application({ appId: client.clientId });
  if (application === undefined)
    return {
      refused:
        unconfirmed.unknownClient === 700016
          ? refusals.unknownClient(client.clientId, directory.tenantId)
          : refusals.invalidClientId(client.clientId),
      by: `no application ${client.clientId} in tenant ${directory.tenantId}`,
    };
  const principal = directory.servicePrincipal({ appId: application.appId });
  if (principal === undefined)
    return {
      refused: refusals.noServicePrincipal(application.appId, directory.tenantId),
      by: `app "${application.displayName}" has no service principal in tenant ${directory.tenantId}`,
      application,
    };
  if (!principal.accountEnabled)
    return {
      refused: refusals.disabled(application.appId, application.displayName),
      by: `service principal ${principal.id} is disabled`,
      application,
    };
  const authentication = authenticate(application, client, now, unconfirmed);
  if ('refused' in authentication) return { ...authentication, application };
  const resource = directory.resource(asked.resource);
  if (resource === undefined)
    return {
      refused: refusals.unknownResource(asked.resource, directory.tenantId),
      by: `no service principal of tenant ${directory.tenantId} is named ${asked.resource}`,
      application,
    };
  return {
    granted: {
      client: principal,
      resource,
      audience: asked.resource,
      roles: directory.rolesOf(principal.id, resource.id),
    },
    by: `${authentication.by}; service principal ${principal.id}`,
    application,
  };
}

type Asked = { readonly resource: string } | { readonly refused: Refusal };

function askedOfV1(form: URLSearchParams): Asked {
  const resource = form.get('resource') ?? '';
  return resource === '' ? { refused: refusals.missingParameter('resource') } : { resource };
}

function askedOfV2(form: URLSearchParams): Asked {
  if (form.has('resource')) return { refused: refusals.resourceOnV2() };
  return resourceOfScope(form.get('scope') ?? '');
}
