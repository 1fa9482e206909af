/** What SNS hands to a Lambda function. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export interface SnsEvent {
  readonly Records: readonly SnsEventRecord[];
}

export interface SnsEventRecord {
  readonly EventSource: 'aws:sns';
  readonly EventSubscriptionArn: string;
  readonly Sns: {
    readonly Type: 'Notification';
    readonly MessageId: string;
    readonly TopicArn: string;
    readonly Subject: string | null;
    readonly Message: string;
    /** ISO 8601 with milliseconds. */
    readonly Timestamp: string;
    readonly MessageAttributes: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
  };
}

/** The members of Lambda's context object that are used here. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

/** True for an event of the shape SNS sends; anything else was invoked by something else. */
export function isSnsEvent(event: unknown): event is SnsEvent {
  if (typeof event !== 'object' || event === null || !('Records' in event)) return false;
  const { Records: records } = event;
  return Array.isArray(records) && records.length > 0 && records.every(isSnsRecord);
}

function isSnsRecord(record: unknown): boolean {
  if (typeof record !== 'object' || record === null) return false;
  if (!('EventSource' in record) || record.EventSource !== 'aws:sns' || !('Sns' in record)) return false;
  const { Sns: sns } = record;
  return typeof sns === 'object' && sns !== null && 'Message' in sns && typeof sns.Message === 'string';
}
