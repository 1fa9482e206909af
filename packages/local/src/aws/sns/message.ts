/** A message attribute as Publish takes it. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A published message, before it takes the form of a protocol. */
export interface Message {
  readonly id: string;
  readonly topicArn: string;
  readonly subject?: string;
  /** The text for a protocol; with MessageStructure `json` each may have its own. */
  readonly textFor: (protocol: string) => string;
  readonly attributes: MessageAttributes;
  /** Passed on to standard queues only. */
  readonly groupId?: string;
  /** ISO 8601 with milliseconds. */
  readonly timestamp: string;
}

/** The attributes as subscribers read them; binary values in base64. */
export function attributesForSubscribers(
  attributes: MessageAttributes,
): Record<string, { readonly Type: string; readonly Value: string }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        Type: DataType,
        Value: BinaryValue === undefined ? (StringValue ?? '') : Buffer.from(BinaryValue).toString('base64'),
      },
    ]),
  );
}

/** The bytes that count against the size limit. */
export function sizeOf(text: string, attributes: MessageAttributes = {}): number {
  let size = Buffer.byteLength(text);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    size += BinaryValue?.byteLength ?? Buffer.byteLength(StringValue ?? '');
  }
  return size;
}
