import { randomUUID as cryptoRandomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { JSONWebKeySet } from 'jose';
import type { Clock } from '../clock.ts';
import { graphEndpoint } from '../graph/graph.ts';
import type { Trail } from '../trail.ts';
import { adminConsentEndpoint } from './admin-consent.ts';
import { v1Issuer } from './claims.ts';
import type { EntraContext } from './context.ts';
import { createDirectory, type Directory } from './directory.ts';
import { instanceDiscovery, openIdConfiguration } from './metadata.ts';
import type { Refusal } from './refusal.ts';
import { refusalResponse, requestTrace } from './refusal-response.ts';
import { createSigningKeys, type SigningKeyPair } from './signing-keys.ts';
import { tenantRefusal, tenantSegment } from './tenant.ts';
import { tokenEndpoint } from './token-endpoint.ts';
import { type Unconfirmed, unconfirmedDefaults } from './unconfirmed.ts';
import { dataverseAppId, type GraphRole, graphAppId, graphRoleIds } from './well-known.ts';

/** How a local tenant is set up. */
export interface EntraOptions {
  /** Where this Entra is reached: `https://127.0.0.1:8443`. */
  readonly origin: string;
  /** Where Graph is reached, without `/v1.0`; the same origin by default. */
  readonly graphOrigin?: string;
  /** A GUID. */
  readonly tenantId: string;
  readonly tenantDomain?: string;
  readonly clock: Clock;
  readonly trail: Trail;
  /** URLs of the Dataverse environments of this tenant: what tokens can be asked for. */
  readonly environments: readonly string[];
  /** The application that sets others up, present from the start. `roles` is `Application.ReadWrite.OwnedBy` by default. */
  readonly administrator: {
    readonly appId: string;
    readonly displayName: string;
    readonly secret: string;
    readonly roles?: readonly GraphRole[];
  };
  /** An RSA key pair to sign with, so that tests need not make one. */
  readonly keyPair?: SigningKeyPair;
  readonly randomUUID?: () => string;
  /** Answers on which the sources disagree. */
  readonly unconfirmed?: Partial<Unconfirmed>;
}

/** A service principal as the other clouds need it. */
export interface LocalServicePrincipal {
  /** Object id: `oid` of its tokens, `azureactivedirectoryobjectid` in Dataverse. */
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly accountEnabled: boolean;
}

/** One tenant of a local Entra, with its Microsoft Graph. */
export interface Entra {
  /** Serves Entra, and Graph under `/v1.0`. */
  fetch(request: Request): Promise<Response>;
  /** The public keys that tokens are checked with. */
  jwks(): Promise<JSONWebKeySet>;
  readonly issuers: { readonly v1: string; readonly v2: string };
  findServicePrincipal(appId: string): LocalServicePrincipal | undefined;
  /** Makes an environment a resource that tokens can be asked for. Throws a TypeError when `url` is no URL. */
  registerEnvironment(url: string): void;
  /** The tenant's store, for seeds and for what a dashboard shows. */
  readonly directory: Directory;
}

/**
 * Creates a local Entra tenant as a fetch handler without sockets.
 *
 * Throws a TypeError when an origin or an environment is no URL. Everything else is refused on the wire, with Entra's
 * own codes. Certificates, federated credentials and flows with a person are not built: they answer with the
 * refusal of a tenant that has none, or with 501.
 *
 * @example
 * const entra = createEntra({ origin, tenantId, clock: systemClock, trail, environments: [url], administrator });
 * await entra.fetch(new Request(`${origin}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body: form }));
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function createEntra(options: EntraOptions): Entra {
  const origin = new URL(options.origin).origin;
  const randomUUID = options.randomUUID ?? cryptoRandomUUID;
  const { clock, tenantId } = options;
  const directory = createDirectory({ tenantId, now: clock.now, randomUUID });
  const context: EntraContext = {
    origin,
    graphOrigin: options.graphOrigin === undefined ? origin : new URL(options.graphOrigin).origin,
    tenantId,
    tenantDomain: options.tenantDomain ?? 'contoso.onmicrosoft.com',
    clock,
    trail: options.trail,
    directory,
    keys: createSigningKeys(options.keyPair),
    randomUUID,
    unconfirmed: { ...unconfirmedDefaults, ...options.unconfirmed },
  };
  directory.addResourceName(graphAppId, context.graphOrigin);
  const registerEnvironment = (url: string): void =>
    directory.addResourceName(dataverseAppId, new URL(url).origin);
  for (const url of options.environments) registerEnvironment(url);
  seedAdministrator(context, options.administrator);
  const app = routes(context);
  return {
    fetch: async (request) => app.fetch(request),
    jwks: () => context.keys.jwks(),
    issuers: { v1: v1Issuer(tenantId), v2: `${origin}/${tenantId}/v2.0` },
    findServicePrincipal(appId) {
      const found = directory.servicePrincipal({ appId });
      if (found === undefined) return undefined;
      const { id, displayName, accountEnabled } = found;
      return { id, appId: found.appId, displayName, accountEnabled };
    },
    registerEnvironment,
    directory,
  };
}

function seedAdministrator(context: EntraContext, administrator: EntraOptions['administrator']): void {
  const { directory } = context;
  const { appId, displayName, secret } = administrator;
  const application = directory.createApplication({ displayName }, { appId });
  directory.addPassword(application.id, {
    displayName: 'set-up',
    startDateTime: 0,
    // The last moment Entra knows: the seed must outlive any clock a test sets.
    endDateTime: Date.UTC(2299, 11, 31),
    text: secret,
  });
  const principal = directory.createServicePrincipal(application);
  const graph = directory.servicePrincipal({ appId: graphAppId });
  if (graph === undefined) return;
  for (const role of administrator.roles ?? ['Application.ReadWrite.OwnedBy'])
    directory.assignRole({ principalId: principal.id, resourceId: graph.id, appRoleId: graphRoleIds[role] });
}

function routes(context: EntraContext): Hono {
  const app = new Hono();
  const refuse = (request: Request, refusal: Refusal): Response => {
    const seams = { now: context.clock.now, randomUUID: context.randomUUID };
    return refusalResponse(request, refusal, requestTrace(request, undefined, seams));
  };
  const document = (
    request: Request,
    found: { readonly document: object } | { readonly refused: Refusal },
  ): Response => ('refused' in found ? refuse(request, found.refused) : Response.json(found.document));

  app.all('/v1.0/*', (c) => graphEndpoint(context, c.req.raw));
  app.get('/common/discovery/instance', (c) =>
    document(c.req.raw, instanceDiscovery(context, new URL(c.req.url).searchParams)),
  );
  for (const [path, version] of [
    ['/:tenant/oauth2/token', 'v1'],
    ['/:tenant/oauth2/v2.0/token', 'v2'],
  ] as const)
    app.all(path, (c) => tokenEndpoint(context, c.req.raw, c.req.param('tenant'), version));
  for (const [path, version] of [
    ['/:tenant/.well-known/openid-configuration', 'v1'],
    ['/:tenant/v2.0/.well-known/openid-configuration', 'v2'],
  ] as const)
    app.get(path, (c) => document(c.req.raw, openIdConfiguration(context, c.req.param('tenant'), version)));
  for (const path of ['/:tenant/discovery/keys', '/:tenant/discovery/v2.0/keys'])
    app.get(path, async (c) => {
      const tenant = c.req.param('tenant') ?? '';
      const refused = tenantRefusal(tenant, tenantSegment(tenant, context).kind, 'invalid_tenant');
      return refused === undefined ? Response.json(await context.keys.jwks()) : refuse(c.req.raw, refused);
    });
  for (const [path, version] of [
    ['/:tenant/adminconsent', 'v1'],
    ['/:tenant/v2.0/adminconsent', 'v2'],
  ] as const)
    app.get(path, (c) => adminConsentEndpoint(context, c.req.raw, c.req.param('tenant'), version));
  app.all('/:tenant/oauth2/*', (c) => c.text(`${c.req.path} is not built in the local Entra.\n`, 501));
  app.all('/beta/*', (c) => c.text('The beta version of Graph is not built; use /v1.0.\n', 501));
  app.notFound((c) => c.body(null, 404));
  return app;
}
