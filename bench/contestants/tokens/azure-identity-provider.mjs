// `getBearerTokenProvider`, the faster of @azure/identity's two ways; it is for one scope, so one is made for each.
import { ClientSecretCredential, getBearerTokenProvider } from '@azure/identity';

/** @param {import('./main.mjs').Where} where @returns {import('./main.mjs').GetToken} */
export function connect({ authority, tenantId, clientId, secret }) {
  const credential = new ClientSecretCredential(tenantId, clientId, secret, {
    authorityHost: authority,
    disableInstanceDiscovery: true,
  });
  /** @type {Map<string, () => Promise<string>>} */
  const providers = new Map();
  return (scope) => {
    const known = providers.get(scope);
    if (known !== undefined) return known();
    const provider = getBearerTokenProvider(credential, scope);
    providers.set(scope, provider);
    return provider();
  };
}
