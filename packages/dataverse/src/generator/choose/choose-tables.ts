import {
  type CsdlModel,
  type EntityType,
  localName,
  type NavigationProperty,
  type Property,
} from '../csdl/model.ts';
import { CsdlError } from '../csdl-error.ts';
import type { Facts } from '../facts/facts.ts';
import { limitColumns } from './limit-columns.ts';
import { compareText, didYouMean } from './nearest.ts';

/** A table with all that it has by itself and from its base types, in alphabetical order. */
export interface ChosenTable {
  readonly logicalName: string;
  readonly entitySet: string;
  /** Full names of its type and of those that it is based on, nearest first. */
  readonly types: readonly string[];
  /** The primary key column. */
  readonly id: string;
  /** Columns that identify a row to the service: `ownerid` of a systemuser, otherwise the primary key. */
  readonly key: readonly string[];
  readonly alternateKeys: readonly (readonly string[])[];
  readonly properties: readonly Property[];
  readonly navigation: readonly NavigationProperty[];
  /** Whether rows may have columns that are not described. */
  readonly isOpen: boolean;
}

export interface TableOptions {
  /** Columns or lookups by logical name of the table; a table that is not named has all. */
  readonly columns?: ReadonlyMap<string, readonly string[]>;
  /** For alternate keys, which `$metadata` tells of few tables. */
  readonly facts?: Facts;
}

/**
 * The tables of these names (logical name or entity set name), or all that have an entity set and a key.
 * Throws `CsdlError` `ERR_CSDL_TABLE`, with the nearest names, or `ERR_CSDL_COLUMN`.
 *
 * @example const tables = chooseTables(model, ['account', 'contacts']);
 */
export function chooseTables(
  model: CsdlModel,
  wanted: readonly string[] | 'all',
  options: TableOptions = {},
): ChosenTable[] {
  const sets = [...model.entitySets].map(([entitySet, type]) => ({
    entitySet,
    logicalName: localName(type),
    type,
  }));
  const all = sets.filter(({ type }) => keyOf(model, type).length > 0);
  const chosen = wanted === 'all' ? all : wanted.map(find);
  const tables = new Map(chosen.map((set) => [set.entitySet, tableOf(model, set, options)]));
  const names = new Set([...tables.values()].map(({ logicalName }) => logicalName));
  for (const name of options.columns?.keys() ?? []) {
    if (names.has(name)) continue;
    throw new CsdlError('ERR_CSDL_COLUMN', `Columns are given for ${name}, which is not among the tables.`);
  }
  return [...tables.values()].sort((a, b) => compareText(a.entitySet, b.entitySet));

  function find(name: string) {
    const lower = name.toLowerCase();
    const found =
      all.find(({ logicalName }) => logicalName === name) ??
      all.find(({ entitySet }) => entitySet === name) ??
      all.find(({ logicalName, entitySet }) =>
        [logicalName, entitySet].some((each) => each.toLowerCase() === lower),
      );
    if (found !== undefined) return found;
    if ([...model.entityTypes.keys()].some((type) => localName(type) === name)) {
      const why = sets.some(({ logicalName }) => logicalName === name) ? 'key' : 'entity set';
      throw new CsdlError('ERR_CSDL_TABLE', `${name} has no ${why}, so that its rows cannot be asked for.`);
    }
    const hint = didYouMean(
      name,
      all.flatMap(({ logicalName, entitySet }) => [logicalName, entitySet]),
    );
    throw new CsdlError('ERR_CSDL_TABLE', `There is no table ${name}.${hint}`);
  }
}

interface EntitySet {
  readonly entitySet: string;
  readonly logicalName: string;
  readonly type: string;
}

function tableOf(
  model: CsdlModel,
  { entitySet, logicalName, type }: EntitySet,
  options: TableOptions,
): ChosenTable {
  const chain = typeChain(model, type);
  const key = keyOf(model, type);
  const properties = sortedByName(chain.flatMap((each) => each.properties));
  // A user's key is `ownerid`, inherited from principal; rows, lookups and messages all speak of `systemuserid`.
  const ownId = `${logicalName}id`;
  const inherited = chain.slice(1).some((each) => each.properties.some(({ name }) => name === key[0]));
  const isRenamed = inherited && properties.some(({ name }) => name === ownId);
  const table: ChosenTable = {
    logicalName,
    entitySet,
    types: chain.map(({ name }) => name),
    id: isRenamed ? ownId : (key[0] ?? ''),
    key,
    alternateKeys:
      options.facts?.get(logicalName)?.keys ?? chain.flatMap(({ alternateKeys }) => alternateKeys),
    properties,
    navigation: sortedByName(chain.flatMap(({ navigation }) => navigation)),
    isOpen: chain.some(({ isOpen }) => isOpen),
  };
  const columns = options.columns?.get(logicalName);
  return columns === undefined ? table : limitColumns(table, columns);
}

/** A type and those that it is based on, nearest first. */
function typeChain(model: CsdlModel, name: string): EntityType[] {
  const chain: EntityType[] = [];
  for (let at: string | undefined = name; at !== undefined; at = chain.at(-1)?.base) {
    const type = model.entityTypes.get(at);
    if (type === undefined) throw new CsdlError('ERR_CSDL_MODEL', `The entity type ${at} is not described.`);
    if (chain.includes(type))
      throw new CsdlError('ERR_CSDL_MODEL', `The entity type ${at} is based on itself.`);
    chain.push(type);
  }
  return chain;
}

function keyOf(model: CsdlModel, type: string): readonly string[] {
  return typeChain(model, type).find(({ key }) => key.length > 0)?.key ?? [];
}

/** The first of each name wins. */
function sortedByName<T extends { readonly name: string }>(items: readonly T[]): T[] {
  const byName = new Map<string, T>();
  for (const item of items) if (!byName.has(item.name)) byName.set(item.name, item);
  return [...byName.values()].sort((a, b) => compareText(a.name, b.name));
}
