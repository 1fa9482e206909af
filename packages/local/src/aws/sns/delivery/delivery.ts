/** What became of one message at one subscription. */
export interface Delivery {
  readonly messageId: string;
  readonly topicArn: string;
  /** Empty when the topic has no subscription. */
  readonly subscriptionArn: string;
  /** The function or queue; of a failed redrive, the dead-letter queue. Empty when there is no subscription. */
  readonly endpoint: string;
  /**
   * `denied`: a policy refused it. `failed`: another error that is not retried, or retries ran out.
   * `dead-lettered`: one of these two, and the message lies in the subscription's dead-letter queue.
   */
  readonly status: 'delivered' | 'filtered' | 'denied' | 'failed' | 'dead-lettered' | 'no-subscribers';
  readonly error?: { readonly code: string; readonly message: string };
  /** Milliseconds since the epoch. */
  readonly at: number;
}
