import {
  type ComplexType,
  type CsdlModel,
  localName,
  type Parameter,
  type TypeReference,
} from '../csdl/model.ts';
import type { Names } from './names.ts';
import { propertyName, quote, unionType } from './text.ts';

/** Parts of `@wayleave/dataverse` that the module imports. */
export type Imported = 'EnumMember' | 'Guid' | 'Row' | 'Schema';

/** Writes references to types, and remembers which of them must be written themselves. */
export interface Types {
  /** In a body as it is sent: moments are text there. */
  inBody(type: TypeReference, direction: Direction): string;
  actionParameter(parameter: Parameter): string;
  functionParameter(parameter: Parameter): string;
  /** What the client gives of an answer: lists and single values are in `value`. */
  result(type: TypeReference | undefined): string;
  /** All that was referred to, as declarations in alphabetical order. Call it last. */
  declarations(): string[];
  readonly imports: Set<Imported>;
}

/** Whether what is written is given to the service or comes from it. */
export type Direction = 'given' | 'answered';

const TEXT = new Set(['Binary', 'Date', 'DateTimeOffset', 'Duration', 'Guid', 'String', 'TimeOfDay']);
const NUMBER = new Set(['Byte', 'Decimal', 'Double', 'Int16', 'Int32', 'Int64', 'SByte', 'Single']);

const HELPERS = {
  RowLink: `/** A row by its address: \`{ '@odata.id': 'accounts(…)' }\`. */
export interface RowLink {
  readonly '@odata.id': string;
}`,
  RowValue: `/** A row by its columns, and where several tables are possible \`'@odata.type': 'Microsoft.Dynamics.CRM.account'\`. */
export type RowValue = RowLink | { readonly '@odata.type'?: string; readonly [column: string]: unknown };`,
  Sent: `/** A row in the answer of an action or function: dates are text there, and columns may be missing. */
export type Sent<R> = { readonly [C in keyof R]?: Date extends R[C] ? string | null : R[C] };`,
};

/**
 * Text for a column or property of a primitive type. Decimal and Int64 come as JSON numbers, which is what JSON.parse
 * gives; typing them otherwise would promise digits that are gone by then.
 */
export function primitive(name: string, moment: 'Date' | 'string'): string {
  const edm = name.replace(/^Edm\./, '');
  if (edm === 'DateTimeOffset') return moment;
  if (edm === 'Boolean') return 'boolean';
  if (NUMBER.has(edm)) return 'number';
  return TEXT.has(edm) ? 'string' : 'unknown';
}

export function listOf(type: string): string {
  return /[|&]| /.test(type) ? `readonly (${type})[]` : `readonly ${type}[]`;
}

