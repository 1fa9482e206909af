// #region connect
import { createClient } from '@wayleave/dataverse';
import { type ClientSecretOptions, clientSecret } from '@wayleave/dataverse/entra';

/** `app` has the tenantId, clientId and clientSecret of an app registration. */
export function connect(url: string, app: ClientSecretOptions) {
  return createClient({ url, credential: clientSecret(app) });
}
// #endregion

export async function impersonatedWrite(dataverse: ReturnType<typeof connect>, entraObjectId: string) {
  // #region impersonate
  const user = await dataverse.findUser({ email: "o'brien@example.com" });
  const asUser = dataverse.as(user); // immutable, costs nothing
  const id = await asUser.table('accounts').create({ name: 'Fabrikam' });

  const same = dataverse.as({ entraObjectId }).with({ consistency: 'strong', timeoutMs: 10_000 });
  const { userId } = await same.whoAmI(); // user.systemuserid
  // #endregion
  return { user, id, userId };
}
