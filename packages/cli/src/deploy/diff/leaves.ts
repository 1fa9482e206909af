import { isObject } from '../template.ts';

export interface Leaf {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** The leaves where two values differ, with intrinsic functions in a short form. */
export function differingLeaves(before: unknown, after: unknown, path: string): readonly Leaf[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [left, right] = [members(before), members(after)];
  if (left === undefined || right === undefined) {
    return [
      {
        path,
        ...(before !== undefined && { before: valueText(before) }),
        ...(after !== undefined && { after: valueText(after) }),
      },
    ];
  }
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    differingLeaves(left.get(key), right.get(key), path === '' ? key : `${path}.${key}`),
  );
}

function members(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (!isObject(value) && !Array.isArray(value)) return undefined;
  return intrinsic(value) === undefined ? new Map(Object.entries(value)) : undefined;
}

/** A value as one text. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  return intrinsic(value) ?? JSON.stringify(value) ?? '';
}

function intrinsic(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return undefined;
  const [name, argument] = entry;
  if (name === 'Ref') return `Ref ${String(argument)}`;
  if (name === 'Fn::GetAtt') return Array.isArray(argument) ? argument.join('.') : String(argument);
  return name.startsWith('Fn::') ? `${name.slice(4)} ${JSON.stringify(argument)}` : undefined;
}
