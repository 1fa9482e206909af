import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../../clock.ts';
import { DataverseError, notBuilt } from '../errors.ts';

interface TokenRules {
  /** The environment URL and its aliases; each counts with and without a trailing slash. */
  readonly audiences: readonly string[];
  readonly issuers: readonly string[];
  readonly tenantId: string;
  readonly authority: string;
  readonly origin: string;
  jwks(): Promise<JSONWebKeySet>;
  readonly clock: Clock;
}

export interface VerifiedToken {
  readonly appId: string;
}

/** Verification either knows the application or says, for the trail, why the token is of no use. */
type TokenAnswer =
  | { readonly ok: true; readonly token: VerifiedToken }
  | { readonly ok: false; readonly why: string; readonly error: DataverseError };

/** The 401 with the bearer challenge that clients discover the authority and the resource from. */
export const challenge = ({ authority, origin }: Pick<TokenRules, 'authority' | 'origin'>): DataverseError =>
  new DataverseError(401, '', '', {
    'WWW-Authenticate': `Bearer authorization_uri=${authority}/oauth2/authorize, resource_id=${origin}/`,
  });

function reason(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `the token's "${error.claim}" claim is not accepted here`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return "the token's signature does not verify";
  if (error instanceof errors.JWKSNoMatchingKey) return 'the token is signed by an unknown key';
  if (error instanceof errors.JOSEError) return `the token cannot be used (${error.code})`;
  throw error;
}

const text = (payload: JWTPayload, claim: string): string | undefined => {
  const value = payload[claim];
  return typeof value === 'string' ? value.toLowerCase() : undefined;
};

/** Checks bearer tokens: RS256 signature, audience, issuer, tenant, time. */
export function tokenVerifier(rules: TokenRules): (authorization: string | null) => Promise<TokenAnswer> {
  const audience = rules.audiences.flatMap((each) => [
    each.replace(/\/+$/, ''),
    `${each.replace(/\/+$/, '')}/`,
  ]);
  let cached:
    | { readonly set: JSONWebKeySet; readonly resolve: ReturnType<typeof createLocalJWKSet> }
    | undefined;
  const refuse = (why: string): TokenAnswer => ({ ok: false, why, error: challenge(rules) });
  return async (authorization) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return refuse('the request carries no bearer token');
    const set = await rules.jwks();
    if (cached?.set !== set) cached = { set, resolve: createLocalJWKSet(set) };
    try {
      const { payload } = await jwtVerify(token, cached.resolve, {
        algorithms: ['RS256'],
        audience,
        issuer: [...rules.issuers],
        currentDate: new Date(rules.clock.now()),
        requiredClaims: ['exp'],
      });
      if (text(payload, 'tid') !== rules.tenantId.toLowerCase())
        return refuse('the token is of another tenant');
      const appId = text(payload, 'appid') ?? text(payload, 'azp');
      if (appId === undefined) return refuse('the token names no application');
      if (payload['scp'] !== undefined) {
        return { ok: false, why: 'the token is delegated', error: notBuilt('A delegated token (scp)') };
      }
      return { ok: true, token: { appId } };
    } catch (error) {
      return refuse(reason(error));
    }
  };
}
