import { resolve } from 'node:path';
import { readPairs, readParameterFile, type Values } from '../deploy/parameters.ts';
import type { Desk } from './desk.ts';
import type { LoadedTemplate } from './load-template.ts';
import { TemplateFault } from './template-fault.ts';
import { whyUnreadable } from './why-unreadable.ts';

/** Reads `--parameters` and `--parameters-file`; the former go first. */
export async function givenParameters(
  {
    parameters,
    parametersFile,
  }: { readonly parameters: readonly string[]; readonly parametersFile?: string },
  desk: Desk,
): Promise<Values> {
  const given = readPairs(parameters, '--parameters');
  if (parametersFile === undefined) return given;
  const text = await desk.read(resolve(desk.cwd, parametersFile)).catch((cause: unknown) => {
    throw new TemplateFault(
      'Unreadable',
      `${parametersFile} cannot be read: ${whyUnreadable(cause)}.`,
      'Name a file of parameters.',
      cause,
    );
  });
  return { ...readParameterFile(text, parametersFile), ...given };
}

/**
 * Refuses values that CloudFormation would refuse: of parameters that the template has not, and of those that are
 * none of `AllowedValues`. Throws {@link TemplateFault} `BadOption`.
 */
export function checkParameters(parameters: Values, { json, name }: LoadedTemplate): void {
  const declared: Readonly<Record<string, unknown>> = json.Parameters ?? {};
  const unknown = Object.keys(parameters).filter((each) => !Object.hasOwn(declared, each));
  if (unknown.length > 0) {
    throw new TemplateFault(
      'BadOption',
      `${name} has no parameter ${unknown.join(', ')}.`,
      `It has: ${Object.keys(declared).join(', ') || 'none'}.`,
    );
  }
  for (const [parameter, value] of Object.entries(parameters)) {
    const allowed = allowedValues(declared[parameter]);
    const isList = /List/.test(typeOf(declared[parameter]));
    const values = isList ? value.split(',').map((each) => each.trim()) : [value];
    if (allowed === undefined || values.every((each) => allowed.includes(each))) continue;
    // The value may be a secret.
    throw new TemplateFault(
      'BadOption',
      `The value that is given for ${parameter} is none of its AllowedValues.`,
      `It may be: ${allowed.join(', ')}.`,
    );
  }
}

function allowedValues(declared: unknown): readonly string[] | undefined {
  const allowed: unknown =
    typeof declared === 'object' && declared !== null && 'AllowedValues' in declared
      ? declared.AllowedValues
      : undefined;
  if (!Array.isArray(allowed) || allowed.some((each) => typeof each === 'object')) return undefined;
  return allowed.map(String);
}

function typeOf(declared: unknown): string {
  return typeof declared === 'object' && declared !== null && 'Type' in declared ? String(declared.Type) : '';
}
