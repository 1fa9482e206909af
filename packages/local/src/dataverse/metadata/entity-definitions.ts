import { DataverseError, notBuilt, unsupportedOption } from '../errors.ts';
import { parseQueryOptions, type QueryOptions } from '../odata/query-options.ts';
import type { Segment } from '../odata/resource-path.ts';
import type { Exchange } from '../organization.ts';
import { json } from '../responses.ts';
import { demandGeneral } from '../security/access.ts';
import { stableId } from './ids.ts';
import type { Table } from './model.ts';

type Members = Record<string, unknown>;

// A member that the definition does not give may well exist in the real service, so it is not called unknown.
function pick(members: Members, select: readonly string[] | null, of: string): Members {
  if (select === null) return members;
  const picked: Members = {};
  for (const name of [...select, 'MetadataId']) {
    if (!Object.hasOwn(members, name)) throw notBuilt(`The property ${name} in the definition of ${of}`);
    picked[name] = members[name];
  }
  return picked;
}

function privilegesOf({ org }: Exchange, table: Table): readonly Members[] {
  return org.catalogue.all
    .filter((privilege) => privilege.table === table.name)
    .map(({ id, name, right, depths }) => ({
      CanBeBasic: depths.includes('Basic'),
      CanBeDeep: depths.includes('Deep'),
      CanBeGlobal: depths.includes('Global'),
      CanBeLocal: depths.includes('Local'),
      CanBeEntityReference: false,
      CanBeParentEntityReference: false,
      CanBeRecordFilter: false,
      Name: name,
      PrivilegeId: id,
      PrivilegeType: right,
    }));
}

function attributesOf(table: Table, select: readonly string[] | null): readonly Members[] {
  return table.columns.map(({ definition }) => ({
    '@odata.type': `#Microsoft.Dynamics.CRM.${definition.AttributeType === 'Uniqueidentifier' ? 'UniqueIdentifier' : definition.AttributeType}AttributeMetadata`,
    ...pick(
      {
        RequiredLevel: { Value: 'None' },
        IsValidForCreate: true,
        IsValidForUpdate: true,
        IsPrimaryId: definition.LogicalName === table.key,
        IsPrimaryName: definition.LogicalName === table.nameColumn,
        IsCustomAttribute: definition.LogicalName.includes('_'),
        EntityLogicalName: table.name,
        MetadataId: stableId('attribute', `${table.name}.${definition.LogicalName}`),
        ...definition,
      },
      select,
      `${table.name}.${definition.LogicalName}`,
    ),
  }));
}

function definitionOf(exchange: Exchange, table: Table, options: QueryOptions): Members {
  const { Attributes: _, Keys: __, ManyToOneRelationships: ___, ...own } = table.definition;
  const members: Members = {
    IsCustomEntity: table.custom,
    IsIntersect: false,
    IsOptimisticConcurrencyEnabled: true,
    MetadataId: stableId('entity', table.name),
    ...own,
    ObjectTypeCode: table.objectTypeCode,
    Privileges: privilegesOf(exchange, table),
  };
  const expanded: Members = {};
  for (const item of options.expand) {
    if (
      item.name !== 'Attributes' ||
      item.filter !== null ||
      item.expand.length > 0 ||
      item.others.size > 0
    ) {
      throw notBuilt(`$expand=${item.name} of EntityDefinitions in this form`);
    }
    expanded['Attributes'] = attributesOf(table, item.select);
  }
  return { ...pick(members, options.select, table.name), ...expanded };
}

function find(exchange: Exchange, key: string): Table {
  const { model, unconfirmed } = exchange.org;
  const name = /^LogicalName='([^']*)'$/.exec(key)?.[1];
  const table = model.tables.find((each) =>
    name === undefined ? stableId('entity', each.name) === key.toLowerCase() : each.name === name,
  );
  if (table) return table;
  throw new DataverseError(404, unconfirmed.unknownDefinitionCode, 'The specified entity was not found.');
}

/** `EntityDefinitions` and `EntityDefinitions(LogicalName='account')`: the stored definitions, read only. */
export function entityDefinitions(
  exchange: Exchange,
  [first, second, ...more]: readonly Segment[],
): Response {
  if (exchange.method !== 'GET') throw notBuilt('Changing a table definition');
  if (exchange.org.unconfirmed.metadataReadable === 'with-prvReadEntity') {
    demandGeneral(exchange, 'prvReadEntity', 'EntityDefinitions');
  }
  const options = parseQueryOptions(exchange.url.searchParams);
  for (const [option, present] of [
    ['$top', options.top !== null],
    ['$orderby', options.orderBy.length > 0],
  ] as const) {
    if (present) throw unsupportedOption(option);
  }
  if (options.filter !== null) throw notBuilt('$filter on EntityDefinitions');
  const context = `${exchange.root}/$metadata#EntityDefinitions`;
  const columns = options.select === null ? '' : `(${options.select.join(',')})`;
  if (!first || first.key === null) {
    if (second) throw notBuilt('This path below EntityDefinitions');
    const value = exchange.org.model.tables.map((table) => definitionOf(exchange, table, options));
    return json(200, { '@odata.context': `${context}${columns}`, value });
  }
  const table = find(exchange, first.key);
  if (!second)
    return json(200, {
      '@odata.context': `${context}${columns}/$entity`,
      ...definitionOf(exchange, table, options),
    });
  if (second.name !== 'Attributes' || second.key !== null || more.length > 0 || options.expand.length > 0) {
    throw notBuilt('This path below EntityDefinitions');
  }
  return json(200, {
    '@odata.context': `${context}('${table.name}')/Attributes${columns}`,
    value: attributesOf(table, options.select),
  });
}
