/** A lookup column with what the service annotates it with. */
export interface Lookup {
  readonly id: string;
  /** Logical name of the row's table: `contact`. */
  readonly table: string | undefined;
  /** The row's primary name. */
  readonly name: string | undefined;
  /** The navigation property that sets this lookup, of those a lookup to several tables has. */
  readonly navigation: string | undefined;
}

const FORMATTED = 'OData.Community.Display.V1.FormattedValue';
const CRM = 'Microsoft.Dynamics.CRM.';

/**
 * The column as people read it (a choice's label, an amount with its currency), or `undefined` when it is empty or the
 * row was not asked for with `annotations()`.
 *
 * @example for await (const row of table.select('statuscode').annotations()) formatted(row, 'statuscode');
 */
export function formatted<R extends object>(row: R, column: keyof R & string): string | undefined {
  return text(row, `${column}@${FORMATTED}`);
}

type LookupOf<R> = string extends keyof R
  ? string
  : keyof R extends infer K
    ? K extends `_${infer N}_value`
      ? N
      : never
    : never;

/**
 * The lookup of that name (`primarycontactid`, whose column is `_primarycontactid_value`), or `undefined` when it is
 * empty. What it leads to is known when the row was asked for with `annotations()`.
 */
export function lookup<R extends object>(row: R, name: LookupOf<R>): Lookup | undefined {
  const column = `_${name}_value`;
  const id = text(row, column);
  if (id === undefined) return undefined;
  return {
    id,
    table: text(row, `${column}@${CRM}lookuplogicalname`),
    name: text(row, `${column}@${FORMATTED}`),
    navigation: text(row, `${column}@${CRM}associatednavigationproperty`),
  };
}

/** The row's version. `ifMatch` and `getIfChanged` also take the row itself. */
export function etag(row: object): string | undefined {
  return text(row, '@odata.etag');
}

function text(row: object, name: string): string | undefined {
  const value: unknown = Reflect.get(row, name);
  return typeof value === 'string' ? value : undefined;
}
