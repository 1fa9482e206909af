import type { AppOptions } from './app-credential.ts';
import { assertionCredential, federationAudience } from './assertion-credential.ts';
import { getWebIdentityToken } from './aws-web-identity.ts';
import { EntraError } from './entra-error.ts';
import type { Env } from './env.ts';
import { CALLBACK_TIMEOUT_MS, inTime } from './in-time.ts';
import { check, hostAlone } from './options.ts';
import type { AwsCredentials } from './sigv4.ts';
import type { EntraCredential } from './token-cache.ts';

export interface FederatedFromAwsOptions extends AppOptions {
  /** Where keys and region are looked up when they are not given, as in a Lambda function: `process.env`. */
  readonly env?: Env;
  /** Keys of AWS, or a function that gives the current ones, like the credential providers of the AWS SDK. */
  readonly credentials?: AwsCredentials | (() => Promise<AwsCredentials>);
  /** The region whose STS is asked; by default `AWS_REGION` of `env`. */
  readonly region?: string;
  /** The audience of the federated credential; by default `api://AzureADTokenExchange`, or its like in the authority's cloud. */
  readonly audience?: string;
  /** Life of the AWS token in seconds, from 60 to 3600; 300 by default, as it is used once, at once. */
  readonly durationSeconds?: number;
  /** Another STS endpoint of the region, like that of a VPC. */
  readonly endpoint?: string;
  /** How long a `credentials` function may take, in milliseconds; 30,000 by default. */
  readonly timeoutMs?: number;
}

/**
 * Signs an app in as an AWS role, without any secret: STS gives a JWT that says which role asks
 * (`sts:GetWebIdentityToken`), and the app has a federated credential for the account's issuer and the role's ARN.
 *
 * AWS is asked once for each token request that is really sent, by the transport of the credential. Tokens are kept and
 * renewed as by `clientSecret`. Throws `EntraError` `ERR_ENTRA_CONFIGURATION` without keys or region; `getToken`
 * rejects with `ERR_ENTRA_ASSERTION` when AWS refuses: `error` is the code of AWS (`AccessDenied`,
 * `OutboundWebIdentityFederationDisabledException`, `SessionDurationEscalationException`), `hint` what to do.
 *
 * @example
 * const credential = federatedFromAws({ tenantId, clientId, env: process.env });
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html
 */
export function federatedFromAws(options: FederatedFromAwsOptions): EntraCredential {
  const { env, credentials, audience, durationSeconds = 300, timeoutMs = CALLBACK_TIMEOUT_MS } = options;
  const region = options.region ?? env?.['AWS_REGION'] ?? env?.['AWS_DEFAULT_REGION'];
  check(
    (env || credentials) && region,
    'The AWS keys or region are missing: give env (process.env), or credentials and region.',
  );
  check(
    credentials ?? keysFrom(env),
    'env holds no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. On ECS, EKS and EC2 give credentials: a provider of the AWS SDK.',
  );
  check(
    Number.isInteger(durationSeconds) && durationSeconds >= 60 && durationSeconds <= 3600,
    'durationSeconds must be from 60 to 3600.',
  );
  const endpoint = checkEndpoint(options.endpoint ?? defaultEndpoint(region));

  const currentKeys = async (outer: AbortSignal) => {
    try {
      const keys =
        typeof credentials === 'function'
          ? await inTime('credentials', timeoutMs, outer, credentials)
          : (credentials ?? keysFrom(env));
      if (keys?.accessKeyId && keys.secretAccessKey) return keys;
    } catch (cause) {
      if (cause instanceof EntraError) throw cause;
      throw new EntraError('ERR_ENTRA_ASSERTION', 'No AWS keys: credentials failed, see cause.', { cause });
    }
    throw new EntraError('ERR_ENTRA_ASSERTION', 'No AWS keys: credentials gave none.');
  };

  return assertionCredential(options, (proving) =>
    getWebIdentityToken(
      {
        endpoint,
        region,
        audience: audience ?? federationAudience(proving.authority),
        durationSeconds,
        credentials: () => currentKeys(proving.signal),
      },
      proving,
      options,
    ),
  );
}

function keysFrom(env: Env | undefined): AwsCredentials | undefined {
  const accessKeyId = env?.['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env?.['AWS_SECRET_ACCESS_KEY'];
  return accessKeyId && secretAccessKey
    ? { accessKeyId, secretAccessKey, sessionToken: env?.['AWS_SESSION_TOKEN'] }
    : undefined;
}

/** The operation exists on regional endpoints alone. */
function defaultEndpoint(region: string): string {
  check(
    /^[a-z]{2}(-gov)?-[a-z]+-\d+$/.test(region),
    `region "${region}" is not one whose STS is known; give its endpoint.`,
  );
  return `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

function checkEndpoint(text: string): string {
  const origin = hostAlone(text);
  check(
    origin,
    'endpoint must be an https URL with nothing behind the host (http: for loopback hosts alone).',
  );
  check(
    new URL(origin).hostname !== 'sts.amazonaws.com',
    'endpoint is the global STS, which has no GetWebIdentityToken. Give the one of a region.',
  );
  return origin;
}
