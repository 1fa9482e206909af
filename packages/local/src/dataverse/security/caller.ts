import {
  actOnBehalfDenied,
  DataverseError,
  disabled,
  invalidArgument,
  notBuilt,
  notMember,
  rowNotFound,
} from '../errors.ts';
import { isGuid } from '../metadata/ids.ts';
import type { Organization } from '../organization.ts';
import { findRow, findRows } from '../store/rows.ts';
import type { StoredRow } from '../store/store.ts';
import type { Asked } from './asked.ts';
import { missingPrivilege } from './messages.ts';
import { describe, nameOfPrincipal, type Principal, principalOf, widest } from './principal.ts';
import type { VerifiedToken } from './token.ts';

/** Who calls, and as whom. */
export interface Caller {
  readonly application: Principal;
  /** The application user itself, or the person it acts for. */
  readonly acting: Principal;
  readonly impersonating: boolean;
}

/** `user Adele (through # video-pipeline)`, as the trail names principals. */
export const callerName = ({ application, acting, impersonating }: Caller): string =>
  impersonating
    ? `${nameOfPrincipal(acting)} (through ${application.fullName})`
    : nameOfPrincipal(application);

/** Finds the application user of a token. Refuses with 0x80072560 when there is none, 0x80040225 when it is disabled. */
export function signIn(org: Organization, token: VerifiedToken, asked: Asked): Principal {
  const table = org.tables.systemUser;
  const users = findRows(org.store, table, { applicationid: token.appId });
  const user = users.find((row) => row['deletedstate'] !== 1) ?? users[0];
  const question = { principal: `app ${token.appId}`, action: 'sign-in', resource: org.origin };
  if (user === undefined) {
    const error = notMember();
    asked.refuse({ ...question, decidedBy: `no application user with applicationid ${token.appId}` }, error);
    throw error;
  }
  const principal = principalOf(org.store, user);
  if (user['isdisabled'] === 1) {
    const error = disabled(org.unconfirmed.disabledWords);
    asked.refuse({ ...question, decidedBy: `${describe(principal)} (${principal.id}) is disabled` }, error);
    throw error;
  }
  asked.allow({ ...question, decidedBy: `${describe(principal)} (${principal.id})` });
  return principal;
}

interface Header {
  readonly name: 'CallerObjectId' | 'MSCRMCallerID';
  readonly column: 'azureactivedirectoryobjectid' | 'systemuserid';
  readonly value: string;
}

function impersonationHeader(headers: Headers): Header | undefined {
  const objectId = headers.get('CallerObjectId');
  const userId = headers.get('MSCRMCallerID');
  // Which of the two would win is not published; running as the wrong person must not be a guess.
  if (objectId !== null && userId !== null) throw notBuilt('CallerObjectId together with MSCRMCallerID');
  if (objectId !== null)
    return { name: 'CallerObjectId', column: 'azureactivedirectoryobjectid', value: objectId.trim() };
  if (userId !== null) return { name: 'MSCRMCallerID', column: 'systemuserid', value: userId.trim() };
  return undefined;
}

function findTarget(org: Organization, header: Header): StoredRow | undefined {
  const table = org.tables.systemUser;
  const id = header.value.toLowerCase();
  if (header.column === 'systemuserid') return findRow(org.store, table, id);
  return findRows(org.store, table, { azureactivedirectoryobjectid: id })[0];
}

function unknownTarget(org: Organization, header: Header): DataverseError | undefined {
  if (!isGuid(header.value)) {
    return org.unconfirmed.impersonatedMalformed === 'ignored' ? undefined : invalidArgument();
  }
  switch (org.unconfirmed.impersonatedUnknown) {
    case 'ignored':
      return undefined;
    case '400-0x80041d1f':
      return new DataverseError(400, '0x80041d1f', `The user Id(s) [${header.value}] is invalid.`);
    default:
      return rowNotFound(org.tables.systemUser, header.value, org.unconfirmed.rowNotFoundWords);
  }
}

/** Applies `CallerObjectId` or `MSCRMCallerID`. Refuses without prvActOnBehalfOfAnotherUser (0x8004a110). */
export function actAs(org: Organization, application: Principal, headers: Headers, asked: Asked): Caller {
  const alone: Caller = { application, acting: application, impersonating: false };
  const header = impersonationHeader(headers);
  if (header === undefined) return alone;
  const own = header.column === 'systemuserid' ? application.id : application.objectId;
  if (header.value.toLowerCase() === own) return alone;

  const privilege = org.catalogue.byName('prvActOnBehalfOfAnotherUser');
  const grant = privilege && widest(application, privilege.id);
  const question = {
    principal: nameOfPrincipal(application),
    action: 'prvActOnBehalfOfAnotherUser',
    resource: `${header.name} ${header.value}`,
  };
  if (privilege && grant === undefined) {
    const error =
      org.unconfirmed.impersonationDenied === '0x8004a110'
        ? actOnBehalfDenied()
        : missingPrivilege(org, application, alone, privilege, org.tables.systemUser);
    asked.refuse({ ...question, decidedBy: `no role of ${describe(application)} holds it` }, error);
    throw error;
  }
  const by = `role "${grant?.role}" (${grant?.depth}) of ${describe(application)}`;
  const target = isGuid(header.value) ? findTarget(org, header) : undefined;
  if (target === undefined) {
    const error = unknownTarget(org, header);
    if (error === undefined) return alone;
    asked.refuse(
      { ...question, decidedBy: `${by}, but no user has the ${header.column} ${header.value}` },
      error,
    );
    throw error;
  }
  const acting = principalOf(org.store, target);
  if (target['isdisabled'] === 1) {
    const error = disabled(org.unconfirmed.disabledWords);
    asked.refuse({ ...question, decidedBy: `${by}, but ${describe(acting)} is disabled` }, error);
    throw error;
  }
  asked.allow({ ...question, decidedBy: by });
  return { application, acting, impersonating: true };
}
