import { badArgument } from '../errors/configuration-error.ts';
import type { Key } from '../odata/key.ts';
import { entitySetName } from '../odata/names.ts';
import type { EnvironmentTypes, TableTypes, Untyped } from '../schema.ts';
import type { KeyOf } from '../table-types.ts';

/** Entity sets that a client knows; any text without a schema. */
export type TableName<S extends EnvironmentTypes> = string extends keyof S['tables']
  ? string
  : keyof S['tables'] & string;

type TypesOf<S extends EnvironmentTypes, N> = string extends keyof S['tables']
  ? Untyped
  : N extends keyof S['tables']
    ? S['tables'][N] extends TableTypes
      ? S['tables'][N]
      : Untyped
    : Untyped;

/** What is sent of a row; the row itself, if that can be, unless `body` makes it. */
type Body<R, B> = [R] extends [B]
  ? { readonly body?: (row: R, index: number) => B }
  : { readonly body: (row: R, index: number) => B };

type One<K extends Kind, N> = { readonly [P in K]: N } & {
  readonly [P in Exclude<Kind, K>]?: never;
};

type Keyed<T extends TableTypes, R> = { readonly key: (row: R, index: number) => KeyOf<T> };

export type Kind = 'create' | 'update' | 'upsert' | 'delete';

/**
 * What is done with each row, in which table (by entity set name): `{ create: 'accounts' }`,
 * `{ update: 'accounts', key: (row) => row.id, body: ({ name }) => ({ name }) }`,
 * `{ upsert: 'accounts', key: (row) => ({ accountnumber: row.number }) }`, `{ delete: 'accounts', key: (id) => id }`.
 */
export type BulkWork<S extends EnvironmentTypes, N extends TableName<S>, R> =
  | (One<'create', N> & { readonly key?: never } & Body<R, TypesOf<S, N>['create']>)
  | (One<'update', N> & Keyed<TypesOf<S, N>, R> & Body<R, TypesOf<S, N>['update']>)
  | (One<'upsert', N> & Keyed<TypesOf<S, N>, R> & Body<R, TypesOf<S, N>['create'] | TypesOf<S, N>['update']>)
  | (One<'delete', N> & { readonly body?: never } & Keyed<TypesOf<S, N>, R>);

/** The same as the job needs it. */
export interface Work {
  readonly kind: Kind;
  readonly entitySet: string;
  readonly key: (row: unknown, index: number) => Key;
  readonly body: (row: unknown, index: number) => object;
}

const KINDS = ['create', 'update', 'upsert', 'delete'] as const satisfies readonly Kind[];

/** Throws `ConfigurationError` for what says nothing that can be done. */
export function readWork(given: object): Work {
  const { key, body, ...rest } = given as Partial<Work>; // by BulkWork, whose rows the job does not look into
  const kinds = KINDS.filter((kind) => Reflect.get(rest, kind) !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1 || Object.keys(rest).length > 1) {
    throw badArgument(
      'bulk(): say one of create, update, upsert, delete, with key and body alone beside it.',
    );
  }
  if ((kind === 'create') !== (key === undefined)) {
    throw badArgument(`bulk(): ${kind} takes ${kind === 'create' ? 'no' : 'a'} key.`);
  }
  if (kind === 'delete' && body !== undefined) throw badArgument('bulk(): delete takes no body.');
  return {
    kind,
    entitySet: entitySetName(Reflect.get(rest, kind)),
    key: key ?? (() => ''),
    body: body ?? asItIs,
  };
}

function asItIs(row: unknown): object {
  if (typeof row === 'object' && row !== null) return row;
  throw badArgument('A row that is no object needs a body: (row) => ({ … }).');
}
