import type { Delivery, InvocationOutcome } from '@wayleave/local';

/** What becomes of a message that did not get through; undefined for one that did. */
export function aftermath(
  deliveries: readonly Delivery[],
  invocations: readonly InvocationOutcome[],
): string | undefined {
  const status = deliveries.at(-1)?.status;
  if (status === 'dead-lettered') return 'SNS does not try again; the message lies in the dead-letter queue';
  if (status === 'denied' || status === 'failed') return 'SNS does not try again; the message is gone';
  const last = invocations.at(-1);
  if (last === undefined || last.status === 'success') return undefined;
  const why = last.errorType === undefined ? last.status : last.errorType;
  return `the function failed (${why}); Lambda tries again after one and two minutes, then sends the event to the dead-letter queue`;
}
