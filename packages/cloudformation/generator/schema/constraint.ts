import type { PropertyType } from '@aws-cdk/service-spec-types';
import type { JoinCounts } from './counts.ts';
import { translatePattern } from './pattern.ts';
import type { SchemaNode } from './provider-schema.ts';

/** What is known of a value beyond its type; which of these apply depends on the type. */
export interface Constraint {
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly unique?: true;
  readonly keyPattern?: string;
  readonly items?: Constraint;
}

/** What a provider's nodes are read with. */
export interface Reading {
  readonly counts: JoinCounts;
  /** Whether the provider knows all members of the object that is read: it has not grown since. */
  readonly current: boolean;
  /** Follows `$ref`s within the provider's schema. */
  resolve(node: SchemaNode): SchemaNode;
}

/** More words than this are a catalogue (regions, instance types, products), which grows. */
const mostWords = 7;

/** What a provider's node says of a value of the specification's type; nothing where the two do not agree on it. */
export function constraintOf(type: PropertyType, given: SchemaNode, reading: Reading): Constraint {
  const node = reading.resolve(given);
  switch (type.type) {
    case 'string':
      return node.type === 'string' ? textConstraint(type.allowedValues, node, reading) : {};
    case 'integer':
    case 'number':
      return node.type === 'integer' || node.type === 'number' ? numberConstraint(node, reading.counts) : {};
    case 'array':
      return node.type === 'array' || node.items !== undefined
        ? listConstraint(node, itemsOf(type.element, node.items, reading), reading.counts)
        : {};
    case 'map': {
      const [pattern, only] = Object.entries(node.patternProperties ?? {});
      if (pattern === undefined || only !== undefined) return {};
      const keyPattern = translatePattern(pattern[0], reading.counts);
      return {
        ...(keyPattern === undefined ? {} : { keyPattern }),
        ...itemsOf(type.element, pattern[1], reading),
      };
    }
    default:
      return {};
  }
}

function textConstraint(
  words: readonly string[] | undefined,
  node: SchemaNode,
  { counts, current }: Reading,
): Constraint {
  // The specification's words are newer than the provider's, and with a closed set the rest says nothing more.
  if (words !== undefined && words.length > 0) return {};
  const closed = closedWords(node);
  if (closed !== undefined) {
    if (!current || closed.length > mostWords) {
      counts.enumsLeft++;
      return {};
    }
    counts.enums++;
    return { enum: closed };
  }
  const pattern = node.pattern === undefined ? undefined : translatePattern(node.pattern, counts);
  return {
    ...(pattern === undefined ? {} : { pattern }),
    ...bound('minLength', node.minLength, counts, 1),
    ...bound('maxLength', node.maxLength, counts),
  };
}

function closedWords(node: SchemaNode): readonly string[] | undefined {
  const words = node.const === undefined ? node.enum : [node.const];
  const texts = words?.filter((word) => typeof word === 'string');
  return texts === undefined || texts.length === 0 || texts.length !== words?.length
    ? undefined
    : [...new Set(texts)].sort();
}

function numberConstraint(node: SchemaNode, counts: JoinCounts): Constraint {
  return { ...bound('minimum', node.minimum, counts), ...bound('maximum', node.maximum, counts) };
}

function listConstraint(node: SchemaNode, items: Constraint, counts: JoinCounts): Constraint {
  return {
    ...bound('minItems', node.minItems, counts, 1),
    ...bound('maxItems', node.maxItems, counts),
    ...(node.uniqueItems === true ? { unique: true as const } : {}),
    ...items,
  };
}

function itemsOf(type: PropertyType, node: SchemaNode | undefined, reading: Reading): Constraint {
  const items = node === undefined ? {} : constraintOf(type, node, reading);
  return Object.keys(items).length === 0 ? {} : { items };
}

function bound<K extends keyof Constraint>(
  name: K,
  value: number | undefined,
  counts: JoinCounts,
  least = Number.NEGATIVE_INFINITY,
): { readonly [P in K]?: number } {
  if (typeof value !== 'number' || !Number.isSafeInteger(Math.trunc(value)) || value < least) return {};
  counts.bounds++;
  // A computed key widens to an index signature.
  return { [name]: value } as { readonly [P in K]: number };
}
