import type { Seams } from '../seams.ts';
import type { Proving } from './app-credential.ts';
import { EntraError } from './entra-error.ts';
import { type Answer, exchange } from './exchange.ts';
import { type AwsCredentials, signedHeaders } from './sigv4.ts';

/** What AWS is asked for, and where. */
interface WebIdentityRequest {
  /** URL of a regional STS endpoint, with nothing behind the host. */
  readonly endpoint: string;
  readonly region: string;
  readonly audience: string;
  readonly durationSeconds: number;
  readonly credentials: () => Promise<AwsCredentials>;
}

/**
 * Asks AWS STS for a JWT that tells who the caller is. Rejects with `EntraError` `ERR_ENTRA_ASSERTION` when AWS
 * refuses.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html
 */
export function getWebIdentityToken(
  { endpoint, region, audience, durationSeconds, credentials }: WebIdentityRequest,
  { transport, signal }: Proving,
  seams: Seams,
): Promise<string> {
  const { host, origin } = new URL(endpoint);
  return exchange(
    `Web identity token for ${audience} from ${origin}`,
    transport,
    signal,
    seams,
    async () => {
      const keys = await credentials();
      const body = new URLSearchParams({
        Action: 'GetWebIdentityToken',
        Version: '2011-06-15',
        'Audience.member.1': audience,
        SigningAlgorithm: 'RS256', // the one that Entra documents
        DurationSeconds: `${durationSeconds}`,
      }).toString();
      const time = (seams.now ?? Date.now)();
      const headers = signedHeaders({ host, body, region, service: 'sts', time }, keys);
      return [
        { method: 'POST', url: `${origin}/`, headers, body },
        [keys.secretAccessKey, ...(keys.sessionToken ? [keys.sessionToken] : [])],
      ];
    },
    (answer) => readWebIdentityToken(answer, audience),
  );
}

function readWebIdentityToken({ status, text, subject, redact }: Answer, audience: string): string {
  const token = element(text, 'WebIdentityToken');
  if (status === 200 && token) return token;
  const error = redact(element(text, 'Code'));
  if (status === 200 || error === undefined) {
    throw new EntraError(
      'ERR_ENTRA_RESPONSE',
      `${subject}: ${status} is no answer of AWS STS. Check endpoint and proxies.`,
      { status },
    );
  }
  const message = redact(element(text, 'Message') ?? '');
  const requestId = redact(element(text, 'RequestId'));
  const hint = hintFor(error, audience);
  throw new EntraError(
    'ERR_ENTRA_ASSERTION',
    [`${subject}: ${status} ${error}.`, message, hint, requestId && `(request ${requestId})`]
      .filter(Boolean)
      .join(' '),
    { status, error, hint, traceId: requestId },
  );
}

function hintFor(error: string, audience: string): string | undefined {
  switch (error) {
    case 'OutboundWebIdentityFederationDisabledException':
      return 'The account does not federate outward. Switch it on once: aws iam enable-outbound-web-identity-federation.';
    case 'SessionDurationEscalationException':
      return 'The token would outlive the session of the AWS credentials. Lower durationSeconds, or renew the credentials sooner.';
    case 'AccessDenied':
      return `Allow the role the action sts:GetWebIdentityToken under the condition that sts:IdentityTokenAudience is ${audience}; see that no service control policy or VPC endpoint policy denies it.`;
    case 'ExpiredToken':
      return 'The AWS credentials have expired. Give credentials as a function that renews them.';
    default:
      return undefined;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&amp;': '&',
};

/** The text of the first element of that name; what STS answers has no two of a name, attributes or CDATA. */
function element(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1]?.trim();
  return text?.replace(/&(lt|gt|quot|apos|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
