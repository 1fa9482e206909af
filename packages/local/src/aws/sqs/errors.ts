import { AwsError } from '../service.ts';

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

/** `Value 11 for parameter MaxNumberOfMessages is invalid. Reason: …` */
export function invalidValue(value: unknown, parameter: string, reason: string): AwsError {
  return invalidParameter(`Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${reason}`);
}

export function queueDoesNotExist(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** What AWS has and this SQS has not; nothing is accepted and ignored. */
export function notBuilt(what: string): AwsError {
  return new AwsError('NotImplemented', `${what} (local AWS does not build this part of sqs)`, 501);
}
