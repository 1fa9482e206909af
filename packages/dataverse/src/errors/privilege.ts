/** The privilege that a refusal names, as far as its words tell. */
export interface MissingPrivilege {
  /** `prvReadAccount` */
  readonly name: string;
  /** `Basic`, `Local`, `Deep` or `Global`; only some messages tell. */
  readonly depth?: string;
  /** The user or team that lacks it. */
  readonly principalId?: string;
  readonly principalType?: 'user' | 'team';
  /** The user the request ran as. When it is not `principalId`, another than the caller lacks the privilege. */
  readonly callerId?: string;
  /** How many security roles the principal has. */
  readonly roleCount?: number;
  /** Logical name of the table. */
  readonly table?: string;
}

const GUID = '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})';

const NAMES = [/is missing (prv\w+) privilege/i, /PrivilegeName: (prv\w+)/i, /and Privilege: (prv\w+)/i];
const PRINCIPALS = [
  new RegExp(`Principal (?:user|team) \\(Id=${GUID}`, 'i'),
  new RegExp(`CheckPrivilege failed\\. User: ${GUID}`, 'i'),
  new RegExp(`on UserId: ${GUID}`, 'i'),
];
const CALLER = new RegExp(`context\\.Caller=${GUID}`, 'i');

/** Reads the privilege out of the service's words, in each of the forms that they have had. */
export function parseMissingPrivilege(message: string): MissingPrivilege | undefined {
  const name = first(NAMES, message);
  if (name === undefined) return undefined;
  const depth = /Required Depth: (\w+)/i.exec(message)?.[1];
  const principalId = first(PRINCIPALS, message)?.toLowerCase();
  const principalType = /Principal (user|team) \(/i.exec(message)?.[1]?.toLowerCase();
  const callerId = CALLER.exec(message)?.[1]?.toLowerCase();
  const roleCount = /roleCount=(\d+)/i.exec(message)?.[1];
  const table = /for entity '(\w+)'/i.exec(message)?.[1];
  return {
    name,
    ...(depth !== undefined && { depth }),
    ...(principalId !== undefined && { principalId }),
    ...((principalType === 'user' || principalType === 'team') && { principalType }),
    ...(callerId !== undefined && { callerId }),
    ...(roleCount !== undefined && { roleCount: Number(roleCount) }),
    ...(table !== undefined && { table }),
  };
}

function first(patterns: readonly RegExp[], message: string): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(message)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
