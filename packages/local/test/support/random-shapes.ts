/** Random values for modelled shapes, the same for the same seed. */
import { elementOf, membersOf, type Struct, type Target, target } from '../../src/aws/wire/shapes.ts';
import type { ServiceTable, Shape } from '../../src/aws/wire/table.ts';

export type Random = () => number;

/** A small generator with a seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Options {
  /** Members that are left out. */
  readonly skip?: (name: string, member: Target) => boolean;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SPICE = ['<b>', '&amp;', '"q"', "'", 'é', '☃', 'a b', '%2F', '+', '\t', ']]>', '{"k":1}', '\\'];

export function randomStruct(
  table: ServiceTable,
  shape: Shape,
  random: Random,
  options: Options = {},
): Struct {
  return structure(table, shape, random, options, 0);
}

function structure(
  table: ServiceTable,
  shape: Shape,
  random: Random,
  options: Options,
  depth: number,
): Struct {
  const members = membersOf(table, shape).filter(([name, member]) => {
    if (options.skip?.(name, member)) return false;
    // A structure without members cannot be told from nothing in a query.
    if (member.shape.type === 'structure' && membersOf(table, member.shape).length === 0) return false;
    return member.traits.required || depth < 3 || !isAggregate(member.shape);
  });
  const out: Struct = {};
  const only = shape.type === 'union' ? members[Math.floor(random() * members.length)] : undefined;
  members.forEach(([name, member], index) => {
    if (only !== undefined && only[0] !== name) return;
    const wanted =
      only !== undefined ||
      member.traits.required ||
      member.traits.idempotencyToken ||
      // An absent payload cannot be told from an empty one.
      member.traits.httpPayload ||
      index === 0 ||
      random() < 0.6;
    if (wanted) out[name] = value(table, member, random, options, depth + 1);
  });
  return out;
}

function value(
  table: ServiceTable,
  member: Target,
  random: Random,
  options: Options,
  depth: number,
): unknown {
  const { shape, traits } = member;
  const bound = traits.httpHeader !== undefined || traits.httpLabel === true;
  switch (shape.type) {
    case 'structure':
    case 'union':
      return structure(table, shape, random, options, depth);
    case 'list':
      return Array.from({ length: 1 + Math.floor(random() * 2) }, () =>
        value(table, headerSafe(elementOf(table, shape), bound), random, options, depth),
      );
    case 'map':
      return Object.fromEntries(
        Array.from({ length: 1 + Math.floor(random() * 2) }, () => [
          keyOf(table, member, random, options, depth),
          value(
            table,
            headerSafe(elementOf(table, shape), traits.httpPrefixHeaders !== undefined),
            random,
            options,
            depth,
          ),
        ]),
      );
    case 'boolean':
      return random() < 0.5;
    case 'integer':
    case 'long':
      return 1 + Math.floor(random() * 1000);
    case 'float':
      return Math.floor(random() * 100) / 4;
    case 'timestamp':
      return new Date((1_500_000_000 + Math.floor(random() * 400_000_000)) * 1000);
    case 'blob':
      return Uint8Array.from({ length: 1 + Math.floor(random() * 20) }, () => Math.floor(random() * 256));
    case 'document':
      return { some: ['document', Math.floor(random() * 10)] };
    case 'string':
      if (shape.enum !== undefined) return shape.enum[Math.floor(random() * shape.enum.length)];
      return text(random, bound);
    default:
      throw new TypeError(`No random value for ${shape.type}.`);
  }
}

/** Names of headers have no case. */
function keyOf(
  table: ServiceTable,
  { shape, traits }: Target,
  random: Random,
  options: Options,
  depth: number,
): string {
  const key = headerSafe(target(table, shape.key ?? 'string'), true);
  const name = String(value(table, key, random, options, depth));
  return traits.httpPrefixHeaders === undefined ? name : name.toLowerCase();
}

function headerSafe(element: Target, safe: boolean): Target {
  return safe && element.shape.type === 'string'
    ? { ...element, traits: { ...element.traits, httpLabel: true } }
    : element;
}

function text(random: Random, plain: boolean): string {
  const word = () =>
    Array.from({ length: 1 + Math.floor(random() * 8) }, () => LETTERS[Math.floor(random() * 62)]).join('');
  if (plain) return word();
  const spice = random() < 0.5 ? (SPICE[Math.floor(random() * SPICE.length)] ?? '') : '';
  return `${word()}${spice}${word()}`;
}

function isAggregate(shape: Shape): boolean {
  return ['structure', 'union', 'list', 'map'].includes(shape.type);
}
