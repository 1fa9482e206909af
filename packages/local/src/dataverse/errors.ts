import type { Table } from './metadata/model.ts';
import type { Unconfirmed } from './unconfirmed.ts';

/** A refusal on its way to the wire. */
export class DataverseError extends Error {
  override readonly name = 'DataverseError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

const refuse = (status: number, code: string, message: string) => new DataverseError(status, code, message);

/** The real service may well do it; this one says that it does not. */
export const notBuilt = (what: string) =>
  refuse(501, 'NotSupportedByLocalService', `${what} is not supported by the local Dataverse service.`);

export const notMember = () => refuse(403, '0x80072560', 'The user is not a member of the organization.');
export const disabled = (words: Unconfirmed['disabledWords']) => refuse(403, '0x80040225', words);

export function rowNotFound(
  table: Table,
  id: string,
  words: Unconfirmed['rowNotFoundWords'],
): DataverseError {
  const name = {
    'schema-name': table.schemaName,
    'logical-name': table.name,
    'entity-prefix': `Entity '${table.name}'`,
  }[words];
  return refuse(404, '0x80040217', `${name} With Id = ${id} Does Not Exist`);
}

export const keyNotFound = (table: Table) =>
  refuse(404, '0x80060891', `A record with the specified key values does not exist in ${table.name} entity`);

export const unknownSegment = (segment: string, code: string) =>
  refuse(404, code, `Resource not found for the segment '${segment}'.`);

export const unknownProperty = (property: string, table: Table, code: string) =>
  refuse(
    400,
    code,
    `Could not find a property named '${property}' on type 'Microsoft.Dynamics.CRM.${table.name}'.`,
  );

export const unknownBodyProperty = (property: string, table: Table, code: string) =>
  refuse(
    400,
    code,
    `An error occurred while validating input parameters: Microsoft.Crm.CrmException: Invalid property '${property}' was found in entity 'Microsoft.Dynamics.CRM.${table.name}'. ---> Microsoft.OData.ODataException: Does not support untyped value in non-open type.`,
  );

export const badPayload = (table: Table, inner: string) =>
  refuse(
    400,
    '0x80048d19',
    `Error identified in Payload provided by the user for Entity :'${table.entitySet}'  ---->  InnerException : Microsoft.OData.ODataException: ${inner}`,
  );

export const badBind = (property: string, table: Table) =>
  badPayload(
    table,
    `An undeclared property '${property}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.`,
  );

export const unsupportedOption = (option: string) =>
  refuse(400, '0x80060888', `The query parameter ${option} is not supported`);

export const badQuery = (message: string, code = '0x80060888') => refuse(400, code, message);

export const badKey = (table: Table) =>
  badQuery(
    `The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.${table.name}'. Ensure that the names and number of key properties match the declared or alternate key properties for the resource 'Microsoft.Dynamics.CRM.${table.name}'.`,
  );

export const tooManyConditions = () =>
  refuse(400, '0x8004430c', 'Number of conditions in query exceeded maximum limit.');
export const tooManyLinks = () =>
  refuse(400, '0x8004430d', 'Number of link entities in query exceeded maximum limit.');
export const badPagingCookie = () => refuse(400, '0x8004112a', 'Invalid page number in paging cookie.');

export const tooLong = (table: Table, column: string, most: number) =>
  refuse(
    400,
    '0x80044331',
    `A validation error occurred.  The length of the '${column}' attribute of the '${table.name}' entity exceeded the maximum allowed length of '${most}'.`,
  );
export const outOfRange = () =>
  refuse(
    400,
    '0x80044330',
    'A validation error occurred. A decimal value provided is outside of the allowed values for this attribute.',
  );
export const choiceOutOfRange = () => refuse(400, '0x8004431a', 'The picklist value is out of the range.');
export const badState = () =>
  refuse(
    400,
    '0x80048408',
    'State code is invalid or state code is valid but status code is invalid for a specified state code.',
  );
export const requiredMissing = () => refuse(400, '0x80040200', 'Required field missing.');
export const invalidArgument = () => refuse(400, '0x80040203', 'Invalid argument.');
export const unexpected = () => refuse(400, '0x80040216', 'An unexpected error occurred.');

export const versionMismatch = () =>
  refuse(
    412,
    '0x80060882',
    "The version of the existing record doesn't match the RowVersion property provided.",
  );
export const duplicateRow = () =>
  refuse(412, '0x80040237', 'A record with matching key values already exists.');
export const duplicateKey = (columns: readonly string[]) =>
  refuse(
    412,
    '0x80060892',
    `Entity Key ${columns.join(',')} violated. A record with the same value for ${columns.join(', ')} already exists. A duplicate record cannot be created. Select one or more unique values and try again.`,
  );
export const stillAssociated = () =>
  refuse(
    405,
    '0x80040227',
    'The object you tried to delete is associated with another object and cannot be deleted.',
  );
export const wrongVerb = (method: string) =>
  refuse(405, '', `The requested resource does not support http method '${method}'.`);
export const noSuchResource = (url: string) =>
  refuse(404, '', `No HTTP resource was found that matches the request URI '${url}'.`);
export const invalidDepth = () => refuse(400, '0x8004140b', 'Invalid privilege depth.');
export const actOnBehalfDenied = () =>
  refuse(403, '0x8004a110', 'User does not have the privilege to act on behalf another user.');
