/** What `types` is asked for, however it was said. */
export interface TypesOptions {
  /** File with the text of `$metadata`. This or `url`. */
  readonly metadata?: string;
  /** The environment to ask. */
  readonly url?: string;
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Login host, for a cloud that the environment's host name does not tell. */
  readonly authority?: string;
  /** Logical names or entity set names. */
  readonly tables: readonly string[];
  readonly all: boolean;
  readonly actions: readonly string[];
  readonly functions: readonly string[];
  /** `account:name,revenue` */
  readonly columns: readonly string[];
  /** Files with what RetrieveMetadataChanges or EntityDefinitions gave. */
  readonly choices: readonly string[];
  readonly out?: string;
  readonly check: boolean;
  readonly json: boolean;
}

/** What is wrong with how the options go together, or nothing. */
export function complaint(options: TypesOptions): string | undefined {
  const { metadata, url, tables, all, out, check, json } = options;
  if ((metadata === undefined) === (url === undefined))
    return 'Give --metadata <file> or --url <environment>.';
  if (all && tables.length > 0) return 'Give --table or --all, not both.';
  if (!all && tables.length === 0 && options.actions.length + options.functions.length === 0) {
    return 'Give --table <name> for each table, or --all.';
  }
  if (check && out === undefined) return '--check compares with a file: give --out <file>.';
  if (json && out === undefined) return '--json prints a summary in place of the module: give --out <file>.';
  if (url === undefined) return undefined;
  if (options.tenantId === undefined || options.clientId === undefined) {
    return '--url needs --tenant-id and --client-id.';
  }
  if (options.clientSecret === undefined) {
    return '--url needs a client secret in the environment variable DATAVERSE_CLIENT_SECRET.';
  }
  return undefined;
}

/** Columns by table; `undefined` when one of them is not of the form. */
export function parseColumns(given: readonly string[]): ReadonlyMap<string, readonly string[]> | undefined {
  const columns = new Map<string, readonly string[]>();
  for (const each of given) {
    const [, table, names] = /^([^:,]+):([^:,]+(?:,[^:,]+)*)$/.exec(each) ?? [];
    if (table === undefined || names === undefined) return undefined;
    columns.set(table, [...(columns.get(table) ?? []), ...names.split(',')]);
  }
  return columns;
}
