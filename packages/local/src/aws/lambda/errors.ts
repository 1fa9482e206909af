import { AwsError } from '../service.ts';

/** Lambda's errors carry whose fault they are. */
const USER = { Type: 'User' };

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, 400, USER);
}

/** The refusal of a setting that is modelled but does not exist here. */
export function notBuilt(what: string): AwsError {
  return invalidParameter(`${what} is not built in local AWS.`);
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404, USER);
}

export function functionNotFound(arn: string): AwsError {
  return notFound(`Function not found: ${arn}`);
}

export function conflict(message: string): AwsError {
  return new AwsError('ResourceConflictException', message, 409, USER);
}

export function revisionMismatch(): AwsError {
  return new AwsError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    412,
    USER,
  );
}

/** A limit that the API model leaves to the service. */
export function outOfRange(member: string, value: number, limit: number): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value less than or equal to ${limit}`,
  );
}
