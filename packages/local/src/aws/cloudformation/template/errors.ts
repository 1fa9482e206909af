import { AwsError } from '../../service.ts';

/** The error that nearly every refusal of CloudFormation is. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

export function formatError(message: string): AwsError {
  return validationError(`Template format error: ${message}`);
}

export function templateError(message: string): AwsError {
  return validationError(`Template error: ${message}`);
}

/** The refusal of something that CloudFormation has and local CloudFormation has not. */
export function notBuilt(what: string): AwsError {
  return validationError(`${what} is not built in local CloudFormation.`);
}
