import type { Overloads } from '../choose/choose-operations.ts';
import type { Operation, Parameter } from '../csdl/model.ts';
import { propertyName } from './text.ts';
import type { Types } from './types.ts';

/**
 * Actions or functions by name as an object type. Overloads become a union, so that the parameters of each are taken
 * and the answer of any may come.
 */
export function writeOperations(
  types: Types,
  kind: 'actions' | 'functions',
  operations: Overloads,
  indent: string,
): string {
  if (operations.size === 0) return 'object';
  const write = kind === 'actions' ? types.actionParameter : types.functionParameter;
  const members = [...operations].map(([name, overloads]) => {
    const start = `${indent}  ${propertyName(name)}:`;
    const one = (operation: Operation, inner: string) => signature(types, write, operation, inner);
    const texts = new Set(overloads.map((operation) => one(operation, `${indent}      `)));
    if (texts.size > 1)
      return `${start}\n${[...texts].map((text) => `${indent}    | ${text}`).join('\n')};\n`;
    return overloads.slice(0, 1).map((operation) => `${start} ${one(operation, `${indent}  `)};\n`);
  });
  return `{\n${members.flat().join('')}${indent}}`;
}

function signature(
  types: Types,
  write: (parameter: Parameter) => string,
  { parameters, result }: Operation,
  indent: string,
): string {
  const members = parameters.map((parameter) => {
    const { name, isOptional } = parameter;
    const text = write(parameter);
    return `${indent}    ${propertyName(name)}${isOptional ? '?' : ''}: ${text}${isOptional ? ' | null' : ''};\n`;
  });
  const given =
    members.length === 0 ? 'Readonly<Record<string, never>>' : `{\n${members.join('')}${indent}  }`;
  return `{\n${indent}  parameters: ${given};\n${indent}  result: ${types.result(result)};\n${indent}}`;
}
