import { ConfidentialClientApplication } from '@azure/msal-node';
import { DynamicsWebApi } from 'dynamics-web-api';

/**
 * DynamicsWebApi with tokens from msal-node, as its README puts the two together.
 *
 * @param {import('../../support/clouds.mjs').Whereabouts} where
 * @param {{ clientId: string, secret: string }} app
 * @param {Partial<import('dynamics-web-api').Config>} [config]
 */
export function connect({ entra, dataverse }, { clientId, secret }, config = {}) {
  const msal = new ConfidentialClientApplication({
    auth: {
      clientId,
      clientSecret: secret,
      authority: `${entra.url}/${entra.tenantId}`,
      knownAuthorities: [new URL(entra.url).host],
    },
  });
  return new DynamicsWebApi({
    serverUrl: dataverse.url,
    dataApi: { version: '9.2' },
    onTokenRefresh: async () => {
      const result = await msal.acquireTokenByClientCredential({ scopes: [`${dataverse.url}/.default`] });
      return result?.accessToken ?? '';
    },
    ...config,
  });
}

/** What DynamicsWebApi makes of a refusal: an Error with the answer's status, and Dataverse's code. @param {number} status @param {string} code @param {RegExp} message */
export const refused = (status, code, message) => (/** @type {any} */ error) => {
  const { status: gotStatus, code: gotCode } = error;
  if (gotStatus !== status || gotCode !== code || !message.test(error.message)) {
    throw new Error(`expected ${status} ${code} ${message}, got ${gotStatus} ${gotCode} ${error.message}`);
  }
  return true;
};
