/** What a compiler knows of a table; `wayleave types` writes one of these for each table. */
export interface TableTypes {
  /** Columns as they are read, lookups as `_name_value`. */
  readonly row: object;
  /** What a create takes: columns, `nav@odata.bind`, and rows to create along with it. */
  readonly create: object;
  readonly update: object;
  /** Name of the primary key column, which always comes. */
  readonly id: string;
  /** Columns of each alternate key; `never` when there is none. */
  readonly keys: object;
  /** By navigation property: the table it leads to, or a list of that one. */
  readonly navigation: object;
  /** Bound to a row: `{ Name: { parameters: {…}; result: … } }`. */
  readonly actions: object;
  readonly functions: object;
}

/** What a compiler knows of an environment. */
export interface EnvironmentTypes {
  /** By entity set name. */
  readonly tables: object;
  /** Unbound ones: `{ Name: { parameters: {…}; result: … } }`. */
  readonly actions: object;
  readonly functions: object;
}

/** What the client needs to know of a table while it runs. */
export interface TableInfo {
  /** `account`, where the entity set is `accounts`. */
  readonly logicalName: string;
  /** Name of the primary key column. */
  readonly id: string;
  /** Columns that hold a moment in time and are given as `Date`. Columns with a date alone stay text. */
  readonly moments: readonly string[];
  /** Entity set by navigation property, for those whose table is known. */
  readonly navigation: Readonly<Record<string, string>>;
}

/** The tables that a client knows: made by `wayleave types`, given to `createClient`. */
export interface Schema<S extends EnvironmentTypes = EnvironmentTypes> {
  readonly tables: Readonly<Record<string, TableInfo>>;
  /** There is nothing here at run time. */
  readonly types?: S;
}

/** A row as the service sends it: dates are strings, lookups are `_name_value`. */
export type Row = Readonly<Record<string, unknown>>;

/** A table of which nothing is known but, perhaps, its rows. */
export interface Untyped<R extends object = Row> extends TableTypes {
  readonly row: R;
  readonly id: never;
  readonly keys: Readonly<Record<string, unknown>>;
  readonly navigation: Readonly<Record<string, unknown>>;
  readonly actions: Readonly<Record<string, unknown>>;
  readonly functions: Readonly<Record<string, unknown>>;
}

/** An environment of which nothing is known. */
export interface UntypedEnvironment extends EnvironmentTypes {
  readonly tables: Readonly<Record<string, unknown>>;
  readonly actions: Readonly<Record<string, unknown>>;
  readonly functions: Readonly<Record<string, unknown>>;
}
