/** What the definitions of tables tell and `$metadata` does not, by logical name of the table. */
export type Facts = ReadonlyMap<string, TableFacts>;

export interface TableFacts {
  /** By logical name of the column. */
  readonly columns: ReadonlyMap<string, ColumnFacts>;
  /** Columns of each alternate key; `undefined` when that was not told. */
  readonly keys: readonly (readonly string[])[] | undefined;
}

export interface ColumnFacts {
  readonly canCreate?: boolean;
  readonly canUpdate?: boolean;
  readonly choice?: Choice;
}

/** A closed set of numbers with labels. */
export interface Choice {
  /** Its own name, when columns share it. */
  readonly globalName: string | undefined;
  readonly options: readonly { readonly value: number; readonly label: string }[];
}

/** Both together; where both tell of the same, the second is taken. */
export function joinFacts(first: Facts, second: Facts): Facts {
  const joined = new Map(first);
  for (const [table, { columns, keys }] of second) {
    const before = joined.get(table);
    const all = new Map(before?.columns);
    for (const [column, facts] of columns) all.set(column, { ...all.get(column), ...facts });
    joined.set(table, { columns: all, keys: keys ?? before?.keys });
  }
  return joined;
}
