import { invalidValue } from './errors.ts';
import type { MessageAttribute, MessageAttributes } from './message.ts';

/**
 * Checks the message attributes of a publish; throws ParameterValueInvalid.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 */
export function checkMessageAttributes(attributes: MessageAttributes): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    checkName(name);
    checkValue(name, attribute);
  }
}

function checkName(name: string): void {
  if (name === '' || Buffer.byteLength(name) > 256) {
    throw invalidValue('Length of message attribute name must be less than 256 bytes.');
  }
  const strange = /[^\w.-]/u.exec(name)?.[0];
  if (strange !== undefined) {
    const code = (strange.codePointAt(0) ?? 0).toString(16).toUpperCase();
    throw invalidValue(
      `Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  }
  if (name.startsWith('.'))
    throw invalidValue("Invalid message attribute name starting with character '.' was found.");
  if (name.endsWith('.'))
    throw invalidValue("Invalid message attribute name ending with character '.' was found.");
  if (name.includes('..'))
    throw invalidValue("Message attribute name can not have successive '.' character.");
}

function checkValue(
  name: string,
  { DataType: type, StringValue: text, BinaryValue: bytes }: MessageAttribute,
): void {
  const base = /^(Binary|Number|String)(?:\..+)?$/s.exec(type)?.[1];
  if (base === undefined) {
    throw invalidValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const field = base === 'Binary' ? 'Binary' : 'String';
  const [own, other] = field === 'Binary' ? [bytes, text] : [text, bytes];
  if (own === undefined && other !== undefined && other.length > 0) {
    throw invalidValue(`The message attribute '${name}' with type '${type}' must use field '${field}'.`);
  }
  if (own === undefined || own.length === 0) {
    throw invalidValue(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    );
  }
  if (base === 'Number' && !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text ?? '')) {
    throw invalidValue(`Could not cast message attribute '${name}' value to number.`);
  }
}
