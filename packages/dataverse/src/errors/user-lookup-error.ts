export type UserLookupErrorCode = 'ERR_DATAVERSE_USER_NOT_FOUND' | 'ERR_DATAVERSE_USER_AMBIGUOUS';

/** No user, or more than one, has what was looked for. */
export class UserLookupError extends Error {
  override readonly name = 'UserLookupError';
  readonly code: UserLookupErrorCode;
  /** The column that was compared: `internalemailaddress`, `applicationid`, `azureactivedirectoryobjectid`. */
  readonly column: string;
  readonly value: string;
  /** The `systemuserid` of each match. */
  readonly matches: readonly string[];

  constructor(column: string, value: string, matches: readonly string[]) {
    super(
      matches.length === 0
        ? `No user has ${column} ${value}. Either there is none in this environment, or the caller may not read it (prvReadUser).`
        : `${matches.length} users have ${column} ${value}: ${matches.join(', ')}. Choose one by its systemuserid.`,
    );
    this.code = matches.length === 0 ? 'ERR_DATAVERSE_USER_NOT_FOUND' : 'ERR_DATAVERSE_USER_AMBIGUOUS';
    this.column = column;
    this.value = value;
    this.matches = matches;
  }
}