/** `rowTypes` gives names of row and create types by full name of the entity type, for the chosen tables. */
export function createTypes(
  model: CsdlModel,
  names: Names,
  rowTypes: ReadonlyMap<string, { readonly row: string; readonly create: string }>,
): Types {
  const directions = new Map<string, Set<Direction>>();
  const helpers = new Set<keyof typeof HELPERS>();
  const imports = new Set<Imported>();
  const derived = new Map<string, ComplexType[]>();
  for (const type of model.complexTypes.values()) {
    if (type.base !== undefined) derived.set(type.base, [...(derived.get(type.base) ?? []), type]);
  }

  function use(name: 'RowLink' | 'RowValue' | 'Sent'): string {
    helpers.add(name);
    if (name === 'RowValue') helpers.add('RowLink');
    return name;
  }

  function entity(name: string, direction: Direction): string {
    const types = rowTypes.get(name);
    if (direction === 'answered') {
      if (types !== undefined) return `${use('Sent')}<${types.row}>`;
      imports.add('Row');
      return 'Row';
    }
    return types === undefined ? use('RowValue') : `${types.create} | ${use('RowLink')}`;
  }

  function single(name: string, direction: Direction): string {
    if (name.startsWith('Edm.')) return primitive(name, 'string');
    if (model.entityTypes.has(name)) return entity(name, direction);
    if (model.enumTypes.has(name)) return reach(name, direction);
    if (!model.complexTypes.has(name)) return 'unknown';
    return [...withDerived(name)].map((each) => reach(each, direction)).join(' | ');
  }

  function withDerived(name: string, found = new Set<string>()): ReadonlySet<string> {
    if (found.has(name)) return found;
    found.add(name);
    for (const type of derived.get(name) ?? []) withDerived(type.name, found);
    return found;
  }

  function reach(name: string, direction: Direction): string {
    const known = directions.get(name) ?? new Set();
    directions.set(name, known);
    if (!known.has(direction)) {
      known.add(direction);
      const type = model.complexTypes.get(name);
      for (const each of type?.properties ?? []) single(each.type.name, direction);
      for (const each of type?.navigation ?? []) single(each.type.name, direction);
      if (type?.base !== undefined) reach(type.base, direction);
    }
    return names.take(`type ${name}`, localName(name));
  }

  const inBody = ({ name, isCollection }: TypeReference, direction: Direction) => {
    const type = single(name, direction);
    return isCollection ? listOf(type) : type;
  };

  function declaration(name: string): string {
    const own = names.take(`type ${name}`, localName(name));
    const enumType = model.enumTypes.get(name);
    if (enumType !== undefined) {
      const members = enumType.members.length === 0 ? ['never'] : enumType.members.map(quote);
      if (!enumType.isFlags) return unionType(`export type ${own} =`, members);
      const several = [...members, '(string & Record<never, never>)'];
      return `/** One or several, joined by commas. */\n${unionType(`export type ${own} =`, several)}`;
    }
    const type = model.complexTypes.get(name);
    const given = directions.get(name)?.has('given') === true;
    const line = (property: { name: string; type: TypeReference; isNullable: boolean }) => {
      const text = given ? inBody(property.type, 'given') : inBody(property.type, 'answered');
      // Nullable="false" of a list is said of its items.
      const isRequired = !property.isNullable && !property.type.isCollection;
      const mark = given && !isRequired ? '?' : '';
      return `  readonly ${propertyName(property.name)}${mark}: ${text}${isRequired ? '' : ' | null'};\n`;
    };
    const members = [
      ...(type?.properties ?? []).map(line),
      ...(type?.navigation ?? []).map(({ name: each, type: target }) =>
        line({ name: each, type: target, isNullable: true }),
      ),
    ];
    const base = type?.base === undefined ? undefined : names.take(`type ${type.base}`, localName(type.base));
    if (type?.base === undefined && derived.has(name))
      members.unshift("  readonly '@odata.type'?: string;\n");
    if (members.length === 0 && base !== undefined) return `export type ${own} = ${base};`;
    if (members.length === 0) return `export type ${own} = Readonly<Record<string, unknown>>;`;
    return `export interface ${own}${base === undefined ? '' : ` extends ${base}`} {\n${members.join('')}}`;
  }

  return {
    imports,
    inBody,
    actionParameter: ({ type }) =>
      type.name === 'Edm.DateTimeOffset' && !type.isCollection ? 'Date' : inBody(type, 'given'),
    functionParameter({ type }) {
      if (type.isCollection) return inBody(type, 'given');
      if (type.name === 'Edm.DateTimeOffset') return 'Date';
      if (type.name === 'Edm.Guid') {
        imports.add('Guid');
        return 'Guid';
      }
      if (model.entityTypes.has(type.name)) return use('RowLink');
      if (!model.enumTypes.has(type.name)) return inBody(type, 'given');
      imports.add('EnumMember');
      return `EnumMember<${quote(localName(type.name))}, ${reach(type.name, 'given')}>`;
    },
    result(type) {
      if (type === undefined) return 'undefined';
      const text = inBody(type, 'answered');
      const isWrapped = type.isCollection || type.name.startsWith('Edm.') || model.enumTypes.has(type.name);
      return isWrapped ? `{ readonly value: ${text} }` : text;
    },
    declarations() {
      const types = [...directions.keys()]
        .map((name) => ({ name, own: names.take(`type ${name}`, localName(name)) }))
        .sort((a, b) => (a.own < b.own ? -1 : 1))
        .map(({ name }) => declaration(name));
      return [...[...helpers].sort().map((name) => HELPERS[name]), ...types];
    },
  };
}
