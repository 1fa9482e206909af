import { tagWords } from '../parse/short-tags.ts';
import { styleOf } from './scalars.ts';

/** A function that can be written with its short tag, and what stands after the tag. */
export interface ShortForm {
  readonly tag: string;
  readonly argument: string | readonly unknown[];
}

/**
 * The short form of a function, or undefined where it has none: for what is no function, and where an argument
 * is an object, which YAML could not tag twice. `!Condition` is for conditions alone.
 */
export function shortForm(data: object, inCondition: boolean): ShortForm | undefined {
  const [key, ...more] = Object.keys(data);
  if (key === undefined || more.length > 0) return undefined;
  const word = tagWords.get(key);
  if (word === undefined || (word === 'Condition' && !inCondition)) return undefined;
  const argument = (data as Readonly<Record<string, unknown>>)[key];
  const tag = `!${word}`;
  if (word === 'GetAtt') return attribute(tag, argument);
  if (typeof argument === 'string') return { tag, argument };
  return Array.isArray(argument) ? { tag, argument } : undefined;
}

function attribute(tag: string, argument: unknown): ShortForm | undefined {
  if (!Array.isArray(argument)) return undefined;
  const [id, name] = argument as readonly unknown[];
  const isText = argument.length === 2 && typeof id === 'string' && typeof name === 'string';
  if (!isText) return { tag, argument };
  return id === '' || name === '' || id.includes('.')
    ? { tag, argument }
    : { tag, argument: `${id}.${name}` };
}

const widest = 60;

/** Whether a function's list is short enough for one line. */
export function fitsOneLine(list: readonly unknown[], inCondition: boolean): boolean {
  const width = widthOf(list, inCondition);
  return width !== undefined && width <= widest;
}

/** How wide data is in one line, roughly; undefined where it has to have more. */
function widthOf(data: unknown, inCondition: boolean): number | undefined {
  if (typeof data === 'string') return styleOf(data) === 'BLOCK_LITERAL' ? undefined : data.length + 2;
  if (typeof data !== 'object' || data === null) return String(data).length;
  if (!Array.isArray(data)) {
    const short = shortForm(data, inCondition);
    if (short === undefined) return undefined;
    const width = widthOf(short.argument, inCondition);
    return width === undefined ? undefined : width + short.tag.length + 1;
  }
  let sum = 2;
  for (const item of data) {
    const width = widthOf(item, inCondition);
    if (width === undefined || sum > widest) return undefined;
    sum += width + 2;
  }
  return sum;
}
