import { quoted } from './code.ts';
import { factoryOf } from './factories.ts';
import type { Doc } from './layout.ts';
import { group, indent, line } from './layout.ts';

const core = '@wayleave/cloudformation';

/** The imports of a module, and how what they bring is spelt there. */
export interface Imports {
  readonly statements: readonly Doc[];
  /** By `core sub` or `type AWS::SNS::Topic`. */
  readonly spelt: ReadonlyMap<string, string>;
}

/** Imports what is named: the builder's functions, and of each service its resource types. */
export function importsOf(names: ReadonlySet<string>): Imports {
  const spelt = new Map<string, string>();
  const modules = new Map<string, string[]>();
  const add = (module: string, specifier: string) =>
    modules.set(module, [...(modules.get(module) ?? []), specifier]);
  const factories = [...names].flatMap((of) => {
    const [kind, own = ''] = of.split(' ');
    if (kind === 'core') {
      spelt.set(of, own);
      add(core, own);
      return [];
    }
    const factory = kind === 'type' ? factoryOf(own) : undefined;
    return factory === undefined ? [] : [{ of, ...factory }];
  });
  const inCore = new Set(spelt.values());
  for (const { of, module, exported, alias } of factories) {
    const others = factories.filter((each) => each.exported === exported);
    const name = others.length > 1 || inCore.has(exported) ? alias : exported;
    spelt.set(of, name);
    add(module, name === exported ? name : `${exported} as ${name}`);
  }
  const statements = [...modules]
    .toSorted(([a], [b]) => compareNaturally(a, b))
    .map(([module, specifiers]) => importOf(module, specifiers.toSorted(compareNaturally)));
  return { statements, spelt };
}

function importOf(module: string, specifiers: readonly string[]): Doc {
  const list = specifiers.flatMap((each, at): Doc[] => (at === 0 ? [each] : [',', line, each]));
  const names = group(['{', indent([line, list]), { is: 'broken', text: ',' }, line, '}']);
  return ['import ', names, ` from ${quoted(module)};`];
}

/** The order in which Biome keeps imports: letters by the alphabet, capitals first; numbers by their size. */
export function compareNaturally(a: string, b: string): number {
  const [left, right] = [a, b].map((each) => each.match(/\d+|\D/g) ?? []);
  for (const [at, one] of (left ?? []).entries()) {
    const other = right?.[at];
    if (other === undefined) return 1;
    const difference = compareParts(one, other);
    if (difference !== 0) return difference;
  }
  return (left?.length ?? 0) - (right?.length ?? 0);
}

function compareParts(a: string, b: string): number {
  if (/^\d/.test(a) && /^\d/.test(b)) return Number(a) - Number(b);
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left !== right) return left < right ? -1 : 1;
  // Of one letter, the capital comes first.
  return a === b ? 0 : a < b ? -1 : 1;
}
