import { badArgument } from '../errors/configuration-error.ts';
import type { CascadeConfiguration } from './definitions.ts';
import type { Label } from './labels.ts';
import { checkSchemaName, defined, type NewColumn, type NewOption, newOptions } from './new-columns.ts';

/** A definition to create, as the service takes it; other members of its type may be added. */
export interface NewDefinition {
  readonly '@odata.type': string;
  readonly [member: string]: unknown;
}

export interface TableOptions {
  /** With the publisher's prefix: `new_BankAccount`. */
  readonly schemaName: string;
  readonly displayName: Label;
  readonly pluralName: Label;
  readonly description?: Label;
  /** The column with the rows' name, made by `textColumn`. */
  readonly primaryName: NewColumn;
  /** Further columns, created along with the table. */
  readonly columns?: readonly NewColumn[];
  readonly ownership: 'UserOwned' | 'OrganizationOwned';
  readonly hasNotes?: boolean;
  readonly hasActivities?: boolean;
}

/**
 * A table to create.
 *
 * @example
 * await meta.createTable(newTable({
 *   schemaName: 'new_Shipment',
 *   displayName: label('Shipment', 1033),
 *   pluralName: label('Shipments', 1033),
 *   primaryName: textColumn({ schemaName: 'new_Name', displayName: label('Name', 1033) }),
 *   ownership: 'UserOwned',
 * }));
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-definitions-using-web-api
 */
export function newTable(options: TableOptions): NewDefinition {
  const { schemaName, displayName, pluralName, description, primaryName, columns = [], ownership } = options;
  if (!primaryName['@odata.type'].endsWith('StringAttributeMetadata')) {
    throw badArgument('primaryName is a column of text: make it with textColumn().');
  }
  return {
    '@odata.type': 'Microsoft.Dynamics.CRM.EntityMetadata',
    SchemaName: checkSchemaName(schemaName),
    DisplayName: displayName,
    DisplayCollectionName: pluralName,
    ...(description && { Description: description }),
    OwnershipType: ownership,
    IsActivity: false,
    HasNotes: options.hasNotes ?? false,
    HasActivities: options.hasActivities ?? false,
    Attributes: [{ ...primaryName, IsPrimaryName: true }, ...columns],
  };
}

export interface OneToManyOptions {
  readonly schemaName: string;
  /** Logical name of the table on the side of the one, and its primary key column. */
  readonly referenced: { readonly table: string; readonly column: string };
  /** Logical name of the table that gets the lookup. */
  readonly referencing: string;
  /** Made by `lookupColumn`. */
  readonly lookup: NewColumn;
  /** By default deleting the one clears the lookup, and nothing else passes on. */
  readonly cascade?: CascadeConfiguration;
}

/**
 * A one-to-many relationship to create, with its lookup.
 *
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-relationships-using-web-api
 */
export function oneToMany(options: OneToManyOptions): NewDefinition {
  const { schemaName, referenced, referencing, lookup, cascade } = options;
  if (!lookup['@odata.type'].endsWith('LookupAttributeMetadata')) {
    throw badArgument('lookup is a lookup column: make it with lookupColumn().');
  }
  return {
    '@odata.type': 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata',
    SchemaName: checkSchemaName(schemaName),
    ReferencedEntity: referenced.table,
    ReferencedAttribute: referenced.column,
    ReferencingEntity: referencing,
    CascadeConfiguration: {
      Assign: 'NoCascade',
      Delete: 'RemoveLink',
      Merge: 'NoCascade',
      Reparent: 'NoCascade',
      Share: 'NoCascade',
      Unshare: 'NoCascade',
      ...cascade,
    },
    Lookup: lookup,
  };
}

/** A many-to-many relationship to create, of two tables by their logical names. */
export function manyToMany(options: {
  readonly schemaName: string;
  readonly tables: readonly [string, string];
  /** Name of the table in between; by default the relationship's. */
  readonly intersectName?: string;
}): NewDefinition {
  const { schemaName, tables, intersectName } = options;
  return {
    '@odata.type': 'Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata',
    SchemaName: checkSchemaName(schemaName),
    Entity1LogicalName: tables[0],
    Entity2LogicalName: tables[1],
    IntersectEntityName: intersectName ?? schemaName.toLowerCase(),
  };
}

/** An alternate key to create, of columns by their logical names; 16 at most. */
export function newKey(options: {
  readonly schemaName: string;
  readonly displayName: Label;
  readonly columns: readonly string[];
}): NewDefinition {
  const { schemaName, displayName, columns } = options;
  if (columns.length < 1 || columns.length > 16) {
    throw badArgument(`A key of ${columns.length} columns: it takes 1 to 16.`);
  }
  return {
    '@odata.type': 'Microsoft.Dynamics.CRM.EntityKeyMetadata',
    SchemaName: checkSchemaName(schemaName),
    DisplayName: displayName,
    KeyAttributes: columns,
  };
}

/** A global choice to create. */
export function newChoice(options: {
  /** With the publisher's prefix, in lower case: `new_colors`. */
  readonly name: string;
  readonly displayName: Label;
  readonly description?: Label;
  readonly options: readonly NewOption[];
}): NewDefinition {
  return {
    '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
    ...defined({ DisplayName: options.displayName, Description: options.description }),
    Name: checkSchemaName(options.name),
    OptionSetType: 'Picklist',
    Options: newOptions(options.options),
  };
}
