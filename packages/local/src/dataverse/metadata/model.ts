import {
  type AttributeDefinition,
  DataverseSetupError,
  type OptionDefinition,
  type TableDefinition,
} from './definition.ts';
import { systemColumns } from './system-columns.ts';
import { ASSOCIATIONS, SYSTEM_TABLES } from './system-tables.ts';

export type Edm =
  | 'Edm.String'
  | 'Edm.Guid'
  | 'Edm.Int32'
  | 'Edm.Int64'
  | 'Edm.Decimal'
  | 'Edm.Double'
  | 'Edm.Boolean'
  | 'Edm.DateTimeOffset'
  | 'Edm.Date';

/** A column as the store and the Web API know it. */
export interface Column {
  readonly name: string;
  /** The property in JSON: `name`, or `_ownerid_value` for a lookup. */
  readonly property: string;
  readonly edm: Edm;
  readonly lookup: boolean;
  readonly targets: readonly string[];
  readonly options?: readonly OptionDefinition[];
  readonly creatable: boolean;
  readonly updatable: boolean;
  readonly definition: AttributeDefinition;
}

/** An N:1 navigation property. */
export interface Navigation {
  readonly name: string;
  readonly column: Column;
  readonly target: string;
}

/** An N:N navigation property, seen from one side. */
export interface Association {
  readonly name: string;
  readonly intersect: string;
  readonly target: string;
}

export interface Table {
  readonly name: string;
  readonly entitySet: string;
  readonly key: string;
  readonly nameColumn: string | null;
  readonly ownership: TableDefinition['OwnershipType'];
  readonly objectTypeCode: number;
  readonly displayName: string;
  readonly schemaName: string;
  readonly custom: boolean;
  readonly columns: readonly Column[];
  readonly byName: ReadonlyMap<string, Column>;
  readonly byProperty: ReadonlyMap<string, Column>;
  readonly navigations: ReadonlyMap<string, Navigation>;
  readonly associations: ReadonlyMap<string, Association>;
  readonly alternateKeys: readonly (readonly string[])[];
  readonly definition: TableDefinition;
}

export interface Model {
  readonly tables: readonly Table[];
  table(logicalName: string): Table | undefined;
  entitySet(name: string): Table | undefined;
}

const EDM: Readonly<Record<string, Edm>> = {
  String: 'Edm.String',
  Memo: 'Edm.String',
  Integer: 'Edm.Int32',
  BigInt: 'Edm.Int64',
  Decimal: 'Edm.Decimal',
  Money: 'Edm.Decimal',
  Double: 'Edm.Double',
  Boolean: 'Edm.Boolean',
  DateTime: 'Edm.DateTimeOffset',
  Uniqueidentifier: 'Edm.Guid',
  Lookup: 'Edm.Guid',
  Customer: 'Edm.Guid',
  Owner: 'Edm.Guid',
  Picklist: 'Edm.Int32',
  State: 'Edm.Int32',
  Status: 'Edm.Int32',
};
const LOOKUPS = new Set(['Lookup', 'Customer', 'Owner']);
const NAME = /^[a-z][a-z0-9_]*$/;

function columnOf(table: TableDefinition, attribute: AttributeDefinition): Column {
  const { LogicalName: name, AttributeType: type } = attribute;
  const edm = type === 'DateTime' && attribute.Format === 'DateOnly' ? 'Edm.Date' : EDM[type];
  if (edm === undefined || !NAME.test(name)) {
    throw new DataverseSetupError(
      'UnsupportedColumn',
      `Column ${table.LogicalName}.${name} of type ${type} is not supported by the local Dataverse: leave it out of the table's Attributes.`,
    );
  }
  const lookup = LOOKUPS.has(type);
  return {
    name,
    property: lookup ? `_${name}_value` : name,
    edm,
    lookup,
    targets: type === 'Owner' ? ['systemuser'] : (attribute.Targets ?? []),
    ...(attribute.OptionSet ? { options: attribute.OptionSet.Options } : {}),
    creatable: attribute.IsValidForCreate ?? true,
    updatable: attribute.IsValidForUpdate ?? true,
    definition: attribute,
  };
}

