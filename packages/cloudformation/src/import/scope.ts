import type { ResourceSchema, SchemaLookup } from '../schemas/schema.ts';
import { type JsonObject, member as memberOf, objectOf } from '../validate/json.ts';
import { type Code, call, member, name, object, string } from './code.ts';
import { factoryOf } from './factories.ts';
import type { Yield } from './slot.ts';
import { attributeYield, heldYield, mappingYields, parameterYield } from './yields.ts';

/** An expression that stands for something of the template, and what it yields. */
export interface Reference {
  readonly code: Code;
  readonly yields: readonly Yield[];
}

/** What the module has declared up to the place that is being written. */
export interface Scope {
  /** Whether functions may be written that `AWS::LanguageExtensions` adds: the template has it. */
  readonly extended: boolean;
  /** From here on, the constant of this name can be used: `Resources.Uploads`. */
  declare(of: string): void;
  /** The handle of a resource or parameter that is declared. */
  handle(logicalId: string): Code | undefined;
  ref(logicalId: string): Reference;
  getAtt(logicalId: string, attribute: string): Reference;
  condition(conditionName: string): Code;
  mapping(mappingName: string): Reference | undefined;
  /** What is known of a resource's type, if there is a function that makes it. */
  schema(type: unknown): ResourceSchema | undefined;
}

const pseudo: Readonly<Record<string, readonly Yield[]>> = {
  AccountId: ['text'],
  NotificationARNs: [{ list: ['text'] }],
  NoValue: [],
  Partition: ['text'],
  Region: ['text'],
  StackId: ['text'],
  StackName: ['text'],
  URLSuffix: ['text'],
};

export function makeScope(template: JsonObject, schemas: SchemaLookup): Scope {
  const declared = new Set<string>();
  const entry = (section: string, id: string) => memberOf(objectOf(memberOf(template, section)), id);
  const constant = (of: string) => (declared.has(of) ? name(of) : undefined);
  const handle = (id: string) => constant(`Resources.${id}`) ?? constant(`Parameters.${id}`);

  function schema(type: unknown): ResourceSchema | undefined {
    return typeof type === 'string' && factoryOf(type) !== undefined ? schemas(type) : undefined;
  }

  function schemaOfResource(id: string): ResourceSchema | undefined {
    return schema(objectOf(entry('Resources', id))['Type']);
  }

  return {
    extended: isExtended(memberOf(template, 'Transform')),
    declare: (of) => declared.add(of),
    handle,
    ref(id) {
      const own = id.startsWith('AWS::') ? id.slice(5) : '';
      if (Object.hasOwn(pseudo, own)) return { code: name(`core ${own}`), yields: pseudo[own] ?? [] };
      const known = handle(id);
      if (known === undefined) return { code: later('ref', string(id)), yields: ['text'] };
      const yielded = declared.has(`Resources.${id}`)
        ? heldYield(schemaOfResource(id)?.ref)
        : parameterYield(objectOf(entry('Parameters', id))['Type']);
      return { code: member(known, 'ref'), yields: [yielded] };
    },
    getAtt(id, attribute) {
      const known = constant(`Resources.${id}`);
      const attributes = schemaOfResource(id)?.attributes ?? {};
      const found = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
      if (known !== undefined && found !== undefined)
        return { code: member(known, attribute), yields: [attributeYield(found)] };
      return { code: later('getAtt', known ?? string(id), string(attribute)), yields: ['text'] };
    },
    // A condition that the module does not declare is known by its name alone.
    condition: (own) =>
      constant(`Conditions.${own}`) ?? object([{ key: 'conditionName', notes: [], code: string(own) }]),
    mapping(own) {
      const known = constant(`Mappings.${own}`);
      return known && { code: known, yields: mappingYields(entry('Mappings', own)) };
    },
    schema,
  };
}

/** `later.ref('Uploads')`: by name, for what is declared further down or not at all. */
export function later(how: 'getAtt' | 'ref', ...args: readonly Code[]): Code {
  return call(member(name('core later'), how), args);
}

/** Whether a template's macros have `AWS::LanguageExtensions` among them. */
export function isExtended(transform: unknown): boolean {
  const macros: readonly unknown[] = Array.isArray(transform) ? transform : [transform];
  return macros.some(
    (macro) => macro === 'AWS::LanguageExtensions' || objectOf(macro)['Name'] === 'AWS::LanguageExtensions',
  );
}
