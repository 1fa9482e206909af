import { AwsError } from '../service.ts';
import type { ServiceTable } from '../wire/table.ts';

/** An operation that the service does not have, in the service's own form. */
export function unknownOperation(table: ServiceTable, operation: string): AwsError {
  if (table.protocol === 'awsQuery') {
    return new AwsError(
      'InvalidAction',
      `Could not find operation ${operation} for version ${table.version}`,
    );
  }
  if (table.protocol === 'restXml') {
    return new AwsError(
      'MethodNotAllowed',
      'The specified method is not allowed against this resource.',
      405,
    );
  }
  const status = table.protocol === 'restJson1' ? 404 : 400;
  return new AwsError('UnknownOperationException', `Unknown operation ${operation}`.trim(), status);
}

/** An operation that AWS has and that is not built here: the same form, and it says so. */
export function notBuilt(table: ServiceTable, operation: string): AwsError {
  const remark = `(local AWS does not build ${table.service}:${operation})`;
  if (table.protocol === 'restXml') {
    const words = 'A header or query you provided implies functionality that is not implemented.';
    return new AwsError('NotImplemented', `${words} ${remark}`, 501);
  }
  const refusal = unknownOperation(table, operation);
  return new AwsError(refusal.code, `${refusal.message} ${remark}`, refusal.status);
}
