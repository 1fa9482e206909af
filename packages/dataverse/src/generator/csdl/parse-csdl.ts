import { CsdlError, positionOf } from '../csdl-error.ts';
import { readTree, type XmlElement } from '../xml/read-tree.ts';
import { readAlternateKeys, readAnnotation } from './annotations.ts';
import {
  type ComplexType,
  type CsdlModel,
  type EntityType,
  type EnumType,
  localName,
  type NavigationProperty,
  type Operation,
  type Parameter,
  type Property,
  type TypeReference,
} from './model.ts';

const EDM = 'http://docs.oasis-open.org/odata/ns/edm';
const READ_ONLY = 'Org.OData.Core.V1.Permissions';
/** Names that become names of the module, or parts of URLs; with dots, those of namespaces and types. */
const NAME = /^[\p{ID_Start}_]\p{ID_Continue}*$/u;
const FULL_NAME = /^[\p{ID_Start}_]\p{ID_Continue}*(\.[\p{ID_Start}_]\p{ID_Continue}*)*$/u;

/**
 * Reads the text of an environment's `$metadata` (CSDL, OData 4.0), with annotations or without.
 *
 * Throws `CsdlError`: `ERR_CSDL_XML` for broken XML, `ERR_CSDL_MODEL` for XML that is something else.
 *
 * @example const model = parseCsdl(await readFile('metadata.xml', 'utf8'));
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-service-documents
 */
export function parseCsdl(text: string): CsdlModel {
  const root = readTree(text);
  const schemas = (child(root, 'DataServices')?.children ?? []).filter(
    ({ name, namespace }) => name === 'Schema' && namespace === EDM,
  );
  if (root.name !== 'Edmx' || schemas.length === 0) {
    throw new CsdlError(
      'ERR_CSDL_MODEL',
      `<${root.name}> is no $metadata of OData 4.0. Save it from <environment>/api/data/v9.2/$metadata.`,
    );
  }
  return new Reader(text, schemas).model();
}

/** Reads elements with the source at hand, for positions, and the aliases of namespaces. */
class Reader {
  readonly #source: string;
  readonly #schemas: readonly XmlElement[];
  readonly #aliases: ReadonlyMap<string, string>;

  constructor(source: string, schemas: readonly XmlElement[]) {
    this.#source = source;
    this.#schemas = schemas;
    this.#aliases = new Map(
      schemas.map((schema) => [schema.attributes.get('Alias') ?? '', this.#namespace(schema)]),
    );
  }

  model(): CsdlModel {
    const entities = this.#each('EntityType', (element, name) => this.#entityType(element, name));
    const properties = this.#schemas.flatMap((schema) =>
      children(schema, 'EntityType').flatMap((type) => children(type, 'Property')),
    );
    return {
      entityTypes: byName(entities),
      complexTypes: byName(this.#each('ComplexType', (element, name) => this.#complexType(element, name))),
      enumTypes: byName(this.#each('EnumType', (element, name) => this.#enumType(element, name))),
      entitySets: new Map(
        this.#container('EntitySet').map((set) => [
          this.#name(set),
          this.#fullName(this.#need(set, 'EntityType')),
        ]),
      ),
      actions: this.#operations('Action'),
      functions: this.#operations('Function'),
      marksReadOnly: properties.some((property) => readAnnotation(property, READ_ONLY) !== undefined),
    };
  }

  #entityType(element: XmlElement, name: string): EntityType {
    const key = child(element, 'Key');
    return {
      ...this.#complexType(element, name),
      isAbstract: isTrue(element, 'Abstract'),
      key: key === undefined ? [] : children(key, 'PropertyRef').map((part) => this.#need(part, 'Name')),
      alternateKeys: readAlternateKeys(element),
    };
  }

  #complexType(element: XmlElement, name: string): ComplexType {
    const base = element.attributes.get('BaseType');
    if (base !== undefined) this.#check(element, 'BaseType', base, FULL_NAME);
    return {
      name,
      base: base === undefined ? undefined : this.#fullName(base),
      isOpen: isTrue(element, 'OpenType'),
      properties: children(element, 'Property').map((property) => this.#property(property)),
      navigation: children(element, 'NavigationProperty').map((property) => this.#navigation(property)),
    };
  }

  #property(element: XmlElement): Property {
    const permissions = readAnnotation(element, READ_ONLY);
    return {
      name: this.#need(element, 'Name'),
      type: this.#type(element),
      isNullable: element.attributes.get('Nullable') !== 'false',
      isReadOnly: permissions !== undefined && !/\/(Write|ReadWrite)$/.test(permissions),
    };
  }

