import { formatError, templateError } from './errors.ts';
import type { Json } from './json.ts';
import { PSEUDO_PARAMETERS } from './pseudo-parameters.ts';
import { conditionsIn, referencesOf } from './references.ts';
import type { ResourceTypes, Template } from './template.ts';

/** Fails with ValidationError for names that a template uses and does not declare. */
export function checkReferences(template: Template, types: ResourceTypes): void {
  checkConditions(template);
  const { resources, outputs } = template;
  const dependencies = [...resources.values()].flatMap(({ dependsOn }) => dependsOn);
  checkBlock(
    template,
    types,
    'Resources',
    [...resources.values()].flatMap(({ properties, metadata }) => [properties, metadata ?? '']),
    dependencies,
  );
  checkBlock(
    template,
    types,
    'Outputs',
    [...outputs.values()].flatMap(({ value, exportName }) => [value, exportName ?? '']),
  );
  for (const [block, declarations] of [
    ['Resources', resources],
    ['Outputs', outputs],
  ] as const) {
    for (const { condition } of declarations.values()) {
      if (condition !== undefined) requireCondition(template, condition, block);
    }
  }
}

function checkBlock(
  template: Template,
  types: ResourceTypes,
  block: 'Resources' | 'Outputs',
  nodes: readonly Json[],
  dependencies: readonly string[] = [],
): void {
  const { parameters, resources } = template;
  const references = referencesOf(nodes);
  const unresolved = [...references.refs].filter(
    (name) => !parameters.has(name) && !resources.has(name) && !PSEUDO_PARAMETERS.has(name),
  );
  unresolved.push(...dependencies.filter((name) => !resources.has(name)));
  if (unresolved.length > 0) {
    const names = [...new Set(unresolved)].join(', ');
    throw formatError(`Unresolved resource dependencies [${names}] in the ${block} block of the template`);
  }
  for (const { id, attribute } of references.attributes) {
    const declaration = resources.get(id);
    if (declaration === undefined)
      throw templateError(`instance of Fn::GetAtt references undefined resource ${id}`);
    if (attribute !== undefined && !types.attributesOf(declaration.type).includes(attribute)) {
      throw templateError(`resource ${id} does not support attribute type ${attribute} in Fn::GetAtt`);
    }
  }
  for (const name of references.conditions) requireCondition(template, name, block);
}

function checkConditions(template: Template): void {
  const references = referencesOf([...template.conditions.values()]);
  const unresolved = [
    ...[...references.refs].filter((name) => !template.parameters.has(name) && !PSEUDO_PARAMETERS.has(name)),
    ...references.attributes.map(({ id }) => id),
  ];
  if (unresolved.length > 0) {
    throw formatError(
      `Unresolved dependencies [${[...new Set(unresolved)].join(', ')}]. Cannot reference resources in the Conditions block of the template`,
    );
  }
  const names = [...references.conditions, ...conditionsIn([...template.conditions.values()])];
  for (const name of names) requireCondition(template, name, 'Conditions');
}

function requireCondition(template: Template, name: string, block: string): void {
  if (!template.conditions.has(name)) {
    throw formatError(`Unresolved condition dependency ${name} in the ${block} block of the template`);
  }
}
