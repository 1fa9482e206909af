const OTHER_CLOUD =
  "The tenant lives in another national cloud. Use that cloud's login host as authority (login.microsoftonline.us, login.partner.microsoftonline.cn).";
const WRONG_GRANT =
  'This code belongs to sign-ins of people, not to client credentials. Something uses a user name and password instead of this app.';
const NO_APP =
  'No app with this client id in this tenant: wrong tenant, wrong cloud, no consent there yet, or created seconds ago. Compare clientId and tenantId with the app registration.';
const ONE_TENANT = 'An app signs in to one tenant. Put its id or its verified domain into tenantId.';
const FIC_DELAY = 'A federated credential takes minutes to reach all servers: try again before changing it.';

/** Cause and fix by AADSTS number, for what server-to-server sign-in meets. */
const HINTS: Readonly<Record<number, string>> = {
  7000215:
    'The secret is wrong. Most often its ID was copied instead of its value, or it was made seconds ago. Use the "Value" shown once when the secret was made, or make a new one.',
  7000222:
    "All of the app's secrets that match have expired. Make a new one (or use a certificate or a federated credential) and watch its end date.",
  7000216: 'The request carried no credential. Check that the secret is not lost on the way.',
  7000218: 'The request carried no credential. Check that the secret is not lost on the way.',
  700025:
    'The app is registered as a public client, which may not use a secret. Turn "Allow public client flows" off.',
  700016: NO_APP,
  700038: 'The client id is not the id of an app. Copy "Application (client) ID", not the object id.',
  7000229:
    'The app exists but has no service principal in this tenant. Create one (POST /servicePrincipals with the appId) or grant admin consent.',
  7000112: 'The app or its service principal is disabled in this tenant. Enable it (accountEnabled).',
  70001: NO_APP,
  700011: NO_APP,
  700027:
    'The assertion is not signed by a certificate that the app has: not uploaded, expired, or its thumbprint is encoded wrongly. Compare the thumbprints.',
  700024:
    'The assertion is outside its time range. Set the clock of this machine, and make an assertion for each request.',
  50048: 'Issuer and subject of the assertion differ. Both are the client id.',
  700211: `The app has no federated credential for this issuer. It must match to the letter, trailing slash included. ${FIC_DELAY}`,
  700212: `The app has no federated credential for this audience (usually api://AzureADTokenExchange). ${FIC_DELAY}`,
  700213: `The app has no federated credential for this subject. It must match to the letter, case included. ${FIC_DELAY}`,
  70021: `No federated credential matches the assertion. Compare issuer, subject and audience. ${FIC_DELAY}`,
  1002012:
    'The scope must be the environment URL followed by /.default, encoded once: https://contoso.crm4.dynamics.com/.default',
  70011: 'The scope is malformed or unknown. It is the environment URL followed by /.default',
  700022: 'The scope names more than one resource. Ask for one environment at a time.',
  901002: 'The v2.0 endpoint takes scope, not resource.',
  900144: 'A parameter is missing from the form. Something between here and Entra changed the request.',
  500011:
    'The environment URL is no resource of this tenant: wrong URL or region (crm, crm4, …), wrong tenant, or the environment is gone.',
  50001:
    'The environment URL is no resource of this tenant: wrong URL or region (crm, crm4, …), wrong tenant, or the environment is gone.',
  501051:
    'Dataverse\'s enterprise application has "assignment required" and this app is not assigned. Assign it.',
  53003:
    'Conditional Access for workload identities blocked the app, by place or risk. Allow the egress address of this server, or exclude the app.',
  65001: WRONG_GRANT,
  50034: WRONG_GRANT,
  50126: WRONG_GRANT,
  50076: WRONG_GRANT,
  90002: 'There is no such tenant in this cloud. Check tenantId, and the authority for a national cloud.',
  900023:
    'tenantId is neither a GUID nor a domain name. Usually a configuration value is missing or still quoted.',
  50059: ONE_TENANT,
  50194: `The app is registered for one tenant but /common was asked. ${ONE_TENANT}`,
  90038: OTHER_CLOUD,
  900382: OTHER_CLOUD,
  900432: OTHER_CLOUD,
  900439: OTHER_CLOUD,
  50196: 'The same request was sent too often. Keep one credential object for the life of the process.',
  90055: 'The tenant is throttled. Keep one credential object for the life of the process and try later.',
  90033: 'Entra has a passing fault. Try again.',
};

/** What to do about the first of `codes` that is known. */
export function hintForCodes(codes: readonly number[]): string | undefined {
  for (const code of codes) {
    const hint = HINTS[code];
    if (hint !== undefined) return hint;
  }
  return undefined;
}
