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
    const isNone = matches.length === 0;
    super(
      isNone
        ? `No user has ${column} ${value}, or the caller may not read that user (prvReadUser).`
        : `${matches.length} users have ${column} ${value}: ${matches.join(', ')}. Choose one by its systemuserid.`,
    );
    this.code = isNone ? 'ERR_DATAVERSE_USER_NOT_FOUND' : 'ERR_DATAVERSE_USER_AMBIGUOUS';
    this.column = column;
    this.value = value;
    this.matches = matches;
  }
}
