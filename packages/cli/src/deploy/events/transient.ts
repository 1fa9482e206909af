/** Whether an SDK error may be gone at the next attempt: throttling, a server's fault, no connection. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $metadata: metadata, $fault: fault } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly $fault?: string;
  };
  if (/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i.test(`${error.name} ${error.message}`))
    return true;
  const status = metadata?.httpStatusCode;
  if (status !== undefined) return status >= 500 || status === 429;
  return (
    fault === undefined && error.name !== 'AbortError' && error.name !== 'Interrupted' && 'code' in error
  );
}
