const immediate = 3;
const preBackoff = 2;
const backoff = 10;
const postBackoff = 100_000;
const first = 1000;
const last = 20_000;

/**
 * Milliseconds to wait before retry number `retry` (from 1) of a delivery that met a server error; undefined
 * when SNS gives up. Without the jitter that AWS adds.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export function retryDelay(retry: number): number | undefined {
  if (retry <= immediate) return 0;
  if (retry <= immediate + preBackoff) return first;
  const step = retry - immediate - preBackoff;
  if (step <= backoff) return Math.round(first * (last / first) ** ((step - 1) / (backoff - 1)));
  return step <= backoff + postBackoff ? last : undefined;
}
