import { ConfigurationError } from '../errors/configuration-error.ts';
import { DataverseError } from '../errors/dataverse-error.ts';
import { PartialFailureError } from '../multiple/partial-failure.ts';
import { TransportError, type TransportErrorCode } from '../transport/transport-error.ts';

/**
 * - `throttled`: not carried out; the service asks to wait.
 * - `away`: the service cannot be reached; it may have carried the request out.
 * - `slow`: it did not answer in time; the same.
 * - `passing`: not carried out, and may be the next time.
 * - `refused`: it is about these rows.
 * - `fatal`: it is about all that could be sent.
 */
export type Fault = 'throttled' | 'away' | 'slow' | 'passing' | 'refused' | 'fatal';

const TRANSPORT: Readonly<Partial<Record<TransportErrorCode, Fault>>> = {
  ERR_TRANSPORT_NETWORK: 'away',
  ERR_TRANSPORT_TIMEOUT: 'slow',
  ERR_TRANSPORT_TOO_LARGE: 'refused',
};

/** "Generic SQL error", the code of a deadlock: its transaction was rolled back. */
const DEADLOCK = '0x80044150';
/** Not in the environment, not allowed from here, not for this app, not for others: so is the next row. */
const ABOUT_THE_USER: ReadonlySet<string> = new Set(['0x80072560', '0x80072561', '0x80095ffc', '0x8004a110']);
const NOT_THERE: ReadonlySet<string> = new Set(['0x80040217', '0x80060891']);

export function faultOf(error: unknown): Fault {
  if (error instanceof DataverseError) return faultOfAnswer(error);
  if (error instanceof TransportError) return TRANSPORT[error.code] ?? 'fatal';
  if (error instanceof PartialFailureError) return 'refused';
  return error instanceof ConfigurationError && error.code === 'ERR_DATAVERSE_ARGUMENT' ? 'refused' : 'fatal';
}

function faultOfAnswer({ status, errorCode }: DataverseError): Fault {
  if (status === 429) return 'throttled';
  if (status === 502 || status === 503) return 'away';
  if (status === 408 || status === 504) return 'slow';
  if (status === 401 || (status >= 300 && status < 400)) return 'fatal';
  if (ABOUT_THE_USER.has(errorCode)) return 'fatal';
  return errorCode === DEADLOCK ? 'passing' : 'refused';
}

/** Whether a row with this id is there already, or another that may not be there twice. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof DataverseError && error.errorCode === '0x80040237';
}

export function isNotThere(error: unknown): boolean {
  return error instanceof DataverseError && NOT_THERE.has(error.errorCode);
}

/** A standard table was asked to delete many rows. */
export function isNotImplemented(error: unknown): boolean {
  return error instanceof DataverseError && /has not yet been implemented/i.test(error.serverMessage);
}
