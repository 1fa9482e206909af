import { AwsError } from '../service.ts';
import type { ServiceTable } from '../wire/table.ts';
import type { Claim } from './authorization.ts';
import { signatureRefusal } from './refusals.ts';

const WEEK = 604_800;
const PARAMETERS =
  'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, ' +
  'X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.';

/**
 * Refuses a presigned URL whose time of validity is no time, or more than a week.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function checkExpires({ kind, expires }: Claim, table: ServiceTable): void {
  if (kind !== 'presigned') return;
  const s3 = table.service === 's3';
  const words = expires === undefined ? (s3 ? PARAMETERS : undefined) : fault(expires);
  if (words === undefined) return;
  throw s3
    ? new AwsError('AuthorizationQueryParametersError', words)
    : signatureRefusal(table, 'incomplete', words);
}

function fault(expires: number): string | undefined {
  if (Number.isNaN(expires)) return 'X-Amz-Expires should be a number';
  if (expires < 0) return 'X-Amz-Expires must be non-negative';
  if (expires <= WEEK) return undefined;
  return `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${WEEK} seconds`;
}