// A custom lookup's navigation property carries the schema name, a system one the logical name; one with
// several targets has one navigation property for each.
function navigationNames(table: TableDefinition, column: Column): readonly [string, string][] {
  const named = (table.ManyToOneRelationships ?? []).filter(
    (one) => one.ReferencingAttribute === column.name,
  );
  if (named.length > 0) {
    return named.map((one) => [one.ReferencingEntityNavigationPropertyName, one.ReferencedEntity]);
  }
  const { definition } = column;
  const custom = definition.IsCustomAttribute ?? definition.LogicalName.includes('_');
  const base = custom ? definition.SchemaName : definition.LogicalName;
  const [only, ...more] = column.targets;
  if (only !== undefined && more.length === 0) return [[base, only]];
  return column.targets.map((target) => [`${base}_${target}`, target]);
}

function tableOf(
  definition: TableDefinition,
  custom: boolean,
  code: number,
  known: ReadonlySet<string>,
): Table {
  const columns = [...definition.Attributes, ...systemColumns(definition, custom)]
    .filter((attribute) => !attribute.AttributeOf)
    .map((attribute) => columnOf(definition, attribute));
  const byName = new Map(columns.map((column) => [column.name, column]));
  if (!NAME.test(definition.LogicalName) || !byName.has(definition.PrimaryIdAttribute)) {
    throw new DataverseSetupError(
      'InvalidTable',
      `Table "${definition.LogicalName}" needs a lower-case logical name and its PrimaryIdAttribute "${definition.PrimaryIdAttribute}" among its Attributes.`,
    );
  }
  const navigations = new Map<string, Navigation>();
  for (const column of columns.filter((each) => each.lookup)) {
    for (const [name, target] of navigationNames(definition, column)) {
      if (known.has(target)) navigations.set(name, { name, column, target });
    }
  }
  const associations = new Map<string, Association>();
  for (const { name, intersect, sides } of ASSOCIATIONS) {
    const [left, right] = sides;
    if (definition.LogicalName === left) associations.set(name, { name, intersect, target: right });
    if (definition.LogicalName === right) associations.set(name, { name, intersect, target: left });
  }
  return {
    name: definition.LogicalName,
    entitySet: definition.EntitySetName,
    key: definition.PrimaryIdAttribute,
    nameColumn: definition.PrimaryNameAttribute,
    ownership: definition.OwnershipType,
    objectTypeCode: code,
    displayName: definition.DisplayName?.UserLocalizedLabel?.Label ?? definition.SchemaName,
    schemaName: definition.SchemaName,
    custom,
    columns,
    byName,
    byProperty: new Map(columns.map((column) => [column.property, column])),
    navigations,
    associations,
    alternateKeys: (definition.Keys ?? []).map((key) => key.KeyAttributes),
    definition,
  };
}

/** The organisation's tables: the system's own and the given ones. Throws {@link DataverseSetupError}. */
export function buildModel(custom: readonly TableDefinition[]): Model {
  const all = [...SYSTEM_TABLES, ...custom];
  const known = new Set(all.map((definition) => definition.LogicalName));
  if (known.size !== all.length) {
    throw new DataverseSetupError(
      'InvalidTable',
      'Two tables have the same LogicalName, or one that the system uses.',
    );
  }
  const tables = all.map((definition, at) =>
    tableOf(definition, at >= SYSTEM_TABLES.length, definition.ObjectTypeCode ?? 10_000 + at, known),
  );
  const byName = new Map(tables.map((table) => [table.name, table]));
  const bySet = new Map(tables.map((table) => [table.entitySet, table]));
  return { tables, table: (name) => byName.get(name), entitySet: (name) => bySet.get(name) };
}
