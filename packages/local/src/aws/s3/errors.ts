import { AwsError } from '../service.ts';

export function noSuchBucket(bucket: string): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket });
}

export function noSuchKey(key: string): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
}

/** What HEAD answers: it has no body that could say more. */
export function notFound(): AwsError {
  return new AwsError('NotFound', 'Not Found', 404);
}

export function preconditionFailed(condition: string): AwsError {
  const words = 'At least one of the pre-conditions you specified did not hold';
  return new AwsError('PreconditionFailed', words, 412, { Condition: condition });
}

export function invalidArgument(message: string, name: string, value: unknown): AwsError {
  return new AwsError('InvalidArgument', message, 400, { ArgumentName: name, ArgumentValue: String(value) });
}

export function accessDenied(message = 'Access Denied'): AwsError {
  return new AwsError('AccessDenied', message, 403);
}

/** What AWS has and this S3 has not; nothing is accepted and ignored. */
export function notBuilt(what: string): AwsError {
  const words = 'A header or query you provided implies functionality that is not implemented.';
  return new AwsError('NotImplemented', `${words} (local AWS does not build ${what} of s3)`, 501);
}

/** Refuses the members of an input that would only be ignored. */
export function refuseUnbuilt(input: object, members: readonly string[]): void {
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined && members.includes(name)) throw notBuilt(name);
  }
}
