import type { TemplatePath } from '../../finding.ts';
import { isObject, type Json } from './json.ts';
import { type Expand, LOOP, type Member } from './members.ts';
import { hasToken, type Tokens } from './tokens.ts';

/** One turn of a loop. */
interface Turn {
  readonly item: string;
  readonly each?: string;
}

/** More turns than this in all are no template's: CloudFormation takes 500 resources. */
const MOST = 5_000;
const DEEPEST = 100;
/** Loops in loops could make one text grow without end; a longer one keeps its variables. */
const LONGEST = 100_000;

/**
 * Makes the function that writes `Fn::ForEach` out, wherever it is in a section. A loop over what is not known is
 * written out once, for any item. One of another shape, or with too many turns, stays as it is.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function createLoops(resolve: (value: unknown) => Json, tokens: Tokens): Expand {
  let turns = 0;

  /** The turns of a loop; undefined for one that cannot be written out. */
  function turnsOf(
    loop: unknown,
  ): readonly [body: object, variable: string, turns: readonly Turn[]] | undefined {
    const [variable, collection, body]: readonly unknown[] = Array.isArray(loop) ? loop : [];
    if (typeof variable !== 'string' || !isObject(body)) return undefined;
    const items = Array.isArray(collection)
      ? collection.flatMap((each: unknown) => itemsOf(each, false))
      : itemsOf(collection, true);
    turns += items.length;
    return turns > MOST ? undefined : [body, variable, items];
  }

  function itemsOf(written: unknown, isList: boolean): readonly Turn[] {
    const found = resolve(written);
    if (!isList && typeof found !== 'object') return [turnOf(String(found))];
    return (Array.isArray(found) ? found : [found]).map((item) => {
      if (typeof item !== 'object') {
        const unknown = tokens.whole(String(item));
        return unknown === undefined ? turnOf(String(item)) : anyOf(unknown.text, unknown.label);
      }
      return anyOf(JSON.stringify(item), 'a collection');
    });
  }

  function turnOf(item: string): Turn {
    return hasToken(item) ? { item, each: tokens.show(item).replace(/[⟨⟩]/g, '') } : { item };
  }

  function anyOf(key: string, label: string): Turn {
    const words = `any item of ${label}`;
    return { item: tokens.make(`ForEach:${key}`, 'given', words), each: words };
  }

  /** Loops further in, whose members join those beside them. */
  function inside(data: unknown, depth: number, hear: (each: string) => void): unknown {
    if (typeof data !== 'object' || data === null || depth > DEEPEST) return data;
    if (Array.isArray(data)) return data.map((each) => inside(each, depth + 1, hear));
    const entries: [string, unknown][] = [];
    for (const [name, value] of Object.entries(data)) {
      const loop = name.startsWith(LOOP) ? turnsOf(value) : undefined;
      if (loop === undefined) {
        entries.push([name, inside(value, depth + 1, hear)]);
        continue;
      }
      const [body, variable, all] = loop;
      for (const { item, each } of all) {
        if (each !== undefined) hear(each);
        const turn = inside(replaced(body, variable, item), depth + 1, hear);
        if (isObject(turn)) entries.push(...Object.entries(turn));
      }
    }
    return Object.fromEntries(entries);
  }

  function expand(
    section: { readonly [key: string]: unknown },
    path: TemplatePath,
    variables: readonly Variable[],
    outer: string | undefined,
  ): readonly Member[] {
    return Object.entries(section).flatMap(([written, value]): readonly Member[] => {
      const here = [...path, written];
      const name = replacedAll(written, variables);
      const loop = written.startsWith(LOOP) ? turnsOf(replacedAll(value, variables)) : undefined;
      if (loop !== undefined) {
        const [, variable, all] = loop;
        const body: unknown = Array.isArray(value) ? value[2] : undefined;
        if (!isObject<{ [key: string]: Json }>(body) || path.length > DEEPEST) return [];
        return all.flatMap(({ item, each }) =>
          expand(body, [...here, 2], [...variables, [variable, item]], each ?? outer),
        );
      }
      let each = outer;
      const data = inside(replacedAll(value, variables), 0, (heard) => {
        each = heard;
      });
      return [{ name, data, path: here, ...(each !== undefined && { each }) }];
    });
  }

  return (section, path) => expand(section, path, [], undefined);
}

type Variable = readonly [name: string, item: string];

function replacedAll<T>(data: T, variables: readonly Variable[]): T {
  // The shape stays; names and texts in it change.
  return variables.reduce<unknown>((all, [name, item]) => replaced(all, name, item), data) as T;
}

/** A copy with the loop's variable replaced: `${X}`, `&{X}` (its letters and digits alone) and `Ref`. */
function replaced(data: unknown, variable: string, item: string, depth = 0): unknown {
  if (typeof data === 'string') return replacedText(data, variable, item);
  if (typeof data !== 'object' || data === null || depth > DEEPEST) return data;
  if (Array.isArray(data)) return data.map((each) => replaced(each, variable, item, depth + 1));
  const entries = Object.entries(data);
  if (entries.length === 1 && entries[0]?.[0] === 'Ref' && entries[0][1] === variable) return item;
  return Object.fromEntries(
    entries.map(([key, value]) => [
      replacedText(key, variable, item),
      replaced(value, variable, item, depth + 1),
    ]),
  );
}

function replacedText(text: string, variable: string, item: string): string {
  if (!text.includes('{')) return text;
  const places = text.split('{').length - 1;
  if (text.length + places * item.length > LONGEST) return text;
  const plain = hasToken(item) ? item : item.replaceAll(/[^A-Za-z0-9]/g, '');
  return text.replaceAll(`\${${variable}}`, item).replaceAll(`&{${variable}}`, plain);
}
