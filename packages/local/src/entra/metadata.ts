import { v1Issuer } from './claims.ts';
import type { EntraContext } from './context.ts';
import { type Refusal, refusals } from './refusal.ts';
import { tenantRefusal, tenantSegment } from './tenant.ts';

const shared = {
  token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
  request_uri_parameter_supported: false,
  http_logout_supported: true,
  frontchannel_logout_supported: true,
  claims_supported: [
    'sub',
    'iss',
    'cloud_instance_name',
    'cloud_instance_host_name',
    'cloud_graph_host_name',
    'msgraph_host',
    'aud',
    'exp',
    'iat',
    'auth_time',
    'acr',
    'nonce',
    'preferred_username',
    'name',
    'tid',
    'ver',
    'at_hash',
    'c_hash',
    'email',
  ],
  tenant_region_scope: null,
  cloud_instance_name: 'microsoftonline.com',
  cloud_graph_host_name: 'graph.windows.net',
  msgraph_host: 'graph.microsoft.com',
  rbac_url: 'https://pas.windows.net',
} as const;

/**
 * The OpenID provider metadata of a tenant or a shared name. URLs carry the tenant's GUID whatever name was asked
 * for; under `/common` and `/organizations` the issuer holds the literal `{tenantid}`.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
 */
export function openIdConfiguration(
  context: EntraContext,
  segment: string,
  version: 'v1' | 'v2',
): { readonly document: object } | { readonly refused: Refusal } {
  const { kind } = tenantSegment(segment, context);
  const refused = tenantRefusal(segment, kind, 'invalid_tenant');
  if (refused !== undefined) return { refused };
  const base = `${context.origin}/${kind === 'tenant' ? context.tenantId : kind}`;
  const issuerTenant = kind === 'tenant' ? context.tenantId : '{tenantid}';
  const oauth2 = version === 'v2' ? 'oauth2/v2.0' : 'oauth2';
  return {
    document: {
      ...shared,
      token_endpoint: `${base}/${oauth2}/token`,
      jwks_uri: version === 'v2' ? `${base}/discovery/v2.0/keys` : `${base}/discovery/keys`,
      response_types_supported:
        version === 'v2'
          ? ['code', 'id_token', 'code id_token', 'id_token token']
          : ['code', 'id_token', 'code id_token', 'token id_token', 'token'],
      scopes_supported: version === 'v2' ? ['openid', 'profile', 'email', 'offline_access'] : ['openid'],
      issuer: version === 'v2' ? `${context.origin}/${issuerTenant}/v2.0` : v1Issuer(issuerTenant),
      userinfo_endpoint: `${context.graphOrigin}/oidc/userinfo`,
      authorization_endpoint: `${base}/${oauth2}/authorize`,
      device_authorization_endpoint: `${base}/${oauth2}/devicecode`,
      end_session_endpoint: `${base}/${oauth2}/logout`,
      kerberos_endpoint: `${base}/kerberos`,
    },
  };
}

const clouds = [
  ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
  ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
] as const;

/** Answers whether an authority host is known, and by which other names. The emulator's own host is one of them. */
export function instanceDiscovery(
  context: EntraContext,
  query: URLSearchParams,
): { readonly document: object } | { readonly refused: Refusal } {
  const asked = query.get('authorization_endpoint');
  if (asked === null || asked === '') return { refused: refusals.missingParameter('authorization_endpoint') };
  if (!URL.canParse(asked)) return { refused: refusals.unknownInstance() };
  const { host, protocol, pathname } = new URL(asked);
  const own = new URL(context.origin).host;
  const known = clouds.some((aliases) => aliases.some((alias) => alias === host));
  if (protocol !== 'https:' || (host !== own && !known)) return { refused: refusals.unknownInstance() };
  const version = query.get('api-version') ?? '1.0';
  const tenant = pathname.split('/')[1] ?? 'common';
  const metadata = [
    ...clouds.map(([network, ...others]) => ({
      preferred_network: network,
      // The public cloud's cache entries keep the name of its first login host.
      preferred_cache: network === 'login.microsoftonline.com' ? 'login.windows.net' : network,
      aliases: [network, ...others],
    })),
    { preferred_network: own, preferred_cache: own, aliases: [own] },
  ];
  return {
    document: {
      tenant_discovery_endpoint: `https://${host}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': version,
      ...(version === '1.0' ? {} : { metadata }),
    },
  };
}
