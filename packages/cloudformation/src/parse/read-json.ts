import { exactNumber } from './numbers.ts';
import { makeOffsets, type Offsets } from './positions.ts';
import { checkKey, deepest, duplicateKey, TextFault, tooDeep } from './text-fault.ts';

/** What was read, frozen, and where it was. */
export interface Read {
  readonly data: unknown;
  readonly offsets: Offsets;
}

const space = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const words = { true: true, false: false, null: null } as const;

/** Reads JSON (RFC 8259) strictly, and refuses what is written twice. Throws {@link TextFault}. */
export function readJson(text: string): Read {
  const offsets = makeOffsets();
  let at = 0;

  function skip(): void {
    space.lastIndex = at;
    space.test(text);
    at = space.lastIndex;
  }

  function fault(expected: string): TextFault {
    const found = at >= text.length ? 'the end of the text' : JSON.stringify(text[at]);
    return new TextFault(at, `This is no JSON: ${expected} is missing before ${found}.`, 'Mend it.');
  }

  function take(character: string, expected: string): void {
    if (text[at] !== character) throw fault(expected);
    at += 1;
  }

  function string(): string {
    const start = at;
    let end = start;
    let escapes: number;
    do {
      end = text.indexOf('"', end + 1);
      if (end < 0)
        throw new TextFault(start, 'This is no JSON: the text has no end.', 'Add a quotation mark.');
      escapes = 0;
      while (text[end - 1 - escapes] === '\\') escapes += 1;
    } while (escapes % 2 === 1);
    at = end + 1;
    try {
      return JSON.parse(text.slice(start, at)) as string;
    } catch (cause) {
      const fix = 'Escape line breaks as \\n, tabs as \\t and backslashes as \\\\.';
      throw new TextFault(start, 'This is no JSON: the text holds what has to be escaped.', fix, cause);
    }
  }

  function list(depth: number): unknown {
    const items: unknown[] = [];
    at += 1;
    skip();
    if (text[at] === ']') at += 1;
    else
      for (;;) {
        skip();
        offsets.note(items, items.length, at);
        items.push(value(depth + 1));
        skip();
        if (text[at] === ']') break;
        take(',', 'a comma');
      }
    if (items.length > 0) at += 1;
    return Object.freeze(items);
  }

  function object(depth: number): unknown {
    const members: Record<string, unknown> = {};
    at += 1;
    skip();
    if (text[at] === '}') {
      at += 1;
      return Object.freeze(members);
    }
    for (;;) {
      skip();
      if (text[at] !== '"') throw fault('a name in quotation marks');
      const start = at;
      const key = string();
      checkKey(key, start);
      if (Object.hasOwn(members, key)) throw duplicateKey(key, start);
      skip();
      take(':', 'a colon');
      skip();
      offsets.note(members, key, start);
      members[key] = value(depth + 1);
      skip();
      if (text[at] === '}') break;
      take(',', 'a comma');
    }
    at += 1;
    return Object.freeze(members);
  }

  function value(depth: number): unknown {
    if (depth > deepest) throw tooDeep(at);
    const first = text[at];
    if (first === '{') return object(depth);
    if (first === '[') return list(depth);
    if (first === '"') return string();
    for (const [word, meaning] of Object.entries(words))
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    number.lastIndex = at;
    const token = number.exec(text)?.[0];
    if (token === undefined) throw fault('a value');
    at += token.length;
    return exactNumber(token);
  }

  skip();
  const data = value(0);
  skip();
  if (at < text.length) throw fault('the end of the text');
  return { data, offsets };
}
