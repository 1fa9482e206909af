import type { Cloud } from '../cloud.ts';
import { DeployError } from '../error.ts';
import { cloudFormationCalls } from './cloudformation-calls.ts';
import { functionCalls } from './function-calls.ts';
import type { Settings } from './settings.ts';
import { storageCalls } from './storage-calls.ts';

export interface ConnectOptions {
  readonly region?: string;
  readonly profile?: string;
  /** Another address than AWS's own for every service, such as the local one's. */
  readonly endpoint?: string;
  /** Where the SDK would look by itself; for tests. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the calls that are under way. */
  readonly signal: AbortSignal;
}

/**
 * An AWS account through the AWS SDK, which finds credentials, profile and endpoint as everywhere. Each client
 * is loaded when it is first needed. Rejects with {@link DeployError} `NoRegion`, or
 * `BadOption` for an endpoint that is no address.
 */
export async function connectAws(options: ConnectOptions): Promise<Cloud> {
  const { profile, endpoint, credentials, environment, signal } = options;
  checkAddress('--endpoint', endpoint);
  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_CLOUDFORMATION'])
    checkAddress(name, environment[name]);
  const settings: Settings = {
    region: options.region ?? (await regionOf(environment, profile)),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    // Throttling is waited out at the pace that AWS gives.
    retryMode: 'adaptive',
    maxAttempts: 6,
  };
  const clients: { destroy(): void }[] = [];
  const opened = (client: { destroy(): void }) => void clients.push(client);
  const custom = endpoint ?? environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'];
  return {
    region: settings.region,
    cloudFormation: cloudFormationCalls(settings, signal, opened),
    storage: storageCalls(settings, custom === '' ? undefined : custom, signal, opened),
    functions: functionCalls(settings, signal, opened),
    async accountId() {
      const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
      const client = new STSClient(settings);
      opened(client);
      const { Account = '' } = await client.send(new GetCallerIdentityCommand(), { abortSignal: signal });
      return Account;
    },
    close() {
      for (const client of clients) client.destroy();
    },
  };
}

/** Throws {@link DeployError} `BadOption` for what is no address: the SDK would fail without saying where. */
function checkAddress(name: string, address: string | undefined): void {
  if (address === undefined || address === '') return;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return;
  throw new DeployError(
    'BadOption',
    `${name} is no address: ${address}.`,
    'Write http://127.0.0.1:4566, with its scheme.',
  );
}

/** The SDK does not know `AWS_DEFAULT_REGION`, which the AWS CLI and `wayleave local` go by. */
async function regionOf(
  environment: ConnectOptions['environment'],
  profile: string | undefined,
): Promise<string> {
  const named = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  if (named !== undefined && named !== '') return named;
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const probe = new CloudFormationClient(profile === undefined ? {} : { profile });
  try {
    return await probe.config.region();
  } catch (cause) {
    throw new DeployError(
      'NoRegion',
      'No region to deploy to.',
      'Give --region, or set AWS_REGION, or choose a profile that has one.',
      { cause },
    );
  } finally {
    probe.destroy();
  }
}
