import type { Column, Model, Table } from '../metadata/model.ts';

const SQL_TYPE: Readonly<Record<Column['edm'], string>> = {
  'Edm.String': 'text',
  'Edm.Guid': 'text',
  'Edm.Int32': 'integer',
  'Edm.Int64': 'integer',
  'Edm.Decimal': 'real',
  'Edm.Double': 'real',
  'Edm.Boolean': 'integer',
  'Edm.DateTimeOffset': 'integer',
  'Edm.Date': 'integer',
};

/** The lower-cased copy that comparisons and sorting use: SQLite's own folding knows ASCII only. */
export const folded = (column: string): string => `${column}$fold`;
/** The table that a lookup with several targets points to. */
export const targetType = (column: string): string => `${column}$type`;
export const fold = (text: string): string => text.toLowerCase();

const quoted = (name: string): string => `"${name}"`;

function createTable(table: Table): string {
  const columns = table.columns.flatMap((column) => [
    `${quoted(column.name)} ${SQL_TYPE[column.edm]}${column.name === table.key ? ' primary key' : ''}`,
    ...(column.edm === 'Edm.String' ? [`${quoted(folded(column.name))} text`] : []),
    ...(column.targets.length > 1 ? [`${quoted(targetType(column.name))} text`] : []),
  ]);
  const unique = table.alternateKeys.map(
    (key, at) =>
      `create index ${quoted(`${table.name}$key${at}`)} on ${quoted(table.name)} (${key.map(quoted).join(', ')});`,
  );
  return `create table ${quoted(table.name)} (${columns.join(', ')}) without rowid; ${unique.join(' ')}`;
}

/** The statements that create one SQL table for each Dataverse table. Names were checked by the model. */
export const createStatements = (model: Model): string => model.tables.map(createTable).join('\n');
