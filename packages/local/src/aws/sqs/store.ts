import type { NamedPolicy } from '@wayleave/iam';

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

export interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly senderId: string;
  /** Milliseconds since the epoch; retention counts from here, in a dead-letter queue too. */
  readonly sentAt: number;
  /** ARN of the queue it was moved from. */
  readonly deadLetterSource?: string;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  /** The receipt of the latest receive, which alone may change the visibility. */
  receipt?: string;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  readonly createdAt: number;
  modifiedAt: number;
  settings: QueueSettings;
  readonly tags: Map<string, string>;
  messages: StoredMessage[];
  purgedAt?: number;
  /** Receives that wait for a message; each is told once. */
  readonly waiting: Set<() => void>;
}

export interface QueueSettings {
  /** In seconds. */
  readonly delay: number;
  /** In bytes. */
  readonly maximumSize: number;
  /** In seconds. */
  readonly retention: number;
  /** In seconds. */
  readonly waitTime: number;
  /** In seconds. */
  readonly visibility: number;
  readonly managedEncryption: boolean;
  readonly policy?: { readonly text: string; readonly policy: NamedPolicy };
  readonly redrive?: RedrivePolicy;
}

export interface RedrivePolicy {
  readonly text: string;
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** All queues of one local AWS by ARN, and when deleted ones went. */
export interface SqsStore {
  readonly queues: Map<string, Queue>;
  readonly deletedAt: Map<string, number>;
}

export function createSqsStore(): SqsStore {
  return { queues: new Map(), deletedAt: new Map() };
}
