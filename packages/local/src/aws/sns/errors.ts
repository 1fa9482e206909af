import { AwsError } from '../service.ts';

/** `InvalidParameter`, which begins all its messages alike. */
export function invalidParameter(what: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter: ${what}`);
}

/** `ParameterValueInvalid`, which SNS answers for message attributes. */
export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

export function topicNotFound(): AwsError {
  return new AwsError('NotFoundException', 'Topic does not exist', 404);
}

export function subscriptionNotFound(): AwsError {
  return new AwsError('NotFoundException', 'Subscription does not exist', 404);
}

/** What AWS has and this SNS has not; nothing is accepted and ignored. */
export function notBuilt(what: string): AwsError {
  return new AwsError('NotImplemented', `${what} (local AWS does not build this part of sns)`, 501);
}
