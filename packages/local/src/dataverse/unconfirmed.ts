interface Switch {
  readonly default: string;
  readonly alternatives: readonly string[];
  readonly why: string;
}

/**
 * What no published source settles about the real service. Each answer is used in exactly one place; choose another
 * with the `unconfirmed` option to see whether a program copes with both.
 */
export const UNCONFIRMED = {
  unknownEntitySetCode: {
    default: '0x8006088a',
    alternatives: ['0x80060888'],
    why: 'The error page documents 0x8006088a; recordings of live organisations show 0x80060888 with the same words.',
  },
  unknownPropertyCode: {
    default: '0x0',
    alternatives: ['0x80060888', '0x80048d19'],
    why: 'The error page and live answers up to 2022 show "0x0" for a wrong property in a query or a body; newer code expects 0x80060888.',
  },
  unknownDefinitionCode: {
    default: '0x80041102',
    alternatives: ['0x80060888'],
    why: 'The published list has "The specified entity was not found."; whether EntityDefinitions answers it is not said.',
  },
  querySyntaxCode: {
    default: '0x80060888',
    alternatives: ['0x0'],
    why: 'The words of a query that cannot be parsed are documented, its code is not.',
  },
  rowNotFoundWords: {
    default: 'schema-name',
    alternatives: ['logical-name', 'entity-prefix'],
    why: 'Live: "SystemUser With Id = … Does Not Exist"; documented with the logical name; newer wording reported as "Entity \'account\' With Id = … Does Not Exist".',
  },
  impersonatedUnknown: {
    default: '404-0x80040217',
    alternatives: ['400-0x80041d1f', 'ignored'],
    why: 'An id in MSCRMCallerID or CallerObjectId that matches nobody: row not found, "The user Id(s) [{0}] is invalid.", or (reported for the SOAP client) run as the caller.',
  },
  impersonatedMalformed: {
    default: '400-0x80040203',
    alternatives: ['ignored'],
    why: 'No answer to an impersonation header that is no GUID is published; 400 is expected.',
  },
  impersonationDenied: {
    default: '0x8004a110',
    alternatives: ['0x80040220'],
    why: 'Documented under 403 with its own code; a test stub of another project has the long privilege form.',
  },
  impersonatorLacksPrivilege: {
    default: 'names-impersonated',
    alternatives: ['names-application-user'],
    why: 'One live report (2018): when the application user lacks the privilege, the message still names the impersonated user.',
  },
  contextCallerWhenImpersonating: {
    default: 'application-user',
    alternatives: ['impersonated-user'],
    why: 'Whose id `context.Caller` shows in the privilege message under impersonation is not published.',
  },
  impersonatedReach: {
    default: 'narrower-of-both',
    alternatives: ['impersonated-only'],
    why: 'The documentation speaks of the intersection of privileges; how depths intersect is not said.',
  },
  disabledWords: {
    default: 'The specified user is disabled.',
    alternatives: [
      'The specified user(Id = {0}) is disabled. Consider enabling this user. Additional Details: {1}',
      'The specified user is either disabled or is not a member of any business unit.',
    ],
    why: 'Both first texts were seen live with 0x80040225 (the second with its holes unfilled); the third is in the published list.',
  },
  noRolesWhoAmI: {
    default: 'answers',
    alternatives: ['0x80042f09'],
    why: 'Whether WhoAmI succeeds for an enabled user without any role.',
  },
  recordAccessCode: {
    default: '0x80040220',
    alternatives: ['0x80048306'],
    why: 'The words of the row-level refusal are documented, its code is not.',
  },
  unknownApplication: {
    default: '0x80041d54',
    alternatives: ['0x80072559'],
    why: 'POST systemusers with an application that Entra does not know: two codes are listed, none is tied to it.',
  },
  addActOnBehalf: {
    default: 'allowed',
    alternatives: ['0x8004ed43'],
    why: 'The pages say the privilege can be switched on in any role; the published list has a 403 saying it cannot be added or removed.',
  },
  assignRolePrivileges: {
    default: 'read-append-user-read-assign-role',
    alternatives: ['append-both-sides'],
    why: 'Microsoft lists prvReadUser, prvAppendUser, prvReadRole and prvAssignRole for it and a live 403 names prvAssignRole; the general rule for N:N is Append on both tables.',
  },
  grantBeyondOwn: {
    default: 'refused',
    alternatives: ['allowed'],
    why: 'Documented: nobody can assign a role with more privileges than their own, compared by privilege and depth. The words of the refusal, and whether adding privileges to a role is refused alike, are not published.',
  },
  roleAlreadyAssigned: {
    default: 'no-op',
    alternatives: ['0x80040237'],
    why: 'Associating a role that the user already has.',
  },
  privilegesReadable: {
    default: 'by-every-user',
    alternatives: ['with-prvReadRole'],
    why: 'Which privilege reading the privileges table asks for is not published.',
  },
  metadataReadable: {
    default: 'with-prvReadEntity',
    alternatives: ['by-every-user'],
    why: 'prvReadEntity exists for it; a Web API answer without it is not published.',
  },
  ownPrivilegesReadable: {
    default: 'by-oneself',
    alternatives: ['with-prvReadUser'],
    why: 'Whether RetrieveUserPrivileges of oneself needs read on the user table.',
  },
  removePrivilegeParameter: {
    default: 'Privilege',
    alternatives: ['PrivilegeId'],
    why: 'The 9.1 CSDL declares RemovePrivilegeRole with a privilege entity; by analogy with the SDK it would be a PrivilegeId.',
  },
  deleteEnabledUserCode: {
    default: '0x80040200',
    alternatives: ['0x80040203'],
    why: 'Deleting a user that is not disabled: only the beginning of the words was seen, and no code.',
  },
  applicationUserErrorStatus: {
    default: '400',
    alternatives: ['403', '412'],
    why: 'The codes for application users come from a list without HTTP statuses.',
  },
  nullNotEqual: {
    default: 'odata',
    alternatives: ['sql'],
    why: 'OData says `x ne 1` holds for null; SQL leaves nulls out. Not documented for the service.',
  },
} as const satisfies Record<string, Switch>;

/** One answer for every open question of {@link UNCONFIRMED}. */
export type Unconfirmed = {
  readonly [K in keyof typeof UNCONFIRMED]:
    | (typeof UNCONFIRMED)[K]['default']
    | (typeof UNCONFIRMED)[K]['alternatives'][number];
};

export function resolveUnconfirmed(chosen: Partial<Unconfirmed> = {}): Unconfirmed {
  const defaults = Object.fromEntries(Object.entries(UNCONFIRMED).map(([name, one]) => [name, one.default]));
  // The entries above are the table's own keys with the table's own defaults.
  return { ...(defaults as Unconfirmed), ...chosen };
}
