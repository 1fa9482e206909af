import { AwsError, type Call } from '../service.ts';
import { invalidParameter, notFound } from './errors.ts';

/** A function as a request names it. */
export interface FunctionReference {
  readonly name: string;
  /** ARN without qualifier. */
  readonly arn: string;
  /** From the name or from the request's own member; undefined where there is none. */
  readonly qualifier?: string;
}

const PATTERN =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?';
const FORM = new RegExp(`^${PATTERN}$`);

/**
 * Reads `name`, `name:qualifier`, a partial ARN or an ARN. Fails with `ValidationException`,
 * `InvalidParameterValueException` where name and `Qualifier` disagree, `ResourceNotFoundException` for
 * another region, and `AccessDeniedException` for another account.
 */
export function parseFunctionName(
  input: { readonly FunctionName: string; readonly Qualifier?: string },
  call: Pick<Call, 'region' | 'accountId'>,
  partition: string,
): FunctionReference {
  const match = FORM.exec(input.FunctionName);
  const name = match?.[11];
  if (match === null || name === undefined) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${input.FunctionName}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${PATTERN}`,
    );
  }
  const region = match[3]?.slice(0, -1) ?? call.region;
  const accountId = match[9]?.slice(0, -1) ?? call.accountId;
  if (region !== call.region) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${call.region}')`);
  }
  // AWS gives this refusal no message.
  if (accountId !== call.accountId) throw new AwsError('AccessDeniedException', '', 403);

  const derived = match[13];
  if (derived !== undefined && input.Qualifier !== undefined && derived !== input.Qualifier) {
    throw invalidParameter(
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  const qualifier = derived ?? input.Qualifier;
  const arn = functionArn(partition, region, accountId, name);
  return qualifier === undefined ? { name, arn } : { name, arn, qualifier };
}

function functionArn(partition: string, region: string, accountId: string, name: string): string {
  return `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
}

/** The ARN with its qualifier, if it has one. */
export function qualifiedArn(reference: FunctionReference): string {
  return reference.qualifier === undefined ? reference.arn : `${reference.arn}:${reference.qualifier}`;
}
