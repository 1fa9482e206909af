import { ConfidentialClientApplication } from '@azure/msal-node';

/** @param {import('./main.mjs').Where} where @returns {import('./main.mjs').GetToken} */
export function connect({ authority, tenantId, clientId, secret }) {
  const client = new ConfidentialClientApplication({
    auth: {
      clientId,
      clientSecret: secret,
      authority: `${authority}/${tenantId}`,
      knownAuthorities: [new URL(authority).host],
    },
  });
  return (scope) => client.acquireTokenByClientCredential({ scopes: [scope] });
}
