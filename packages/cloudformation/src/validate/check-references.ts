import { TemplateError } from '../error.ts';
import { pseudoParameters } from '../pseudo-parameters.ts';
import type { AttributeNames } from '../resource.ts';
import type { TemplateJson } from '../template-json.ts';
import { findReferences, type Reference } from './references.ts';

/** Which attributes a resource of the template has. */
export type AttributesOf = (logicalId: string) => AttributeNames;

/** Throws for the first name that means nothing, or that may not be used where it is. */
export function checkReferences(template: TemplateJson, attributesOf: AttributesOf): void {
  for (const [id, resource] of Object.entries(template.Resources)) {
    const path = `Resources.${id}`;
    for (const reference of findReferences(resource.Properties, `${path}.Properties`))
      checkReference(template, attributesOf, reference);
    for (const reference of findReferences(resource.Metadata, `${path}.Metadata`))
      checkReference(template, attributesOf, reference);
    for (const target of resource.DependsOn ?? [])
      if (!Object.hasOwn(template.Resources, target))
        throw unknown(`${path}.DependsOn`, target, 'no resource', Object.keys(template.Resources));
    checkCondition(template, resource.Condition, `${path}.Condition`);
  }
  for (const [name, expression] of Object.entries(template.Conditions ?? {})) {
    const path = `Conditions.${name}`;
    for (const target of conditionNames(expression)) checkCondition(template, target, path);
    checkResourceFree(template, attributesOf, expression, path);
  }
  for (const [name, output] of Object.entries(template.Outputs ?? {})) {
    const path = `Outputs.${name}`;
    checkCondition(template, output.Condition, `${path}.Condition`);
    for (const reference of findReferences(output.Value, `${path}.Value`))
      checkReference(template, attributesOf, reference);
    checkResourceFree(template, attributesOf, output.Export, `${path}.Export`);
  }
}

function checkReference(template: TemplateJson, attributesOf: AttributesOf, reference: Reference): void {
  const { kind, target, path } = reference;
  const resources = Object.keys(template.Resources);
  const parameters = Object.keys(template.Parameters ?? {});
  if (kind === 'If') {
    checkCondition(template, target, path);
    return;
  }
  if (kind === 'FindInMap') {
    if (Object.hasOwn(template.Mappings ?? {}, target)) return;
    throw new TemplateError('UnknownMapping', `There is no mapping ${target}.`, {
      fix: `Declare it with t.mapping('${target}', …).`,
      logicalId: target,
      path,
    });
  }
  if (kind === 'Ref') {
    if (pseudoParameters.has(target) || resources.includes(target) || parameters.includes(target)) return;
    throw unknown(path, target, 'neither a resource nor a parameter', [...resources, ...parameters]);
  }
  if (!resources.includes(target)) throw unknown(path, target, 'no resource', resources);
  const attributes = attributesOf(target);
  if (attributes === 'any' || attributes.includes(reference.attribute ?? '')) return;
  throw new TemplateError('UnknownAttribute', `${target} has no attribute ${reference.attribute}.`, {
    fix: `${template.Resources[target]?.Type} has ${attributes.length === 0 ? 'none' : attributes.join(', ')}.`,
    logicalId: target,
    path,
  });
}

function checkResourceFree(
  template: TemplateJson,
  attributesOf: AttributesOf,
  data: unknown,
  path: string,
): void {
  for (const reference of findReferences(data, path)) {
    checkReference(template, attributesOf, reference);
    if (reference.kind !== 'GetAtt' && !Object.hasOwn(template.Resources, reference.target)) continue;
    if (reference.kind === 'If' || reference.kind === 'FindInMap') continue;
    throw new TemplateError(
      'ReferenceNotAllowed',
      `The resource ${reference.target} is not known here yet.`,
      {
        fix: 'Conditions and export names may use parameters, pseudo parameters and mappings only.',
        logicalId: reference.target,
        path: reference.path,
      },
    );
  }
}

function conditionNames(expression: unknown): readonly string[] {
  if (typeof expression !== 'object' || expression === null) return [];
  return Object.entries(expression).flatMap(([key, member]) =>
    key === 'Condition' && typeof member === 'string' ? [member] : conditionNames(member),
  );
}

function checkCondition(template: TemplateJson, name: string | undefined, path: string): void {
  if (name === undefined || Object.hasOwn(template.Conditions ?? {}, name)) return;
  throw new TemplateError('UnknownCondition', `There is no condition ${name}.`, {
    fix: `Declare it with t.condition('${name}', …).`,
    logicalId: name,
    path,
  });
}

function unknown(path: string, target: string, what: string, known: readonly string[]): TemplateError {
  return new TemplateError('UnknownReference', `${target} is ${what} of this template.`, {
    fix: known.length === 0 ? 'Add it.' : `Add it, or use one of: ${known.slice(0, 12).join(', ')}.`,
    logicalId: target,
    path,
  });
}
