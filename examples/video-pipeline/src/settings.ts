/** A variable of the function's environment is missing: the stack was deployed without it. */
export class MissingSettingError extends Error {
  override readonly name = 'MissingSettingError';
  readonly code = 'ERR_MISSING_SETTING';
}

export interface Settings {
  readonly dataverseUrl: string;
  /** Login host. */
  readonly authority: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly outputBucket: string;
}

/** Reads the settings that `stack.ts` gives the function. Throws {@link MissingSettingError}. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '')
      throw new MissingSettingError(`The environment variable ${name} is not set.`);
    return value;
  };
  return {
    dataverseUrl: read('DATAVERSE_URL'),
    authority: read('ENTRA_AUTHORITY'),
    tenantId: read('ENTRA_TENANT_ID'),
    clientId: read('ENTRA_CLIENT_ID'),
    clientSecret: read('ENTRA_CLIENT_SECRET'),
    outputBucket: read('OUTPUT_BUCKET'),
  };
}
