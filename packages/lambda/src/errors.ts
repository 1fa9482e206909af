/**
 * `ERR_LAMBDA_EVENT`: the function was not invoked by SNS.
 * `ERR_LAMBDA_MESSAGE_JSON`: the message is not JSON.
 * `ERR_LAMBDA_MESSAGE_INVALID`: the message does not match the schema; `issues` say where.
 */
export type MessageErrorCode = 'ERR_LAMBDA_EVENT' | 'ERR_LAMBDA_MESSAGE_JSON' | 'ERR_LAMBDA_MESSAGE_INVALID';

/** What is wrong with an incoming event. The message's own text is never repeated: it may be personal. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
  readonly code: MessageErrorCode;
  /** Id that SNS gave the message, if it got that far. */
  readonly messageId: string | undefined;
  /** `path: problem`, one per fault the schema found. */
  readonly issues: readonly string[];

  constructor(
    code: MessageErrorCode,
    message: string,
    details: { messageId?: string; issues?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.messageId = details.messageId;
    this.issues = details.issues ?? [];
  }
}
