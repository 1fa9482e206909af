import { decodeJwt } from 'jose';
import type { Application, PasswordCredential } from './directory-objects.ts';
import { type Refusal, refusals } from './refusal.ts';
import { isSecret } from './secret.ts';
import type { Unconfirmed } from './unconfirmed.ts';

/** How the request says who it is. */
export interface PresentedClient {
  readonly clientId: string;
  readonly secret?: string;
  readonly assertion?: string;
}

/** Reads client_secret_post, client_secret_basic and client assertions; the form wins over the header. */
export function presentedClient(form: URLSearchParams, authorization: string | null): PresentedClient {
  const basic = readBasic(authorization);
  const secret = form.get('client_secret') ?? basic?.secret;
  const assertion = form.get('client_assertion');
  return {
    clientId: form.get('client_id') ?? basic?.clientId ?? '',
    ...(secret === undefined || secret === '' ? {} : { secret }),
    ...(assertion === null || assertion === '' ? {} : { assertion }),
  };
}

/** Outcome of checking a credential, with the reason for a person. */
export type Authentication =
  | { readonly credential: PasswordCredential; readonly by: string }
  | { readonly refused: Refusal; readonly by: string };

/**
 * Checks the presented credential against the application's.
 *
 * The local directory holds neither certificates nor federated credentials, so every assertion meets the refusal
 * that Entra gives an application without them: 700027 for one it signed itself, 70025 for one of another issuer.
 */
export function authenticate(
  application: Application,
  presented: PresentedClient,
  now: number,
  unconfirmed: Unconfirmed,
): Authentication {
  const { appId, displayName } = application;
  if (presented.assertion === undefined && presented.secret === undefined)
    return {
      refused: refusals.noCredential(unconfirmed.missingCredential),
      by: 'no client_secret and no client_assertion',
    };
  if (application.isFallbackPublicClient === true)
    return { refused: refusals.publicClient(), by: `app "${displayName}" is a public client` };
  if (presented.assertion !== undefined)
    return {
      refused: assertionRefusal(application, presented.assertion),
      by: `client assertions are not built: app "${displayName}" can hold no certificate and no federated credential here`,
    };
  const secret = presented.secret ?? '';
  const matching = application.passwordCredentials.filter((credential) =>
    isSecret(credential.secret, secret),
  );
  const credential = matching.find((c) => c.startDateTime <= now && now < c.endDateTime);
  if (credential !== undefined) return { credential, by: `${describe(credential)} of app "${displayName}"` };
  const expired = matching.find((c) => now >= c.endDateTime);
  if (expired !== undefined)
    return {
      refused: refusals.expiredSecret(appId),
      by: `${describe(expired)} of app "${displayName}" expired on ${new Date(expired.endDateTime).toISOString()}`,
    };
  const known = application.passwordCredentials.map(describe).join(', ');
  return {
    refused: refusals.wrongSecret(appId),
    by: `no secret of app "${displayName}" matches; it has ${known === '' ? 'none' : known}`,
  };
}

function describe(credential: PasswordCredential): string {
  return `client secret "${credential.secret.hint}…" (${credential.displayName ?? 'without a name'})`;
}

function assertionRefusal(application: Application, assertion: string): Refusal {
  let claims: { readonly iss?: string; readonly sub?: string };
  try {
    claims = decodeJwt(assertion);
  } catch {
    return refusals.malformedAssertion();
  }
  if (claims.iss?.toLowerCase() !== application.appId.toLowerCase())
    return refusals.noFederatedCredential(application.appId, application.displayName);
  return claims.iss === claims.sub ? refusals.unknownCertificate() : refusals.assertionSubject();
}

/** `Basic base64(urlencode(id):urlencode(secret))`, RFC 6749 section 2.3.1. */
function readBasic(authorization: string | null): { clientId: string; secret: string } | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [clientId = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { clientId: formDecode(clientId), secret: formDecode(rest.join(':')) };
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
