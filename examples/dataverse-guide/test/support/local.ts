import { createClient, nodeTransport } from '@wayleave/dataverse';
import { clientSecret } from '@wayleave/dataverse/entra';
import { startLocal } from '@wayleave/local';
import { schema } from '../../src/dataverse.ts';
import { account, contact, nuala, sales } from './tables.ts';

/** Local Entra and Dataverse, and a client of an administrator's app. */
export async function startClouds() {
  // #region local
  const local = await startLocal({ tables: [account, contact], roles: [sales], users: [nuala] });
  const { url: authority, tenantId, administrator } = local.entra;
  const dataverse = createClient({
    url: local.dataverse.url,
    credential: clientSecret({ authority, tenantId, ...administrator }),
    transport: nodeTransport({ ca: local.caPem }),
    schema,
  });
  // #endregion
  return { local, dataverse };
}
