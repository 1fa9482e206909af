import { stableId } from '../metadata/ids.ts';
import type { Model, Table } from '../metadata/model.ts';

export type Depth = 'Basic' | 'Local' | 'Deep' | 'Global';
const DEPTHS: readonly Depth[] = ['Basic', 'Local', 'Deep', 'Global'];
export const isDepth = (text: unknown): text is Depth => DEPTHS.some((depth) => depth === text);
export const depthMask = (depth: Depth): number => 1 << DEPTHS.indexOf(depth);
export const depthOfMask = (mask: number): Depth => DEPTHS[Math.log2(mask)] ?? 'Basic';
export const wider = (a: Depth, b: Depth): Depth => (DEPTHS.indexOf(a) >= DEPTHS.indexOf(b) ? a : b);
export const narrower = (a: Depth, b: Depth): Depth => (wider(a, b) === a ? b : a);

/** The rights on a table, with the bit each has in `accessright`. */
export const RIGHTS = {
  Read: 1,
  Write: 2,
  Append: 4,
  AppendTo: 16,
  Create: 32,
  Delete: 65_536,
  Share: 262_144,
  Assign: 524_288,
} as const;
export type Right = keyof typeof RIGHTS;

export interface Privilege {
  readonly id: string;
  readonly name: string;
  readonly right: Right | null;
  /** Absent for a privilege of the organisation as a whole. */
  readonly table?: string;
  readonly depths: readonly Depth[];
}

/** Every privilege of the organisation: eight for a user-owned table, six for one it owns itself, and some general ones. */
export interface Catalogue {
  readonly all: readonly Privilege[];
  byName(name: string): Privilege | undefined;
  byId(id: string): Privilege | undefined;
  of(table: Table, right: Right): Privilege;
}

const GENERAL = [
  'prvActOnBehalfOfAnotherUser',
  'prvReadEntity',
  'prvCreateEntity',
  'prvReadRelationship',
  'prvWriteOptionSet',
  'prvImportCustomization',
  'prvBypassCustomPlugins',
  'prvBypassCustomBusinessLogic',
];

// Ids that are the same in every organisation, as live answers show them.
const KNOWN_IDS: Readonly<Record<string, string>> = {
  prvAssignRole: '836d6c7b-cf1d-47f0-8021-8e41091c489c',
  prvCreateEntity: '341e3ebf-74b8-4335-84f3-7f617bb7d081',
  prvCreateAccount: 'd26fe964-230b-42dd-ad93-5cc879de411e',
};

const suffix = (table: Table): string => (table.name === 'systemuser' ? 'User' : table.schemaName);
const privilegeName = (table: Table, right: Right): string => `prv${right}${suffix(table)}`;

function rightsOf(table: Table): readonly Right[] {
  if (table.ownership === 'None') return [];
  const rights: readonly Right[] = ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo'];
  if (table.ownership === 'UserOwned') return [...rights, 'Assign', 'Share'];
  return table.name === 'role' ? [...rights, 'Assign'] : rights;
}

function depthsOf(table: Table): readonly Depth[] {
  if (table.ownership === 'OrganizationOwned') return ['Global'];
  if (table.ownership === 'UserOwned' || table.name === 'systemuser') return DEPTHS;
  return ['Local', 'Deep', 'Global'];
}

export function buildCatalogue(model: Model): Catalogue {
  const idOf = (name: string) => KNOWN_IDS[name] ?? stableId('privilege', name);
  const all: Privilege[] = [
    ...model.tables.flatMap((table) =>
      rightsOf(table).map((right) => {
        const name = privilegeName(table, right);
        return { id: idOf(name), name, right, table: table.name, depths: depthsOf(table) };
      }),
    ),
    ...GENERAL.map((name): Privilege => ({ id: idOf(name), name, right: null, depths: ['Global'] })),
  ];
  const byName = new Map(all.map((privilege) => [privilege.name, privilege]));
  const byId = new Map(all.map((privilege) => [privilege.id, privilege]));
  return {
    all,
    byName: (name) => byName.get(name),
    byId: (id) => byId.get(id.toLowerCase()),
    of(table, right) {
      const privilege = byName.get(privilegeName(table, right));
      if (privilege === undefined) throw new Error(`Table ${table.name} has no ${right} privilege.`);
      return privilege;
    },
  };
}