  #navigation(element: XmlElement): NavigationProperty {
    return {
      name: this.#need(element, 'Name'),
      type: this.#type(element),
      column: child(element, 'ReferentialConstraint')?.attributes.get('Property'),
      partner: element.attributes.get('Partner'),
    };
  }

  #enumType(element: XmlElement, name: string): EnumType {
    const members = children(element, 'Member').map((member) => this.#need(member, 'Name'));
    return { name, isFlags: isTrue(element, 'IsFlags'), members };
  }

  /** Bound ones, and of the unbound ones those that can be called, by the name to call them. */
  #operations(kind: 'Action' | 'Function'): Operation[] {
    const imports = new Map<string, string[]>();
    for (const element of this.#container(`${kind}Import`)) {
      const operation = this.#fullName(this.#need(element, kind));
      imports.set(operation, [...(imports.get(operation) ?? []), this.#name(element)]);
    }
    return this.#each(kind, (element, fullName) => {
      const isBound = isTrue(element, 'IsBound');
      const [binding, ...others] = children(element, 'Parameter');
      const result = child(element, 'ReturnType');
      const given = isBound || binding === undefined ? others : [binding, ...others];
      const operation = {
        boundTo: isBound && binding !== undefined ? this.#type(binding) : undefined,
        parameters: given.map((parameter) => this.#parameter(parameter)),
        result: result === undefined ? undefined : this.#type(result),
      };
      const names = isBound ? [localName(fullName)] : (imports.get(fullName) ?? []);
      return names.map((name) => ({ name, ...operation }));
    }).flat();
  }

  #parameter(element: XmlElement): Parameter {
    const isNullable = element.attributes.get('Nullable') !== 'false';
    const isMarked = readAnnotation(element, 'Org.OData.Core.V1.OptionalParameter') !== undefined;
    return {
      name: this.#need(element, 'Name'),
      type: this.#type(element),
      isOptional: isNullable || isMarked,
    };
  }

  #type(element: XmlElement): TypeReference {
    const text = this.#need(element, 'Type');
    const inner = /^Collection\((.+)\)$/.exec(text)?.[1];
    return { name: this.#fullName(inner ?? text), isCollection: inner !== undefined };
  }

  #fullName(name: string): string {
    const namespace = this.#aliases.get(name.slice(0, Math.max(0, name.lastIndexOf('.'))));
    return namespace === undefined ? name : `${namespace}.${localName(name)}`;
  }

  #each<T>(kind: string, read: (element: XmlElement, fullName: string) => T): T[] {
    return this.#schemas.flatMap((schema) =>
      children(schema, kind).map((element) =>
        read(element, `${this.#namespace(schema)}.${this.#name(element)}`),
      ),
    );
  }

  #container(kind: string): XmlElement[] {
    return this.#schemas.flatMap((schema) =>
      children(schema, 'EntityContainer').flatMap((container) => children(container, kind)),
    );
  }

  #need(element: XmlElement, attribute: string): string {
    const value = element.attributes.get(attribute);
    if (value !== undefined && value !== '') return value;
    throw this.#failure(element, `is without ${attribute}.`);
  }

  #name(element: XmlElement): string {
    return this.#check(element, 'Name', this.#need(element, 'Name'), NAME);
  }

  #namespace(schema: XmlElement): string {
    return this.#check(schema, 'Namespace', this.#need(schema, 'Namespace'), FULL_NAME);
  }

  #check(element: XmlElement, attribute: string, value: string, form: RegExp): string {
    if (form.test(value)) return value;
    throw this.#failure(element, `has a ${attribute} that is no name.`);
  }

  #failure(element: XmlElement, words: string): CsdlError {
    const at = positionOf(this.#source, element.offset);
    return new CsdlError('ERR_CSDL_MODEL', `<${element.name}> ${words}`, at);
  }
}

function children(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((each) => each.name === name);
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((each) => each.name === name);
}

function isTrue(element: XmlElement, attribute: string): boolean {
  return element.attributes.get(attribute) === 'true';
}

function byName<T extends { readonly name: string }>(types: readonly T[]): ReadonlyMap<string, T> {
  return new Map(types.map((type) => [type.name, type]));
}
