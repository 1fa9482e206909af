import { ClientSecretCredential } from '@azure/identity';

/** @param {import('./main.mjs').Where} where @returns {import('./main.mjs').GetToken} */
export function connect({ authority, tenantId, clientId, secret }) {
  const credential = new ClientSecretCredential(tenantId, clientId, secret, {
    authorityHost: authority,
    disableInstanceDiscovery: true,
  });
  return (scope) => credential.getToken(scope);
}
