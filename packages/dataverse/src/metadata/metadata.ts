import { type Client, connectionOf } from '../client.ts';
import { type Connection, narrow, run } from '../connection.ts';
import type { Operation } from '../outgoing.ts';
import type { RequestOptions } from '../request-options.ts';
import type { EnvironmentTypes } from '../schema.ts';
import type {
  ChoiceDefinition,
  ColumnDefinition,
  ColumnType,
  ColumnTypes,
  KeyDefinition,
  Read,
  RelationshipTypes,
  TableDefinition,
} from './definitions.ts';
import type { NewColumn, NewOption } from './new-columns.ts';
import type { NewDefinition } from './new-definitions.ts';
import {
  deleteOption,
  insertOption,
  type OptionChange,
  type OptionsPlace,
  orderOptions,
  updateOption,
} from './option-requests.ts';
import { type Publication, publish } from './publish.ts';
import {
  act,
  CRM,
  create,
  type DefinitionQuery,
  oneOf,
  readList,
  readOne,
  remove,
  replace,
  tablePath,
} from './requests.ts';

/** What to read of definitions, and how. */
export type ReadOptions<K extends string> = DefinitionQuery<K> & RequestOptions;

/** A column as a given type, or as what all have. */
export type ColumnAs<C extends ColumnType> = [C] extends [never] ? ColumnDefinition : ColumnTypes[C];

export interface ColumnReadOptions<C extends ColumnType> {
  /** Reads the members of this type too, and in a list columns of this type alone. */
  readonly type?: C;
}

export interface UpdateOptions extends RequestOptions {
  /** Keeps the labels of languages that are not given; `true` by default. */
  readonly mergeLabels?: boolean;
}

/** Members to change, in the wire's spelling: `{ DisplayName: label('Shipment', 1033) }`. */
export type Changes = Readonly<Record<string, unknown>>;

/**
 * The definitions of tables, columns, choices, relationships and keys. Tables and columns are named by logical name,
 * relationships by schema name, global choices by name, each of them also by MetadataId. Reads come from a cache that
 * may be some 30 seconds old: give `consistency: 'strong'` after a write. New components go into the solution that
 * `solution` names. Changes show in apps once they are published.
 *
 * All reject with `DataverseError` or `TransportError`, and with `ConfigurationError` for names that cannot be.
 */
export interface Metadata {
  tables<K extends string = keyof TableDefinition>(
    query?: ReadOptions<K>,
  ): Promise<readonly Read<TableDefinition, K>[]>;
  table<K extends string = keyof TableDefinition>(
    table: string,
    query?: Omit<ReadOptions<K>, 'filter'>,
  ): Promise<Read<TableDefinition, K>>;
  /** Gives the MetadataId. The definition is made by `newTable`. */
  createTable(definition: NewDefinition, options?: RequestOptions): Promise<string>;
  /** Reads the definition, and puts it back with the changes: the service replaces definitions as a whole. */
  updateTable(table: string, changes: Changes, options?: UpdateOptions): Promise<void>;
  /** Deletes the table with all its rows. */
  deleteTable(table: string, options?: RequestOptions): Promise<void>;

  columns<C extends ColumnType = never, K extends string = keyof ColumnAs<C> & string>(
    table: string,
    query?: ColumnReadOptions<C> & ReadOptions<K>,
  ): Promise<readonly Read<ColumnAs<C>, K>[]>;
  column<C extends ColumnType = never, K extends string = keyof ColumnAs<C> & string>(
    table: string,
    column: string,
    query?: ColumnReadOptions<C> & Omit<ReadOptions<K>, 'filter'>,
  ): Promise<Read<ColumnAs<C>, K>>;
  /** Gives the MetadataId. The definition is made by `textColumn` and its like; a lookup is made by a relationship. */
  createColumn(table: string, definition: NewColumn, options?: RequestOptions): Promise<string>;
  /** As `updateTable`. Without `type` the column's type is asked for first. Options are changed by `updateOption`. */
  updateColumn(
    table: string,
    column: string,
    changes: Changes,
    options?: UpdateOptions & ColumnReadOptions<ColumnType>,
  ): Promise<void>;
  /** Deletes the column with what all rows have in it. */
  deleteColumn(table: string, column: string, options?: RequestOptions): Promise<void>;

  /** All global choices; the service can not filter them. */
  globalChoices(options?: RequestOptions): Promise<readonly ChoiceDefinition[]>;
  globalChoice(name: string, options?: RequestOptions): Promise<ChoiceDefinition>;
  /** Gives the MetadataId. The definition is made by `newChoice`. */
  createGlobalChoice(definition: NewDefinition, options?: RequestOptions): Promise<string>;
  deleteGlobalChoice(name: string, options?: RequestOptions): Promise<void>;
  /** Adds an option and gives its value. */
  insertOption(place: OptionsPlace, option: NewOption, options?: RequestOptions): Promise<number>;
  updateOption(
    place: OptionsPlace,
    value: number,
    change: OptionChange,
    options?: RequestOptions,
  ): Promise<void>;
  deleteOption(place: OptionsPlace, value: number, options?: RequestOptions): Promise<void>;
  /** Puts the options into the order of these values, which are all of them. */
  orderOptions(place: OptionsPlace, values: readonly number[], options?: RequestOptions): Promise<void>;

