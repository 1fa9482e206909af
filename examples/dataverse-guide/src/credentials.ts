import { readFile } from 'node:fs/promises';
import { createClient, type Transport } from '@wayleave/dataverse';
import {
  type AppOptions,
  type AwsCredentials,
  clientAssertion,
  clientCertificate,
  clientSecret,
  type Env,
  federatedFromAws,
  fromTokenCredential,
  managedIdentity,
  type TokenCredentialLike,
  workloadIdentityFile,
} from '@wayleave/dataverse/entra';

export interface Proofs {
  readonly secret: string;
  /** PEM file with certificate and key. */
  readonly file: string;
  readonly identityToken: (audience: string, options: { signal: AbortSignal }) => Promise<string>;
  readonly transport: Transport;
}

export async function ofAnApp(app: AppOptions, { secret, file, identityToken, transport }: Proofs) {
  // #region app
  const bySecret = clientSecret({ ...app, clientSecret: secret }); // its value, not its ID
  const byCertificate = clientCertificate({ ...app, certificate: await readFile(file, 'utf8') });
  const byAssertion = clientAssertion({
    ...app,
    getAssertion: ({ audience, signal }) => identityToken(audience, { signal }), // asked when it is needed
  });
  const inAnotherCloud = clientSecret({
    ...app,
    clientSecret: secret,
    authority: 'https://login.microsoftonline.us', // follows from the environment's host name if left out
    transport, // by default what the client sends by
  });
  // #endregion
  return { bySecret, byCertificate, byAssertion, inAnotherCloud };
}

export interface Machine {
  readonly env: Env;
  readonly provider: () => Promise<AwsCredentials>;
  readonly region: string;
  readonly endpoint: string;
  readonly clientId: string;
  readonly azure: TokenCredentialLike;
}

export function ofAMachine(
  app: AppOptions,
  url: string,
  { env, provider, region, endpoint, clientId, azure }: Machine,
) {
  // #region machine
  const onLambda = federatedFromAws({ ...app, env, endpoint }); // process.env; endpoint: of a VPC, if any
  const onEc2 = federatedFromAws({ ...app, credentials: provider, region, endpoint }); // and on ECS, EKS
  const onKubernetes = workloadIdentityFile({ env });
  const onAzure = managedIdentity({ env, clientId }); // without clientId: the system-assigned identity
  const dataverse = createClient({ url, credential: fromTokenCredential(azure) }); // of @azure/identity
  // #endregion
  return { onLambda, onEc2, onKubernetes, onAzure, dataverse };
}
