import { createConditions } from './conditions.ts';
import { templateError, validationError } from './errors.ts';
import type { Scope, Value } from './functions.ts';
import { parameterValue } from './parameters.ts';
import { PSEUDO_PARAMETERS, pseudoParameter, type Surroundings } from './pseudo-parameters.ts';
import type { Template } from './template.ts';

/** How a resource is seen by those that refer to it. */
export interface ResourceValues {
  ref(logicalId: string): Value;
  attribute(logicalId: string, attribute: string): Value;
}

export interface ScopeOptions {
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, string>;
  readonly around: Surroundings;
  readonly resources: ResourceValues;
  /** Exported values of other stacks. */
  readonly exports: (name: string) => string | undefined;
}

/** The meaning of names in one template with the given parameter values. */
export function createScope({ template, parameters, around, resources, exports }: ScopeOptions): Scope {
  const scope: Scope = {
    region: around.region,
    ref(name) {
      const declaration = template.parameters.get(name);
      if (declaration !== undefined) return parameterValue(declaration, parameters.get(name) ?? '') as Value;
      return PSEUDO_PARAMETERS.has(name) ? pseudoParameter(name, around) : resources.ref(name);
    },
    attribute: (logicalId, attribute) => resources.attribute(logicalId, attribute),
    condition: (name) => conditions(name),
    mapping(map, first, second) {
      const found = template.mappings.get(map);
      if (found === undefined) {
        throw templateError(`Mapping named '${map}' is not present in the 'Mappings' section of template.`);
      }
      const value = found.get(first)?.get(second);
      if (value === undefined) throw templateError(`Unable to get mapping for ${map}::${first}::${second}`);
      return value;
    },
    importValue(name) {
      const value = exports(name);
      if (value === undefined) throw validationError(`No export named ${name} found`);
      return value;
    },
  };
  const conditions = createConditions(template.conditions, scope);
  return scope;
}

/** For places where no resource can be referred to. */
export const NO_RESOURCES: ResourceValues = {
  ref: (id) => {
    throw templateError(`Unresolved reference to resource ${id}`);
  },
  attribute: (id) => {
    throw templateError(`Unresolved reference to resource ${id}`);
  },
};
