import type { AwsError } from '../../service.ts';

/** A service's refusal of a call that a handler made. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly service: string;
  readonly status: number;

  constructor(service: string, cause: AwsError) {
    super(cause.message, { cause });
    this.service = service;
    this.code = cause.code;
    this.status = cause.status;
  }
}

/** Services as their SDK names them. */
const SDK_NAMES: Readonly<Record<string, string>> = {
  sns: 'Sns',
  sqs: 'Sqs',
  lambda: 'Lambda',
  iam: 'Iam',
  'cloudwatch-logs': 'CloudWatchLogs',
  s3: 'S3',
};

/** The name of a service in `(Service: Lambda, Status Code: 403, …)`. */
export function sdkName(table: string): string {
  return SDK_NAMES[table] ?? table;
}

/** Whether the error says that the thing is not there. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof ServiceError &&
    /NotFound|NoSuch|NonExistent|DoesNotExist|NotExist/.test(error.code) &&
    !/NoSuchUpload/.test(error.code)
  );
}

/** Runs a removal; that there was nothing to remove is success. */
export async function unlessMissing(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** What a lookup found, or undefined where there is nothing. */
export async function found<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The refusal of a name that something else has, for services that would answer with that something. */
export class AlreadyExistsError extends Error {
  override readonly name = 'AlreadyExistsError';
  readonly code = 'AlreadyExists';

  constructor(type: string, identifier: string) {
    super(`Resource of type '${type}' with identifier '${identifier}' already exists.`);
  }
}
