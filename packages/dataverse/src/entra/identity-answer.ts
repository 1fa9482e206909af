import { retryAfterMs } from '../retry-after.ts';
import { EntraError } from './entra-error.ts';
import type { Answer } from './exchange.ts';
import { parseObject } from './json.ts';
import type { IssuedToken } from './token-cache.ts';

/** IMDS is away for 70 seconds at most while it is renewed (410), and may not know a new identity yet (404). */
const PAUSES_MS: Readonly<Record<number, number>> = { 404: 1000, 410: 25_000 };

/**
 * Reads what an endpoint for managed identities answered, or throws why there is no token. Numbers come as texts; App
 * Service gives no life but an end (`expires_on`), and the metadata service counts a life from the issue, which may be
 * hours ago: so the end is taken where there is one.
 */
export function readIdentityAnswer(answer: Answer): IssuedToken {
  const { status, headers, text, askedAt, subject, redact } = answer;
  const body = parseObject(text);
  const token = body['access_token'];
  const end = Number(body['expires_on']) * 1000 || askedAt + Number(body['expires_in']) * 1000;
  if (status === 200 && typeof token === 'string' && /^[!-~]+$/.test(token) && end > askedAt && end < 1e15) {
    return [token, end];
  }
  const field = (name: string) => (typeof body[name] === 'string' ? redact(body[name]) : undefined);
  const error = field('error');
  const words = field('error_description') ?? field('message');
  const isRefusal = status !== 200 && (error ?? words) !== undefined;
  const hint = isRefusal
    ? 'Is the identity assigned to this resource, and clientId its client id?'
    : 'Does this run on the Azure resource that has the identity?';
  const what = isRefusal ? [error, words].filter(Boolean).join(': ') : 'is no token answer.';
  throw new EntraError(
    isRefusal ? 'ERR_ENTRA_TOKEN' : 'ERR_ENTRA_RESPONSE',
    `${subject}: ${status} ${what} ${hint}`,
    {
      status,
      error,
      hint,
      correlationId: field('correlation_id') ?? field('correlationId'),
      retryAfterMs: retryAfterMs(headers['retry-after'], askedAt) ?? PAUSES_MS[status],
    },
  );
}
