import { clientSecret } from '../../../packages/dataverse/dist/entra.js';

/** @param {import('./main.mjs').Where} where @returns {import('./main.mjs').GetToken} */
export function connect({ authority, tenantId, clientId, secret }) {
  const credential = clientSecret({ authority, tenantId, clientId, clientSecret: secret });
  return (scope) => credential.getToken(scope);
}
