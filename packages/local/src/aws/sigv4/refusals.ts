import { AwsError } from '../service.ts';
import type { ServiceTable } from '../wire/table.ts';

/** Why a signature is refused. */
export type SignatureFault =
  | 'missing'
  | 'incomplete'
  | 'unknown-key'
  | 'wrong-signature'
  | 'out-of-time'
  | 'presigned-expired'
  | 'wrong-token'
  | 'expired-token'
  | 'wrong-scope';

type Family = 'query' | 'json' | 'rest-json' | 's3';
type Answer = readonly [code: string, status: number, words?: string];

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const S3_MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
const INVALID_TOKEN = 'The security token included in the request is invalid.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';

/** Code, status and words of each family. Without words, the fault's own detail is the message. */
const ANSWERS: Readonly<Record<Family, Readonly<Record<SignatureFault, Answer>>>> = {
  query: {
    missing: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    incomplete: ['IncompleteSignature', 400],
    'unknown-key': ['InvalidClientTokenId', 403, INVALID_TOKEN],
    'wrong-signature': ['SignatureDoesNotMatch', 403, MISMATCH],
    'out-of-time': ['SignatureDoesNotMatch', 403],
    'presigned-expired': ['RequestExpired', 400, 'Request has expired.'],
    'wrong-token': ['InvalidClientTokenId', 403, INVALID_TOKEN],
    'expired-token': ['ExpiredToken', 403, EXPIRED_TOKEN],
    'wrong-scope': ['SignatureDoesNotMatch', 403],
  },
  json: {
    missing: ['MissingAuthenticationTokenException', 400, 'Request is missing Authentication Token'],
    incomplete: ['IncompleteSignatureException', 400],
    'unknown-key': ['UnrecognizedClientException', 400, INVALID_TOKEN],
    'wrong-signature': ['InvalidSignatureException', 400, MISMATCH],
    'out-of-time': ['InvalidSignatureException', 400],
    'presigned-expired': ['RequestExpired', 400, 'Request has expired.'],
    'wrong-token': ['UnrecognizedClientException', 400, INVALID_TOKEN],
    'expired-token': ['ExpiredTokenException', 400, EXPIRED_TOKEN],
    'wrong-scope': ['InvalidSignatureException', 400],
  },
  'rest-json': {
    missing: ['MissingAuthenticationTokenException', 403, 'Missing Authentication Token'],
    incomplete: ['IncompleteSignatureException', 403],
    'unknown-key': ['UnrecognizedClientException', 403, INVALID_TOKEN],
    'wrong-signature': ['InvalidSignatureException', 403, MISMATCH],
    'out-of-time': ['InvalidSignatureException', 403],
    'presigned-expired': ['RequestExpired', 400, 'Request has expired.'],
    'wrong-token': ['UnrecognizedClientException', 403, INVALID_TOKEN],
    'expired-token': ['ExpiredTokenException', 403, EXPIRED_TOKEN],
    'wrong-scope': ['InvalidSignatureException', 403],
  },
  s3: {
    missing: ['AccessDenied', 403, 'Access Denied'],
    incomplete: ['AuthorizationHeaderMalformed', 400],
    'unknown-key': [
      'InvalidAccessKeyId',
      403,
      'The AWS Access Key Id you provided does not exist in our records.',
    ],
    'wrong-signature': ['SignatureDoesNotMatch', 403, S3_MISMATCH],
    'out-of-time': [
      'RequestTimeTooSkewed',
      403,
      'The difference between the request time and the current time is too large.',
    ],
    'presigned-expired': ['AccessDenied', 403, 'Request has expired'],
    'wrong-token': ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
    'expired-token': ['ExpiredToken', 400, 'The provided token has expired.'],
    'wrong-scope': ['AuthorizationHeaderMalformed', 400],
  },
};

/** SQS keeps the codes of its query days, whichever protocol it is asked in. */
function familyOf(table: ServiceTable): Family {
  if (table.protocol === 'restXml') return 's3';
  if (table.protocol === 'restJson1') return 'rest-json';
  return table.protocol === 'awsQuery' || table.queryCompatible ? 'query' : 'json';
}

/** The refusal of a signature in the service's own code, status and words. */
export function signatureRefusal(
  table: ServiceTable,
  fault: SignatureFault,
  detail = '',
  members: Readonly<Record<string, unknown>> = {},
): AwsError {
  const family = familyOf(table);
  const [code, status, words] = ANSWERS[family][fault];
  return new AwsError(code, words ?? detail, status, family === 's3' ? members : {});
}
