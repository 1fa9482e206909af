import type { Connection } from './connection.ts';
import { unreadable } from './errors/answer.ts';
import { badArgument } from './errors/configuration-error.ts';
import { UserLookupError } from './errors/user-lookup-error.ts';
import { type Guid, guid } from './odata/literal.ts';
import { DataverseTable } from './table/table.ts';

/** By what a user is looked up: one of these. */
export type UserCriterion =
  | { readonly email: string; readonly applicationId?: never; readonly entraObjectId?: never }
  | { readonly applicationId: string; readonly email?: never; readonly entraObjectId?: never }
  | { readonly entraObjectId: string; readonly email?: never; readonly applicationId?: never };

/** A row of `systemusers`, in the wire's spelling. */
export interface SystemUser {
  readonly systemuserid: string;
  readonly fullname: string | null;
  readonly internalemailaddress: string | null;
  readonly isdisabled: boolean;
}

export async function findUser(connection: Connection, criterion: UserCriterion): Promise<SystemUser> {
  const [column, value] = comparison(criterion);
  const query = new DataverseTable(connection, 'systemusers')
    .select('systemuserid', 'fullname', 'internalemailaddress', 'isdisabled')
    .filter((f) => f.eq(column, value));
  const users = (await query.all()) as SystemUser[]; // the columns that were selected
  const ids = users.map((user) => Object(user).systemuserid as unknown);
  if (!ids.every((id) => typeof id === 'string')) {
    const outgoing = { method: 'GET', url: `${connection.environment.apiRoot}systemusers` } as const;
    throw unreadable({ status: 200, headers: {} }, outgoing, 'with a row that is no user');
  }
  const [user] = users;
  if (user !== undefined && users.length === 1) return user;
  throw new UserLookupError(column, String(value), ids);
}

function comparison(criterion: UserCriterion): readonly [column: string, value: string | Guid] {
  const given = Object.values(criterion).filter((value) => value !== undefined);
  if (given.length !== 1) throw badArgument('findUser(): give one of email, applicationId, entraObjectId.');
  const { email, applicationId, entraObjectId } = criterion;
  if (applicationId !== undefined) return ['applicationid', guid(applicationId)];
  if (entraObjectId !== undefined) return ['azureactivedirectoryobjectid', guid(entraObjectId)];
  if (typeof email !== 'string' || email.trim() === '') throw badArgument('findUser(): email is blank.');
  return ['internalemailaddress', email];
}
