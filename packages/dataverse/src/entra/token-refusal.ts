import { retryAfterMs } from '../retry-after.ts';
import type { EntraError } from './entra-error.ts';
import type { Answer } from './exchange.ts';
import { hintFor } from './hints.ts';

/** The error for an answer without a token, as what it is made of; `body` shows no secret. */
export function tokenRefusal(
  { status, headers, askedAt, subject, redact }: Answer,
  body: Readonly<Record<string, unknown>>,
): ConstructorParameters<typeof EntraError> {
  const words = textOf(body['error_description']);
  /** Both as a field, and in the words as `Trace ID: …`. */
  const field = (name: string) =>
    textOf(body[name]) ||
    new RegExp(`${name.replace('_', ' ')}: ([-\\w:]+( [\\d:]+Z)?)`, 'i').exec(words)?.[1];
  const error = field('error');
  const isRefusal = status !== 200 && error;
  const codes =
    JSON.stringify([body['error_codes']]).match(/\b\d{1,9}\b/g) ?? words.match(/(?<=AADSTS)\d+/g) ?? [];
  const hint = isRefusal ? hintFor(codes) : 'Check authority and proxies.';
  const what = isRefusal
    ? `${error}. ${words.replace(/\s+/g, ' ')}`
    : `(${headers['location']?.split('?')[0] ?? headers['content-type']}) is no token answer.`;
  return [
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
  ];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
