import { hasPlaceholder } from '../written-names.ts';
import { isObject, type JsonObject, listOf, member, objectOf, type Path } from './json.ts';

/** A member of a section, and where it is written. */
export interface Entry {
  readonly name: string;
  readonly data: unknown;
  readonly at: Path;
}

/** A section with its loops written out. */
export interface Expanded {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Whether some could not be: more names exist than are seen. */
  readonly open: boolean;
}

const most = 1_000;
const longest = 100_000;

/**
 * Writes out the `Fn::ForEach` of a section whose collections are literal or a parameter's default; `Fn::Transform`
 * in the place of a member opens the section.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandLoops(section: unknown, at: Path, parameters: JsonObject): Expanded {
  const entries = new Map<string, Entry>();
  let open = false;
  let turnsLeft = most * 5;
  const expand = (body: unknown, path: Path): void => {
    for (const [name, data] of Object.entries(objectOf(body))) {
      const here = [...path, name];
      if (name.startsWith('Fn::ForEach::')) {
        const turns = turnsOf(data, parameters);
        turnsLeft -= turns?.length ?? 0;
        if (turns === undefined || turnsLeft < 0) open = true;
        else for (const turn of turns) expand(turn, [...here, 2]);
      } else if (name === 'Fn::Transform') open = true;
      else if (hasPlaceholder(name)) open = true;
      else if (entries.size < most || path.length === 1) entries.set(name, { name, data, at: here });
      else open = true;
    }
  };
  expand(section, at);
  return { entries, open };
}

/** The body of a loop, once for each item; undefined if the items or the shape are not known. */
function turnsOf(loop: unknown, parameters: JsonObject): readonly unknown[] | undefined {
  const [variable, collection, body] = listOf(loop);
  if (typeof variable !== 'string' || !isObject(body)) return undefined;
  const items = itemsOf(collection, parameters);
  if (items === undefined || items.length > most) return undefined;
  return items.map((item) => substitute(body, variable, item));
}

function itemsOf(collection: unknown, parameters: JsonObject): readonly string[] | undefined {
  if (isObject(collection)) {
    const name = collection['Ref'];
    const parameter = typeof name === 'string' ? objectOf(member(parameters, name)) : {};
    if (parameter['Type'] !== 'CommaDelimitedList' || typeof parameter['Default'] !== 'string')
      return undefined;
    return parameter['Default'].split(',').map((each) => each.trim());
  }
  if (!Array.isArray(collection)) return undefined;
  const items: string[] = [];
  for (const each of listOf(collection)) {
    const more =
      typeof each === 'string' || typeof each === 'number'
        ? [String(each)]
        : isObject(each)
          ? itemsOf(each, parameters)
          : undefined;
    if (more === undefined) return undefined;
    items.push(...more);
  }
  return items;
}

/** A copy with the loop's variable replaced: `${X}`, `&{X}` (only letters and digits of the item) and `Ref`. */
function substitute(data: unknown, variable: string, item: string): unknown {
  if (typeof data === 'string') return substituteText(data, variable, item);
  if (Array.isArray(data)) return data.map((each) => substitute(each, variable, item));
  if (!isObject(data)) return data;
  if (data['Ref'] === variable && Object.keys(data).length === 1) return item;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      substituteText(key, variable, item),
      substitute(value, variable, item),
    ]),
  );
}

function substituteText(text: string, variable: string, item: string): string {
  if (!text.includes(variable)) return text;
  // Loops in loops could make one text grow without end.
  if (text.length + text.split(variable).length * item.length > longest) return text;
  return text
    .replaceAll(`\${${variable}}`, item)
    .replaceAll(`&{${variable}}`, item.replaceAll(/[^A-Za-z0-9]/g, ''));
}
