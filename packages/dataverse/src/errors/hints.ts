import type { MissingPrivilege } from './privilege.ts';

const THROTTLED =
  'Service protection. Send less at once from this user, or wait as long as Retry-After says.';

const WRONG_SET = 'Entity set names are case-sensitive plurals: accounts, not Account.';
const WRONG_LOOKUP =
  'The body names a lookup that the table does not have. Lookups are set by navigation property, case matters: "parentcustomerid_account@odata.bind".';

/** Cause and fix by the service's own code. */
const HINTS: Readonly<Record<string, string>> = {
  '0x80072560':
    'The token is good, but this environment has no user for the app. Create the application user (systemusers with applicationid) and give it a security role.',
  '0x80095ffc':
    "An administrator restricts which apps may call this environment. Have this app's id allowed in the environment's settings.",
  '0x80072561':
    'A location rule of the administrator refuses this place. Allow the egress address of this server.',
  '0x80040225':
    'The user is disabled: the application user itself, or the one acted for. Set isdisabled to false.',
  '0x80042f09': 'The user has no security role. Assign one.',
  '0x8004d24b': 'The person has no licence. Application users need none; people do.',
  '0x8004a110':
    'The application user may not act for others. It needs prvActOnBehalfOfAnotherUser: assign the role "Delegate".',
  '0x8004ed43':
    'prvActOnBehalfOfAnotherUser cannot be put into a role this way. Assign the role "Delegate" instead.',
  '0x80048306':
    'The privilege is held, but this row is out of its reach. Widen the depth in the role, or share the row.',
  '0x80040299': 'The user or team that is to own the row may not read its table. Give it a role that may.',
  '0x80040217': 'There is no such row, or it has been deleted.',
  '0x80060882': 'The row has changed since its etag was read. Read it again, then decide.',
  '0x80040237': 'A row with this id exists already.',
  '0x80060892': 'A row with this alternate key exists already. Use upsert to write it.',
  '0x80072322': THROTTLED,
  '0x80072321': THROTTLED,
  '0x80072326': THROTTLED,
  '0x8005f103': THROTTLED,
};

export interface Refusal {
  readonly status: number;
  readonly errorCode: string;
  readonly serverMessage: string;
  readonly privilege: MissingPrivilege | undefined;
  readonly actingFor: string | undefined;
  readonly isRepeated: boolean;
}

/** What to do about it, when that is known. */
export function hintFor(refusal: Refusal): string | undefined {
  const { status, errorCode, serverMessage, privilege, actingFor } = refusal;
  if (privilege !== undefined) return privilegeHint(privilege);
  if (errorCode === '0x80040220') {
    return /does not have \w+ right\(s\) for record/i.test(serverMessage)
      ? HINTS['0x80048306']
      : 'A security role of the user lacks a privilege. The message names it.';
  }
  if (
    errorCode === '0x80040217' &&
    actingFor !== undefined &&
    serverMessage.toLowerCase().includes(actingFor)
  ) {
    return 'The user to act for does not exist in this environment. as(id) takes a systemuserid; for an Entra object id use as({ entraObjectId }).';
  }
  if (errorCode === '0x80060882' && refusal.isRepeated) {
    return 'The answer to an earlier try was lost, and that try may itself have changed the row. Read it again, then decide.';
  }
  const known = HINTS[errorCode];
  if (known !== undefined) return known;
  if (/Resource not found for the segment/i.test(serverMessage)) return WRONG_SET;
  if (/An undeclared property '[^']*' which only has property annotations/i.test(serverMessage))
    return WRONG_LOOKUP;
  if (status >= 300 && status < 400) {
    return 'The service redirected, likely to a sign-in page; that is not followed with a token. Check the environment URL.';
  }
  return undefined;
}

function privilegeHint(privilege: MissingPrivilege): string {
  const { name, principalType = 'user', principalId, callerId, depth, roleCount } = privilege;
  if (/^prvActOnBehalfOfAnotherUser$/i.test(name)) return HINTS['0x8004a110'] ?? '';
  const who = principalId === undefined ? `the ${principalType}` : `${principalType} ${principalId}`;
  if (roleCount === 0) return `Assign a security role to ${who}: it has none.`;
  const grant = `Give ${name}${depth === undefined ? '' : ` at depth ${depth} or wider`} to a security role of ${who}.`;
  const isOther = principalId !== undefined && callerId !== undefined && principalId !== callerId;
  const note = isOther
    ? ` That is not the caller (${callerId}): look at the owner-to-be or at impersonation.`
    : '';
  return `${grant}${note} When acting for another user, both need it.`;
}
