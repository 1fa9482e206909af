import { hasPlaceholder } from '../written-names.ts';
import { placeholdersOf } from './check-sub.ts';
import type { Context } from './context.ts';
import { callOf, isScalar, listOf, member, objectOf, type Path } from './json.ts';
import type { Assumption } from './solve-conditions.ts';

/** A text that a value can come to, and where it is from if it is not written at the path. */
export interface KnownText {
  readonly text: string;
  readonly at: Path;
  readonly origin?: string;
}

/** The texts that a value can come to, as far as the template says: literals, branches, defaults, mappings. */
export function knownTexts(
  context: Context,
  data: unknown,
  at: Path,
  assumptions: readonly Assumption[],
): readonly KnownText[] {
  if (typeof data === 'string')
    return data.includes('{{resolve:') || hasPlaceholder(data) ? [] : [{ text: data, at }];
  const [name, argument] = callOf(data) ?? [];
  const list = listOf(argument);
  if (name === 'Fn::If' && typeof list[0] === 'string') {
    const condition = list[0];
    return [true, false].flatMap((holds) => {
      const inside = [...assumptions, { condition, holds }];
      if (context.solver(inside) === 'no') return [];
      const index = holds ? 1 : 2;
      return knownTexts(context, list[index], [...at, 'Fn::If', index], inside);
    });
  }
  if (name === 'Ref' && typeof argument === 'string') {
    const parameter = objectOf(member(context.parameters, argument));
    const value = member(parameter, 'Default');
    if (typeof value !== 'string' || String(member(parameter, 'Type')).startsWith('AWS::SSM::')) return [];
    if (context.solver([...assumptions, { parameter: argument, value }]) !== 'yes') return [];
    return [{ text: value, at, origin: `the default of ${argument}` }];
  }
  if (name !== 'Fn::FindInMap' || typeof list[0] !== 'string') return [];
  const rows = Object.entries(objectOf(member(context.mappings, list[0])));
  return rows.flatMap(([top, row]) =>
    Object.entries(objectOf(row)).flatMap(([key, text]) =>
      typeof text === 'string' && meant(list[1], top) && meant(list[2], key)
        ? [{ text, at, origin: `${top}.${key} of the mapping ${String(list[0])}` }]
        : [],
    ),
  );
}

function meant(key: unknown, name: string): boolean {
  return !isScalar(key) || String(key) === name;
}

/** A text that is sure in whole: a literal, or put together of literals. */
export function wholeText(data: unknown): string | undefined {
  if (typeof data === 'string') return data;
  const [name, argument] = callOf(data) ?? [];
  if (name === 'Fn::Sub') {
    const text = typeof argument === 'string' ? argument : listOf(argument)[0];
    return typeof text === 'string' && placeholdersOf(text).length === 0 ? text : undefined;
  }
  const [delimiter, items] = listOf(argument);
  if (name !== 'Fn::Join' || typeof delimiter !== 'string' || !Array.isArray(items)) return undefined;
  const texts = listOf(items).map(wholeText);
  return texts.every((each) => each !== undefined) ? texts.join(delimiter) : undefined;
}

/**
 * At least how many characters a text has, with what is not known counted as empty, and a function inside one
 * counted by its literals.
 */
export function leastText(data: unknown): string {
  if (isScalar(data)) return String(data);
  const [name, argument] = callOf(data) ?? [];
  const list = listOf(argument);
  if (name === 'Fn::Sub') {
    const text = typeof argument === 'string' ? argument : list[0];
    return typeof text === 'string' ? text.replaceAll(/\$\{[^!}$][^}$]*\}/g, '') : '';
  }
  if (name === 'Fn::Join')
    return listOf(list[1])
      .map(leastText)
      .join(typeof list[0] === 'string' ? list[0] : '');
  if (name !== 'Fn::If') return '';
  const [then, otherwise] = [leastText(list[1]), leastText(list[2])];
  return then.length < otherwise.length ? then : otherwise;
}
