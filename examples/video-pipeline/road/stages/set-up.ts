import { type Client, createClient, nodeTransport } from '@wayleave/dataverse';
import { clientSecret } from '@wayleave/dataverse/entra';
import type { Local } from '@wayleave/local';
import {
  adminConsentUrl,
  applySetup,
  createGraphClient,
  type SetupConnections,
  type StepId,
  type StepOutcome,
} from '@wayleave/provision';
import { redirectUri, videoPipelineSetup } from '../../wayleave.config.ts';

/** The administrator's connections to the Microsoft side, to be closed at the end. */
export interface Administration {
  readonly connections: SetupConnections;
  /** Dataverse as the administrator sees it. */
  readonly dataverse: Client;
  close(): void;
}

export interface MicrosoftSide {
  readonly steps: readonly StepOutcome[];
  readonly clientId: string;
  readonly clientSecret: string;
  readonly consentUrl: string;
}

export function connectAsAdministrator(local: Local): Administration {
  const transport = nodeTransport({ ca: local.caPem });
  const { url: authority, tenantId, administrator } = local.entra;
  const credential = clientSecret({ authority, tenantId, transport, ...administrator });
  const dataverse = createClient({ url: local.dataverse.url, credential, transport }).with({
    consistency: 'strong',
  });
  return {
    dataverse,
    connections: {
      dataverse,
      graph: createGraphClient({ url: local.graph.url, credential, transport }),
      requestToken: (clientId, secret) =>
        clientSecret({ authority, tenantId, clientId, clientSecret: secret, transport }).getToken(
          `${local.dataverse.url}/.default`,
        ),
    },
    close: () => transport.close(),
  };
}

/** Brings the Microsoft side about. Local Entra replicates at once, so nothing is waited for. */
export async function setUpMicrosoftSide(
  local: Local,
  { connections }: Administration,
  except: readonly StepId[] = [],
): Promise<MicrosoftSide> {
  const { steps, found } = await applySetup(videoPipelineSetup(local.dataverse.url), connections, {
    except,
    patienceMs: 0,
  });
  const clientId = found.clientId ?? '';
  return {
    steps,
    clientId,
    clientSecret: found.clientSecret ?? '',
    consentUrl: adminConsentUrl({
      authority: local.entra.url,
      tenantId: local.entra.tenantId,
      clientId,
      redirectUri,
      state: '12345',
    }),
  };
}
