import type { Name } from './layout.ts';

/** Words that cannot name a constant of a module. */
const reserved: ReadonlySet<string> = new Set(
  (
    'arguments as async await break case catch class const continue debugger default delete do else enum eval export ' +
    'extends false finally for from function get if implements import in instanceof interface let new null of package ' +
    'private protected public return set static super switch this throw true try type typeof undefined var void while ' +
    'with yield'
  ).split(' '),
);

/** `VPC` → `vpc`, `SNSTopic` → `snsTopic`, `EC2Instance` → `ec2Instance`, `1st` → `_1st`. */
export function camelCase(id: string): string {
  const head = /^[A-Z]+/.exec(id)?.[0] ?? '';
  const rest = id.slice(head.length);
  // The last capital begins the next word, where one follows.
  const lowered = head.length > 1 && /^[a-z]/.test(rest) ? head.length - 1 : head.length;
  const camel = id.slice(0, lowered).toLowerCase() + id.slice(lowered);
  return /^\d/.test(camel) ? `_${camel}` : camel;
}

const kinds: Readonly<Record<string, string>> = {
  Conditions: 'Condition',
  Mappings: 'Mapping',
  Parameters: 'Parameter',
  Resources: 'Resource',
};

/** Names the constants `Resources.Uploads` … : each as its logical id, by its kind too where that is taken. */
export function spellConstants(
  constants: readonly string[],
  taken: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const used = new Set([...taken, ...reserved]);
  const spelt = new Map<string, string>();
  for (const of of constants) {
    const [section = '', id = ''] = of.split('.');
    const plain = camelCase(id);
    const candidates = [plain, `${plain}${kinds[section] ?? ''}`];
    let name = candidates.find((each) => !used.has(each));
    for (let number = 2; name === undefined; number += 1)
      if (!used.has(`${plain}${number}`)) name = `${plain}${number}`;
    used.add(name);
    spelt.set(of, name);
  }
  return spelt;
}

/** How the names of a module are spelt. */
export function spellingOf(spelt: ReadonlyMap<string, string>): (name: Name) => string {
  return ({ of }) => {
    const text = spelt.get(of);
    if (text === undefined) throw new TypeError(`${of} has no spelling.`);
    return text;
  };
}
