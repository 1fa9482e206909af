import type { MissingPrivilege } from './privilege.ts';

const THROTTLED =
  'Service protection. Send less at once from this user, or wait as long as Retry-After says.';

const WRONG_SET = 'Entity set names are case-sensitive plurals: accounts, not Account.';
const WRONG_LOOKUP =
  'The body names a lookup that the table does not have. Lookups are set by navigation property, case matters: "parentcustomerid_account@odata.bind".';

const COLUMN_SECURITY = 'The column is secured. Add the user to a column security profile that allows this.';
const TOO_COMPLEX = 'The query is too complex for the service. Split it.';
const UNEXPECTED =
  'The service failed inside, or in a plug-in that says nothing. Look into the plug-in trace log; give the request id to support.';
const BAD_BODY =
  'The body does not fit the table. Column names are lower case, lookups are set as "nav@odata.bind", case matters.';

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
  '0x8004f504': COLUMN_SECURITY,
  '0x8004f507': COLUMN_SECURITY,
  '0x8004f502': COLUMN_SECURITY,
  '0x8006088a': WRONG_SET,
  '0x80048d19': BAD_BODY,
  '0x80060888': 'The service does not take this query, key or id. The message says which part.',
  '0x80040217': 'There is no such row, or it has been deleted.',
  '0x80060891': 'No row has this alternate key.',
  '0x80060882': 'The row has changed since its etag was read. Read it again, then decide.',
  '0x8006088d':
    'The table does not support ETags. Enable optimistic concurrency for it, or leave ifMatch out.',
  '0x80040237': 'A row with this id exists already.',
  '0x80060892': 'A row with this alternate key exists already. Use upsert to write it.',
  '0x80040333':
    'A duplicate detection rule found a like row. Leave detectDuplicates out to write it all the same.',
  '0x80044331': 'The text is longer than the column. The message names both.',
  '0x80044330': 'The number is out of the range of the column.',
  '0x8004431a': 'The choice has no option with this value.',
  '0x80048408':
    'The statuscode does not belong to the statecode. Set the two together, as the table pairs them.',
  '0x80040200': 'A required column is missing.',
  '0x80040203': 'An argument cannot be right. The message may name it.',
  '0x80040227': 'Other rows depend on this one. Delete or relink them first.',
  '0x8004022e': 'The row is read-only, perhaps because it is inactive.',
  '0x80040265': "A plug-in refused it; the words are the plug-in's.",
  '0x80040216': UNEXPECTED,
  '0x80040224': UNEXPECTED,
  '0x80044150': 'The database failed, perhaps by a deadlock. Try again; send less at once if it stays.',
  '0x80044151':
    'The query took too long. Filter by indexed columns, select fewer columns, ask for smaller pages.',
  '0x8004e023': 'Aggregates take 50,000 rows at most. Filter, or aggregate in parts.',
  '0x8004430c': TOO_COMPLEX,
  '0x8004430d': TOO_COMPLEX,
  '0x8004430e': TOO_COMPLEX,
  '0x8004112a': 'The paging cookie is not of this query. Start again at the first page.',
  '0x80041102': 'FetchXML names a table that is not there. It takes logical names: account, not accounts.',
  '0x80041103': 'FetchXML names a column that the table does not have.',
  '0x80072491':
    'Turn change tracking on for the table (ChangeTrackingEnabled); it cannot be turned off again.',
  '0x80044352': 'The token is older than the service remembers (7 days by default). Start again without it.',
  '0x80044a02': 'The file is larger than the column takes (MaxSizeInKB).',
  '0x80090017': 'This file can be read as a whole only.',
  '0x8004a104': 'The environment is disabled. An administrator can enable it.',
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
  if (refusal.isRepeated && /^0x(80060882|80040237|80060892)$/.test(errorCode)) {
    return 'The answer to an earlier try was lost, and that try may itself have changed the row. Read it again, then decide.';
  }
  if (/Resource not found for the segment/i.test(serverMessage)) return WRONG_SET;
  if (/An undeclared property '[^']*' which only has property annotations/i.test(serverMessage))
    return WRONG_LOOKUP;
  const known = HINTS[errorCode];
  if (known !== undefined) return known;
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
