import { AwsError } from '../service.ts';
import { invalidParameter, invalidValue } from './errors.ts';
import type { MessageAttribute, MessageAttributes } from './store.ts';

const maxAttributes = 10;

/** The bytes that count against MaximumMessageSize. */
export function sizeOf(body: string, attributes: MessageAttributes = {}): number {
  return Object.entries(attributes).reduce(
    (size, [name, { DataType, StringValue = '', BinaryValue }]) =>
      size +
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      (BinaryValue?.byteLength ?? Buffer.byteLength(StringValue)),
    Buffer.byteLength(body),
  );
}

/**
 * Checks a body and its attributes as SendMessage does; throws the error that AWS answers.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function checkMessage(body: string, attributes: MessageAttributes, maximumSize: number): void {
  if (body === '')
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  checkCharacters(body);
  const names = Object.keys(attributes);
  if (names.length > maxAttributes) {
    throw invalidParameter(
      `Number of message attributes [${names.length}] exceeds the allowed maximum [${maxAttributes}].`,
    );
  }
  for (const [name, attribute] of Object.entries(attributes)) checkAttribute(name, attribute);
  if (sizeOf(body, attributes) > maximumSize) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${maximumSize} bytes.`,
    );
  }
}

export function checkDelay(seconds: number | undefined): void {
  if (seconds !== undefined && (seconds < 0 || seconds > 900)) {
    throw invalidValue(seconds, 'DelaySeconds', 'DelaySeconds must be >= 0 and <= 900.');
  }
}

function checkCharacters(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML cannot carry
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u.test(text)) {
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
}

function checkAttribute(name: string, { DataType: type, StringValue, BinaryValue }: MessageAttribute): void {
  if (!/^[\w.-]{1,256}$/.test(name) || /^\.|\.$|\.\./.test(name) || /^(?:aws|amazon)\./i.test(name)) {
    throw invalidParameter(
      `Message (user) attribute name '${name}' is invalid. It can contain alphanumeric characters, hyphens, underscores and periods, must not start or end with a period or have periods in succession, and must not start with AWS. or Amazon.`,
    );
  }
  const base = /^(Binary|Number|String)(?:\..+)?$/s.exec(type)?.[1];
  if (base === undefined) {
    throw invalidParameter(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const value = base === 'Binary' ? BinaryValue : StringValue;
  if (value === undefined || value.length === 0) {
    const field = base === 'Binary' ? 'Binary' : 'String';
    throw invalidParameter(
      `The message (user) attribute '${name}' must contain a non-empty value of type '${field}'.`,
    );
  }
  if (typeof value === 'string') checkCharacters(value);
}
