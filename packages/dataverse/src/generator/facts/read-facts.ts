import { CsdlError } from '../csdl-error.ts';
import type { Choice, ColumnFacts, Facts, TableFacts } from './facts.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads what the Web API gave as JSON: an answer of `RetrieveMetadataChanges`, one or several `EntityDefinitions` with
 * `Attributes` expanded, or a table's list of attributes (`…/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata`
 * with `OptionSet` expanded), whose table is told by its context unless it is given.
 *
 * Throws `CsdlError` `ERR_CSDL_CHOICES` for anything else.
 *
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api
 */
export function readFacts(json: unknown, table?: string): Facts {
  if (!isObject(json)) throw unreadable();
  const changes = list(json['EntityMetadata']);
  if (changes !== undefined) return new Map(changes.map(readTable));
  if (typeof json['LogicalName'] === 'string' && json['Attributes'] !== undefined)
    return new Map([readTable(json)]);
  const items = list(json['value']);
  if (items === undefined) throw unreadable();
  if (items.some((item) => Array.isArray(item['Attributes']))) return new Map(items.map(readTable));
  const name = table ?? tableOfContext(json['@odata.context']) ?? text(items[0]?.['EntityLogicalName']);
  if (name === undefined) throw unreadable();
  return new Map([[name, { columns: readColumns(items), keys: undefined }]]);
}

function readTable(definition: Json): readonly [string, TableFacts] {
  const name = text(definition['LogicalName']);
  if (name === undefined) throw unreadable();
  const keys = list(definition['Keys'])?.map(({ KeyAttributes }) =>
    Array.isArray(KeyAttributes) ? KeyAttributes.filter((column) => typeof column === 'string') : [],
  );
  // An empty list may mean that keys were not asked for, so that it does not outweigh `$metadata`.
  const hasKeys = keys?.some((key) => key.length > 0);
  return [
    name,
    { columns: readColumns(list(definition['Attributes']) ?? []), keys: hasKeys ? keys : undefined },
  ];
}

function readColumns(attributes: readonly Json[]): ReadonlyMap<string, ColumnFacts> {
  return new Map(
    attributes.map((attribute) => {
      const name = text(attribute['LogicalName']);
      if (name === undefined) throw unreadable();
      const { IsValidForCreate: create, IsValidForUpdate: update } = attribute;
      const choice = readChoice(attribute['OptionSet']) ?? readChoice(attribute['GlobalOptionSet']);
      const facts: ColumnFacts = {
        ...(typeof create === 'boolean' && { canCreate: create }),
        ...(typeof update === 'boolean' && { canUpdate: update }),
        ...(choice !== undefined && { choice }),
      };
      return [name, facts];
    }),
  );
}

/** `undefined` when there is none, or it is empty (it was not expanded, or it is of yes and no). */
function readChoice(set: unknown): Choice | undefined {
  const given = isObject(set) ? (list(set['Options']) ?? []) : [];
  const options = given.flatMap(({ Value, Label }) =>
    typeof Value === 'number' ? [{ value: Value, label: labelOf(Label) ?? '' }] : [],
  );
  if (!isObject(set) || options.length === 0) return undefined;
  return { globalName: set['IsGlobal'] === true ? text(set['Name']) : undefined, options };
}

function labelOf(label: unknown): string | undefined {
  if (!isObject(label)) return undefined;
  const { UserLocalizedLabel: own, LocalizedLabels: all } = label;
  return text(isObject(own) ? own['Label'] : undefined) ?? text(list(all)?.[0]?.['Label']);
}

function tableOfContext(context: unknown): string | undefined {
  if (typeof context !== 'string') return undefined;
  try {
    return /#EntityDefinitions\((?:LogicalName=)?'(\w+)'\)/.exec(decodeURIComponent(context))?.[1];
  } catch {
    return undefined; // not well encoded
  }
}

function list(value: unknown): readonly Json[] | undefined {
  return Array.isArray(value) ? value.filter(isObject) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(): CsdlError {
  return new CsdlError(
    'ERR_CSDL_CHOICES',
    'This is no answer of RetrieveMetadataChanges, of EntityDefinitions with Attributes, or of Attributes of a table.',
  );
}