  relationships<R extends keyof RelationshipTypes, K extends string = keyof RelationshipTypes[R] & string>(
    table: string,
    kind: R,
    query?: ReadOptions<K>,
  ): Promise<readonly Read<RelationshipTypes[R], K>[]>;
  relationship<
    R extends Exclude<keyof RelationshipTypes, 'ManyToOne'>,
    K extends string = keyof RelationshipTypes[R] & string,
  >(
    schemaName: string,
    kind: R,
    query?: Omit<ReadOptions<K>, 'filter'>,
  ): Promise<Read<RelationshipTypes[R], K>>;
  /** Gives the MetadataId. The definition is made by `oneToMany` or `manyToMany`. */
  createRelationship(definition: NewDefinition, options?: RequestOptions): Promise<string>;
  deleteRelationship(schemaName: string, options?: RequestOptions): Promise<void>;

  keys<K extends string = keyof KeyDefinition>(
    table: string,
    query?: ReadOptions<K>,
  ): Promise<readonly Read<KeyDefinition, K>[]>;
  /** A key by its logical name. It can be used once `EntityKeyIndexStatus` is `Active`. */
  key<K extends string = keyof KeyDefinition>(
    table: string,
    key: string,
    query?: Omit<ReadOptions<K>, 'filter'>,
  ): Promise<Read<KeyDefinition, K>>;
  /** Gives the MetadataId, while the service goes on to build the index. The definition is made by `newKey`. */
  createKey(table: string, definition: NewDefinition, options?: RequestOptions): Promise<string>;
  /** Has the index of a key built anew after it `Failed`. */
  reactivateKey(table: string, key: string, options?: RequestOptions): Promise<void>;
  deleteKey(table: string, key: string, options?: RequestOptions): Promise<void>;

  /** Publishes what is named, or, with `undefined`, everything, which takes long. */
  publish(what?: Publication, options?: RequestOptions): Promise<void>;
}

/**
 * Reads and changes the definitions of an environment, as the user of `client`.
 *
 * @example
 * const meta = metadata(dataverse);
 * const choices = await meta.columns('account', {
 *   type: 'Picklist',
 *   select: ['LogicalName'],
 *   expand: 'OptionSet($select=Options)',
 * });
 * await meta.createColumn('account', fileColumn({ schemaName: 'new_Contract', displayName: label('Contract', 1033) }), {
 *   solution: 'shipping',
 * });
 * await meta.publish({ tables: ['account'] });
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/use-web-api-metadata
 */
export function metadata<S extends EnvironmentTypes>(client: Client<S>): Metadata {
  const connection = connectionOf(client);
  return new Definitions(connection) as object as Metadata; // what was selected is checked at compile time alone
}

