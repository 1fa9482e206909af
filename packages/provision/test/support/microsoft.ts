import { createClient, nodeTransport } from '@wayleave/dataverse';
import { clientSecret } from '@wayleave/dataverse/entra';
import { startLocal, type TableDefinition } from '@wayleave/local';
import {
  createGraphClient,
  defineConfig,
  type SetupConfig,
  type SetupConnections,
} from '@wayleave/provision';

const note: TableDefinition = {
  LogicalName: 'new_note',
  SchemaName: 'new_Note',
  EntitySetName: 'new_notes',
  PrimaryIdAttribute: 'new_noteid',
  PrimaryNameAttribute: 'new_name',
  OwnershipType: 'UserOwned',
  Attributes: [
    { LogicalName: 'new_noteid', SchemaName: 'new_NoteId', AttributeType: 'Uniqueidentifier' },
    { LogicalName: 'new_name', SchemaName: 'new_Name', AttributeType: 'String', MaxLength: 100 },
  ],
};

export interface Microsoft {
  readonly config: SetupConfig;
  readonly connections: SetupConnections;
  readonly tenantId: string;
  readonly authority: string;
  /** A Dataverse client signed in with an app's id and secret. */
  signIn(clientId: string, secret: string): ReturnType<typeof createClient>;
  rows(entitySet: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

/** Local Entra, Graph and Dataverse with an administrator's connections to them. */
export async function startMicrosoft(): Promise<Microsoft> {
  const local = await startLocal({ tables: [note] });
  const transport = nodeTransport({ ca: local.caPem });
  const { url: authority, tenantId, administrator } = local.entra;
  const { url } = local.dataverse;
  const credentialOf = (clientId: string, secret: string) =>
    clientSecret({ authority, tenantId, clientId, clientSecret: secret, transport });
  const credential = credentialOf(administrator.clientId, administrator.clientSecret);
  return {
    config: defineConfig({
      environment: url,
      app: { name: 'notes', secret: { name: 'server', days: 30 } },
      role: {
        name: 'Notes',
        privileges: { systemuser: { read: 'Global' }, new_note: { create: 'Basic', read: 'Global' } },
        actOnBehalf: true,
      },
    }),
    connections: {
      graph: createGraphClient({ url: local.graph.url, credential, transport }),
      dataverse: createClient({ url, credential, transport }).with({ consistency: 'strong' }),
      requestToken: (clientId, secret) => credentialOf(clientId, secret).getToken(`${url}/.default`),
    },
    tenantId,
    authority,
    signIn: (clientId, secret) =>
      createClient({ url, credential: credentialOf(clientId, secret), transport }),
    rows: local.dataverse.rows,
    async close() {
      transport.close();
      await local.stop();
    },
  };
}
