export type { MessageErrorCode } from './errors.ts';
export { MessageError } from './errors.ts';
export type { Logger } from './logger.ts';
export { jsonLogger } from './logger.ts';
export type { LambdaContext, SnsEvent, SnsEventRecord } from './sns-event.ts';
export type { SnsHandlerOptions, SnsMessageContext } from './sns-handler.ts';
export { snsHandler } from './sns-handler.ts';
export { stableId } from './stable-id.ts';
export type { StandardSchema } from './standard-schema.ts';
