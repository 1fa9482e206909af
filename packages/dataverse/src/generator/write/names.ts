/** Gives each thing of the module a name of its own. */
export interface Names {
  /** The wish, or with a number when it is taken; the same for the same key. */
  take(key: string, wish: string): string;
}

/** What the module must not hide from itself. */
const TAKEN = [
  'Array',
  'Boolean',
  'Date',
  'Environment',
  'Guid',
  'EnumMember',
  'Number',
  'Object',
  'Partial',
  'Record',
];

/** What TypeScript takes for no name of a type. */
const RESERVED =
  'any bigint boolean break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new never null number object return string super switch symbol this throw true try typeof undefined unknown var void while with yield';

export function createNames(): Names {
  const taken = new Set([
    ...TAKEN,
    ...RESERVED.split(' '),
    'Row',
    'RowLink',
    'RowValue',
    'Schema',
    'Sent',
    'String',
    'Symbol',
    'Values',
  ]);
  const byKey = new Map<string, string>();
  return {
    take(key, wish) {
      const before = byKey.get(key);
      if (before !== undefined) return before;
      let name = wish;
      for (let number = 2; taken.has(name); number += 1) name = `${wish}${number}`;
      taken.add(name);
      byKey.set(key, name);
      return name;
    },
  };
}

/** `AccountStatuscode` of `account` and `statuscode`, `NewProject` of `new_project`; always an identifier. */
export function pascal(...texts: readonly string[]): string {
  const words = texts
    .flatMap((text) => text.replace(/['’]/g, '').split(/[^\p{ID_Continue}]+|_+/u))
    .filter((word) => word !== '');
  const name = words.map((word) => word.replace(/^./u, (letter) => letter.toUpperCase())).join('');
  return /^\p{ID_Start}/u.test(name) ? name : `_${name}`;
}
