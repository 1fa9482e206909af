import type { MemberRef, MemberTraits, ServiceTable, Shape } from './table.ts';

/** Values of the modelled shapes: structures are plain objects, blobs Uint8Array, timestamps Date. */
export type Struct = Record<string, unknown>;

/** A member with its shape looked up. */
export interface Target {
  readonly name: string;
  readonly shape: Shape;
  readonly traits: MemberTraits;
}

const NO_TRAITS: MemberTraits = {};
const SIMPLE: Readonly<Record<string, Shape>> = Object.fromEntries(
  (
    ['structure', 'string', 'blob', 'boolean', 'integer', 'long', 'float', 'timestamp', 'document'] as const
  ).map((type) => [type, { type }]),
);

export function target(table: ServiceTable, ref: MemberRef): Target {
  const name = typeof ref === 'string' ? ref : ref.shape;
  const shape = table.shapes[name] ?? SIMPLE[name];
  if (shape === undefined) throw new TypeError(`The table of ${table.service} has no shape ${name}.`);
  return { name, shape, traits: typeof ref === 'string' ? NO_TRAITS : ref };
}

/** Members of a structure in the model's order. */
export function membersOf(table: ServiceTable, shape: Shape): readonly (readonly [string, Target])[] {
  const known = memberCache.get(shape);
  if (known !== undefined) return known;
  const members = Object.entries(shape.members ?? {}).map(
    ([name, ref]) => [name, target(table, ref)] as const,
  );
  memberCache.set(shape, members);
  return members;
}

const memberCache = new WeakMap<Shape, readonly (readonly [string, Target])[]>();

/** Element of a list or value of a map. */
export function elementOf(table: ServiceTable, shape: Shape): Target {
  return target(table, shape.member ?? 'document');
}

/** A structure of an operation by name; operations without one have an empty structure. */
export function structureOf(table: ServiceTable, name: string | undefined): Shape {
  return name === undefined ? { type: 'structure' } : target(table, name).shape;
}

/** What the client sent does not have the form of the protocol; each protocol has its own code for it. */
export class WireFormatError extends Error {
  override readonly name = 'WireFormatError';
}
