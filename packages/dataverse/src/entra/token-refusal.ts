import { retryAfterMs } from '../backoff.ts';
import { EntraError } from './entra-error.ts';
import type { Answer } from './exchange.ts';
import { hintFor } from './hints.ts';
import { parseObject, textOf } from './json.ts';

/** The error for an answer without a token. */
export function tokenRefusal({ status, headers, text, askedAt, subject, redact }: Answer): EntraError {
  const body = parseObject(text, redact);
  const words = textOf(body['error_description']);
  /** Both as a field, and in the words as `Trace ID: …`. */
  const field = (name: string) =>
    textOf(body[name]) ||
    new RegExp(`${name.replace('_', ' ')}: ([-\\w:]+( [\\d:]+Z)?)`, 'i').exec(words)?.[1];
  const error = field('error');
  const isRefusal = status !== 200 && error;
  const codes = JSON.stringify([body['error_codes']]).match(/\d+/g) ?? words.match(/(?<=AADSTS)\d+/g) ?? [];
  const hint = isRefusal ? hintFor(codes) : 'Check authority and proxies.';
  const what = isRefusal
    ? `${error}. ${words.replace(/\s+/g, ' ')}`
    : `(${headers['location']?.split('?')[0] ?? headers['content-type']}) is no token answer.`;
  return new EntraError(
    isRefusal ? 'ERR_ENTRA_TOKEN' : 'ERR_ENTRA_RESPONSE',
    redact(`${subject}: ${status} ${what} ${hint ?? ''}`.trim()),
    {
      status,
      error,
      codes: codes.map(Number),
      traceId: field('trace_id'),
      correlationId: field('correlation_id'),
      timestamp: field('timestamp'),
      hint,
      retryAfterMs: retryAfterMs(headers['retry-after'], askedAt),
    },
  );
}
