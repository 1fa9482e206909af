import { retryAfterMs } from '../backoff.ts';
import type { TransportResponse } from '../transport/transport.ts';
import { EntraError } from './entra-error.ts';
import { hintForCodes } from './hints.ts';

/** A token with its life, in milliseconds since the epoch. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresOn: number;
  /** When a new one shall be asked for although this one still works. */
  readonly refreshOn: number;
}

type Answer = Pick<TransportResponse, 'status' | 'headers'> & { readonly text: string };

const EARLY_MS = 5 * 60_000;

/**
 * Reads what the token endpoint answered: a token, or the error to throw. `subject` says what was asked of
 * whom, `askedAt` when; a token's life counts from the question, as the server counted from before the answer.
 */
export function readTokenAnswer(answer: Answer, subject: string, askedAt: number): IssuedToken | EntraError {
  const body = parseObject(answer.text);
  if (answer.status === 200)
    return body ? issuedToken(body, subject, askedAt) : unreadable(answer, subject, askedAt);
  if (body === undefined || typeof body['error'] !== 'string') return unreadable(answer, subject, askedAt);
  return refusal(body, answer, subject, askedAt);
}

function issuedToken(
  body: Record<string, unknown>,
  subject: string,
  askedAt: number,
): IssuedToken | EntraError {
  const token = body['access_token'];
  const life = seconds(body['expires_in']);
  const problem =
    typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)
      ? 'without an access token'
      : life === undefined
        ? 'without a life (expires_in)'
        : String(body['token_type']).toLowerCase() !== 'bearer'
          ? 'with a token that is no bearer token'
          : undefined;
  if (problem !== undefined || typeof token !== 'string' || life === undefined) {
    return new EntraError('ERR_ENTRA_RESPONSE', `${subject}: 200 ${problem}. Is authority a login host?`, {
      status: 200,
    });
  }
  const refreshIn = seconds(body['refresh_in']);
  // A token of few minutes is used for half of its life, so that it is cached at all.
  const early = refreshIn ?? Math.max(life - EARLY_MS, life / 2);
  return { token, expiresOn: askedAt + life, refreshOn: askedAt + Math.min(early, life) };
}

function refusal(
  body: Record<string, unknown>,
  answer: Answer,
  subject: string,
  askedAt: number,
): EntraError {
  const description = text(body['error_description']) ?? '';
  const codes = codesOf(body['error_codes'], description);
  const hint = hintForCodes(codes);
  const words = (description.split('Trace ID:')[0] ?? '').trim();
  const traceId = text(body['trace_id']) ?? tail(description, 'Trace ID');
  const message = [
    `${subject}: ${answer.status} ${text(body['error'])}.`,
    words,
    hint,
    traceId && `(trace ${traceId})`,
  ];
  return new EntraError('ERR_ENTRA_TOKEN', message.filter(Boolean).join(' '), {
    status: answer.status,
    error: text(body['error']),
    codes,
    traceId,
    correlationId: text(body['correlation_id']) ?? tail(description, 'Correlation ID'),
    timestamp: text(body['timestamp']) ?? /Timestamp: ([\d-]+[ T][\d:]+Z)/.exec(description)?.[1],
    hint,
    retryAfterMs: retryAfterMs(answer.headers['retry-after'], askedAt),
  });
}

function unreadable(answer: Answer, subject: string, askedAt: number): EntraError {
  const location = answer.headers['location'];
  const isRedirect = answer.status >= 300 && answer.status < 400;
  const kind = answer.headers['content-type'] ?? 'no content type';
  const what = isRedirect
    ? `a redirect${location ? ` to ${hostOf(location)}` : ''}, which is not followed with a credential`
    : `${answer.text.length} characters of ${kind} that are no answer of a token endpoint`;
  const hint = 'Check the authority, and what stands between this machine and it (proxy, firewall page).';
  return new EntraError('ERR_ENTRA_RESPONSE', `${subject}: ${answer.status} with ${what}. ${hint}`, {
    status: answer.status,
    hint,
    retryAfterMs: retryAfterMs(answer.headers['retry-after'], askedAt),
  });
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    return undefined;
  }
}

/** `3599` or `"3599"`, as milliseconds. */
function seconds(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number * 1000 : undefined;
}

function codesOf(listed: unknown, description: string): number[] {
  const numbers = Array.isArray(listed) ? listed.filter((code) => typeof code === 'number') : [];
  if (numbers.length > 0) return numbers;
  const written = /AADSTS(\d+)/.exec(description)?.[1];
  return written === undefined ? [] : [Number(written)];
}

function tail(description: string, label: string): string | undefined {
  return new RegExp(`${label}: ([0-9a-f-]{36})`, 'i').exec(description)?.[1];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function hostOf(location: string): string {
  return URL.canParse(location) ? new URL(location).host : 'another path';
}
