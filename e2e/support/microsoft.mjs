/** Registers apps and application users with plain requests, so that the client under test is the only client. */

/** @typedef {import('./clouds.mjs').Whereabouts} Whereabouts */

/** @type {Map<string, Promise<string>>} */
const tokens = new Map();

/** An administrator's token for `resource`. @param {Whereabouts} where @param {string} resource @returns {Promise<string>} */
function administratorToken({ entra }, resource) {
  const key = `${entra.url} ${resource}`;
  const known = tokens.get(key);
  if (known !== undefined) return known;
  const asked = fetch(`${entra.url}/${entra.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: entra.administrator.clientId,
      client_secret: entra.administrator.clientSecret,
      scope: `${resource}/.default`,
    }),
  }).then(async (response) => (await response.json()).access_token);
  tokens.set(key, asked);
  return asked;
}

/**
 * @param {string} url
 * @param {string} token
 * @param {string} method
 * @param {object} [body]
 */
async function send(url, token, method, body) {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      prefer: 'return=representation',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

/** @param {Whereabouts} where @param {string} method @param {string} path @param {object} [body] */
export async function graph(where, method, path, body) {
  const token = await administratorToken(where, 'https://graph.microsoft.com');
  return send(`${where.graph.url}/v1.0${path}`, token, method, body);
}

/** @param {Whereabouts} where @param {string} method @param {string} path @param {object} [body] */
export async function dataverse(where, method, path, body) {
  const token = await administratorToken(where, where.dataverse.url);
  return send(`${where.dataverse.url}/api/data/v9.2/${path}`, token, method, body);
}

/**
 * @typedef {object} App
 * @property {string} objectId
 * @property {string} clientId
 * @property {string} secret    the secret's value
 * @property {string} secretId  the secret's id, which people paste by mistake
 * @property {string | undefined} userId  of the application user
 * @property {string | undefined} roleId
 */

/**
 * Registers an app with a secret. By default it has a service principal and nothing in Dataverse.
 *
 * @param {Whereabouts} where
 * @param {string} name
 * @param {{ servicePrincipal?: boolean, user?: boolean, privileges?: Record<string, 'Basic' | 'Global'>, redirectUri?: string }} [options]
 *   `privileges` makes a role with these and nothing else and gives it to the application user.
 * @returns {Promise<App>}
 */
export async function registerApp(
  where,
  name,
  { servicePrincipal = true, user, privileges, redirectUri } = {},
) {
  const application = await graph(where, 'POST', '/applications', {
    displayName: name,
    signInAudience: 'AzureADMyOrg',
    ...(redirectUri === undefined ? {} : { web: { redirectUris: [redirectUri] } }),
  });
  if (servicePrincipal) await graph(where, 'POST', '/servicePrincipals', { appId: application.appId });
  const password = await graph(where, 'POST', `/applications/${application.id}/addPassword`, {
    passwordCredential: { displayName: 'e2e' },
  });
  const app = {
    objectId: application.id,
    clientId: application.appId,
    secret: password.secretText,
    secretId: password.keyId,
    userId: undefined,
    roleId: undefined,
  };
  return user === true || privileges !== undefined ? withUser(where, app, name, privileges) : app;
}

/** @param {Whereabouts} where @param {App} app @param {string} name @param {Record<string, string>} [privileges] */
async function withUser(where, app, name, privileges) {
  const units = await dataverse(where, 'GET', 'businessunits?$filter=_parentbusinessunitid_value eq null');
  const unit = { 'businessunitid@odata.bind': `/businessunits(${units.value[0].businessunitid})` };
  const { systemuserid: userId } = await dataverse(where, 'POST', 'systemusers', {
    applicationid: app.clientId,
    ...unit,
  });
  if (privileges === undefined) return { ...app, userId };
  const { roleid: roleId } = await dataverse(where, 'POST', 'roles', { name: `Role of ${name}`, ...unit });
  const named = Object.keys(privileges).map((privilege) => `name eq '${privilege}'`);
  const { value } = await dataverse(
    where,
    'GET',
    `privileges?$filter=${encodeURIComponent(named.join(' or '))}`,
  );
  await dataverse(where, 'POST', `roles(${roleId})/Microsoft.Dynamics.CRM.AddPrivilegesRole`, {
    Privileges: value.map(
      (/** @type {{ privilegeid: string, name: string }} */ { privilegeid, name: held }) => ({
        PrivilegeId: privilegeid,
        Depth: privileges[held],
      }),
    ),
  });
  await dataverse(where, 'POST', `systemusers(${userId})/systemuserroles_association/$ref`, {
    '@odata.id': `${where.dataverse.url}/api/data/v9.2/roles(${roleId})`,
  });
  return { ...app, userId, roleId };
}
