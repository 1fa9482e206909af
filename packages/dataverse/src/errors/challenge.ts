/** What the service says it wants, in the `WWW-Authenticate` header of a 401. */
export interface Challenge {
  /** `https://login.microsoftonline.com/<tenant>/oauth2/authorize` */
  readonly authority?: string;
  /** `https://contoso.crm4.dynamics.com/` */
  readonly resource?: string;
}

/** Claims of an access token that tell whom it is for. Read for diagnosis only, never trusted. */
export interface TokenAudience {
  readonly aud?: string;
  readonly tid?: string;
}

export function parseChallenge(header: string | undefined): Challenge | undefined {
  if (header === undefined || !/^\s*bearer\b/i.test(header)) return undefined;
  const authority = parameter(header, 'authorization_uri');
  const resource = parameter(header, 'resource_id');
  if (authority === undefined && resource === undefined) return undefined;
  return { ...(authority !== undefined && { authority }), ...(resource !== undefined && { resource }) };
}

function parameter(header: string, name: string): string | undefined {
  const found = new RegExp(`${name}\\s*=\\s*(?:"([^"]*)"|([^\\s,"]+))`, 'i').exec(header);
  return found?.[1] ?? found?.[2];
}

export function readAudience(token: string): TokenAudience {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    if (typeof claims !== 'object' || claims === null) return {};
    return {
      ...('aud' in claims && typeof claims.aud === 'string' && { aud: claims.aud }),
      ...('tid' in claims && typeof claims.tid === 'string' && { tid: claims.tid }),
    };
  } catch {
    return {};
  }
}

/** Says what of a refused token differs from what the service asks for. */
export function explainChallenge(
  challenge: Challenge | undefined,
  environment: string,
  audience: TokenAudience,
): string {
  if (challenge === undefined) {
    return 'The token was refused, and the service does not say what it wants. Check that the URL is that of a Dataverse environment.';
  }
  const findings: string[] = [];
  const { resource, authority } = challenge;
  if (resource !== undefined && bare(resource) !== bare(environment)) {
    findings.push(`The service wants tokens for ${resource}, but they are asked for ${environment}.`);
  } else if (resource !== undefined && audience.aud !== undefined && bare(audience.aud) !== bare(resource)) {
    findings.push(`The token is for ${audience.aud}, the service wants one for ${resource}.`);
  }
  const tenant = authority === undefined ? undefined : tenantOf(authority);
  if (tenant !== undefined && audience.tid !== undefined && tenant !== audience.tid.toLowerCase()) {
    findings.push(
      `The token is from tenant ${audience.tid}, the environment belongs to tenant ${tenant}. Use that tenantId.`,
    );
  }
  if (findings.length > 0) return findings.join(' ');
  return `The token was refused. The service wants one for ${resource ?? environment} from ${authority ?? 'an authority it does not name'}: compare tenant and cloud, and the clock of the machine.`;
}

function bare(url: string): string {
  return url.toLowerCase().replace(/(?<!\/)\/+$/, '');
}

/** The tenant in an authority, when it is one tenant's GUID. */
function tenantOf(authority: string): string | undefined {
  return /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/i.exec(authority)?.[1]?.toLowerCase();
}
