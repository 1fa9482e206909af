import type { Choice } from '../facts/facts.ts';
import { type Names, pascal } from './names.ts';
import { commentText, propertyName } from './text.ts';

/** Choices that were referred to, each with a name of its own. */
export interface Choices {
  /** The name of the choice of a column, which is both its object of labels and the type of its values. */
  nameOf(table: string, column: string, choice: Choice): string;
  declarations(): string[];
}

export function createChoices(names: Names): Choices {
  const written = new Map<string, string>();
  return {
    nameOf(table, column, choice) {
      const { globalName } = choice;
      const wish = globalName === undefined ? pascal(table, column) : pascal(globalName);
      const name = names.take(`choice ${globalName ?? `${table}.${column}`}`, wish);
      const of = globalName === undefined ? `${table}.${column}` : `global choice ${globalName}`;
      if (!written.has(name)) written.set(name, declaration(name, of, choice));
      return name;
    },
    declarations() {
      const all = [...written].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
      return all.length === 0 ? [] : ['type Values<T> = T[keyof T];', ...all];
    },
  };
}

function declaration(name: string, of: string, { options }: Choice): string {
  const sorted = [...options].sort((a, b) => a.value - b.value);
  const labels = new Set<string>();
  const members = sorted.map(({ value, label }) => {
    const wish = label.trim() === '' ? 'Value' : pascal(label);
    // Two options may have the same label.
    const key = labels.has(wish) || wish === 'Value' ? `${wish}${value}`.replace('-', '_') : wish;
    labels.add(key);
    return `${propertyName(key)}: ${value}`;
  });
  const line = `{ ${members.join(', ')} }`;
  const object = line.length <= 70 ? line : `{\n${members.map((member) => `  ${member},\n`).join('')}}`;
  return `/** ${commentText(of)} */
export const ${name} = ${object} as const;
export type ${name} = Values<typeof ${name}>;`;
}
