import { EntraError } from './entra-error.ts';

/** The same error without `secret`, should a server or a proxy have sent it back in its words. */
export function redact(error: EntraError, secret: string): EntraError {
  const forms = [
    ...new Set([secret, encodeURIComponent(secret), new URLSearchParams({ s: secret }).toString().slice(2)]),
  ];
  const clean = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, '[secret]'), text);
  const cleanMaybe = (text: string | undefined) => (text === undefined ? undefined : clean(text));
  if (!forms.some((form) => error.message.includes(form) || error.error?.includes(form))) return error;
  return new EntraError(error.code, clean(error.message), {
    status: error.status,
    error: cleanMaybe(error.error),
    codes: error.codes,
    traceId: cleanMaybe(error.traceId),
    correlationId: cleanMaybe(error.correlationId),
    timestamp: error.timestamp,
    hint: error.hint,
    retryAfterMs: error.retryAfterMs,
  });
}
