import { AwsError } from '../service.ts';
import { scopeService } from '../sigv4/authorization.ts';
import type { WireRequest } from '../wire/request.ts';
import type { ServiceTable } from '../wire/table.ts';

/** What Lambda takes for a function's code with its zip in base64; no other request needs as much. */
const MAX_REQUEST = 70_167_211;
/** S3 itself takes 5 GB at once; here objects live in memory. */
const MAX_OBJECT = 256 * 1024 * 1024;

/** How long the body of a request may be, known from its head. Unsigned requests will be refused anyway. */
export function bodyLimit(head: WireRequest): number {
  return scopeService(head) === 's3' ? MAX_OBJECT : MAX_REQUEST;
}

/** The refusal of a request whose body could not be read. */
export function bodyRefusal(
  table: ServiceTable,
  operation: string | undefined,
  fault: NonNullable<WireRequest['fault']>,
): AwsError {
  if (fault === 'broken-off') {
    return new AwsError('IncompleteBody', 'The request body terminated unexpectedly', 400);
  }
  if (table.protocol === 'restXml') {
    const words = 'Your proposed upload exceeds the maximum allowed size';
    return new AwsError('EntityTooLarge', words, 400, { MaxSizeAllowed: MAX_OBJECT });
  }
  const what = operation === undefined ? '' : ` for the ${operation} operation`;
  const words = `Request must be smaller than ${MAX_REQUEST} bytes${what}`;
  return new AwsError('RequestEntityTooLargeException', words, 413);
}
