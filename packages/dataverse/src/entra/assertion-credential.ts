import { type AppOptions, appCredential, type Proving } from './app-credential.ts';
import { EntraError } from './entra-error.ts';
import type { EntraCredential } from './token-cache.ts';

/** The credential of an app that shows a JWT, its own or one of an issuer that the app trusts. */
export function assertionCredential(
  options: AppOptions,
  getAssertion: (proving: Proving) => Promise<string> | string,
): EntraCredential {
  return appCredential(options, async (proving) => {
    const assertion = await getAssertion(proving);
    if (typeof assertion !== 'string' || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(assertion)) {
      throw new EntraError(
        'ERR_ENTRA_ASSERTION',
        `The assertion for app ${options.clientId} is no signed JWT (three parts in base64url).`,
      );
    }
    return {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    };
  });
}

/** The audience that Entra's documents give to federated credentials, which differs by cloud. */
export function federationAudience(authority: string): string {
  const audience = 'api://AzureADTokenExchange';
  if (authority.endsWith('.cn')) return `${audience}China`;
  return authority.endsWith('.us') ? `${audience}USGov` : audience;
}