class Definitions {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get #root(): string {
    return this.#connection.environment.apiRoot;
  }

  async #run<T>(options: RequestOptions | undefined, operation: Operation<T>): Promise<T> {
    return run(narrow(this.#connection, options ?? {}), operation);
  }

  async #list(path: string, query: ReadOptions<string> | undefined) {
    return this.#run(query, readList(this.#root, path, query));
  }

  async #one(path: string, query: ReadOptions<string> | undefined) {
    return this.#run(query, readOne(this.#root, path, query));
  }

  async #create(path: string, definition: object, options: RequestOptions | undefined) {
    return this.#run(options, create(this.#root, path, definition));
  }

  async #remove(path: string, options: RequestOptions | undefined) {
    return this.#run(options, remove(this.#root, path));
  }

  async tables(query?: ReadOptions<string>) {
    return this.#list('EntityDefinitions', query);
  }

  async table(table: string, query?: ReadOptions<string>) {
    return this.#one(tablePath(table), query);
  }

  async createTable(definition: NewDefinition, options?: RequestOptions) {
    return this.#create('EntityDefinitions', definition, options);
  }

  async updateTable(table: string, changes: Changes, options: UpdateOptions = {}) {
    return this.#update(tablePath(table), '', changes, options);
  }

  async deleteTable(table: string, options?: RequestOptions) {
    return this.#remove(tablePath(table), options);
  }

  async columns(table: string, query?: ColumnReadOptions<ColumnType> & ReadOptions<string>) {
    return this.#list(`${tablePath(table)}/Attributes${cast(query?.type)}`, query);
  }

  async column(table: string, column: string, query?: ColumnReadOptions<ColumnType> & ReadOptions<string>) {
    return this.#one(columnPath(table, column) + cast(query?.type), query);
  }

  async createColumn(table: string, definition: NewColumn, options?: RequestOptions) {
    return this.#create(`${tablePath(table)}/Attributes`, definition, options);
  }

  async updateColumn(
    table: string,
    column: string,
    changes: Changes,
    options: UpdateOptions & ColumnReadOptions<ColumnType> = {},
  ) {
    const path = columnPath(table, column);
    const type = options.type === undefined ? await this.#typeOf(path, options) : cast(options.type);
    return this.#update(path, type, changes, options);
  }

  async deleteColumn(table: string, column: string, options?: RequestOptions) {
    return this.#remove(columnPath(table, column), options);
  }

  async globalChoices(options?: RequestOptions) {
    return this.#run(options, readList(this.#root, 'GlobalOptionSetDefinitions'));
  }

  async globalChoice(name: string, options?: RequestOptions) {
    return this.#run(options, readOne(this.#root, choicePath(name)));
  }

  async createGlobalChoice(definition: NewDefinition, options?: RequestOptions) {
    return this.#create('GlobalOptionSetDefinitions', definition, options);
  }

  async deleteGlobalChoice(name: string, options?: RequestOptions) {
    return this.#remove(choicePath(name), options);
  }

  async insertOption(place: OptionsPlace, option: NewOption, options: RequestOptions = {}) {
    const { solution, ...others } = options;
    return this.#run(others, insertOption(this.#root, place, option, solution));
  }

  async updateOption(place: OptionsPlace, value: number, change: OptionChange, options: RequestOptions = {}) {
    const { solution, ...others } = options;
    return this.#run(others, updateOption(this.#root, place, value, change, solution));
  }

  async deleteOption(place: OptionsPlace, value: number, options: RequestOptions = {}) {
    const { solution, ...others } = options;
    return this.#run(others, deleteOption(this.#root, place, value, solution));
  }

  async orderOptions(place: OptionsPlace, values: readonly number[], options: RequestOptions = {}) {
    const { solution, ...others } = options;
    return this.#run(others, orderOptions(this.#root, place, values, solution));
  }

  async relationships(table: string, kind: keyof RelationshipTypes, query?: ReadOptions<string>) {
    return this.#list(`${tablePath(table)}/${kind}Relationships`, query);
  }

  async relationship(schemaName: string, kind: keyof RelationshipTypes, query?: ReadOptions<string>) {
    return this.#one(`${relationshipPath(schemaName)}/${CRM}${kind}RelationshipMetadata`, query);
  }

  async createRelationship(definition: NewDefinition, options?: RequestOptions) {
    return this.#create('RelationshipDefinitions', definition, options);
  }

  async deleteRelationship(schemaName: string, options?: RequestOptions) {
    return this.#remove(relationshipPath(schemaName), options);
  }

  async keys(table: string, query?: ReadOptions<string>) {
    return this.#list(`${tablePath(table)}/Keys`, query);
  }

  async key(table: string, key: string, query?: ReadOptions<string>) {
    return this.#one(keyPath(table, key), query);
  }

  async createKey(table: string, definition: NewDefinition, options?: RequestOptions) {
    return this.#create(`${tablePath(table)}/Keys`, definition, options);
  }

  async reactivateKey(table: string, key: string, options?: RequestOptions) {
    const parameters = { EntityLogicalName: table, EntityKeyLogicalName: key };
    return this.#run(options, act(this.#root, 'ReactivateEntityKey', parameters));
  }

  async deleteKey(table: string, key: string, options?: RequestOptions) {
    return this.#remove(keyPath(table, key), options);
  }

  async publish(what?: Publication, options?: RequestOptions) {
    return this.#run(options, publish(this.#root, what));
  }

  async #update(path: string, type: string, changes: Changes, options: UpdateOptions): Promise<void> {
    const current = await this.#run(
      { ...options, consistency: 'strong' },
      readOne<Changes>(this.#root, path + type),
    );
    const { '@odata.context': _, ...definition } = current;
    const changed = { ...definition, ...changes, ...(type && { '@odata.type': type.slice(1) }) };
    return this.#run(options, replace(this.#root, path, changed, options.mergeLabels ?? true));
  }

  /** The column's type as a cast: what tells it comes with a plain read. */
  async #typeOf(path: string, options: RequestOptions): Promise<string> {
    const query = { select: ['LogicalName'] };
    const column = await this.#run(
      { ...options, consistency: 'strong' },
      readOne<ColumnDefinition>(this.#root, path, query),
    );
    // Columns that are of no type of their own come without one. It becomes a part of a URL.
    const type: unknown = column['@odata.type'];
    const name = typeof type === 'string' ? /^#(Microsoft\.Dynamics\.CRM\.\w+)$/.exec(type)?.[1] : undefined;
    return name === undefined ? '' : `/${name}`;
  }
}

function cast(type: ColumnType | undefined): string {
  return type === undefined ? '' : `/${CRM}${type}AttributeMetadata`;
}

function columnPath(table: string, column: string): string {
  return `${tablePath(table)}/${oneOf('Attributes', 'LogicalName', column)}`;
}

function choicePath(name: string): string {
  return oneOf('GlobalOptionSetDefinitions', 'Name', name);
}

function relationshipPath(schemaName: string): string {
  return oneOf('RelationshipDefinitions', 'SchemaName', schemaName);
}

function keyPath(table: string, key: string): string {
  return `${tablePath(table)}/${oneOf('Keys', 'LogicalName', key)}`;
}
