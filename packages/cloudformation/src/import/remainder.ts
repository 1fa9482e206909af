import { isObject, type JsonObject, member, objectOf } from '../validate/json.ts';
import { isLogicalId } from '../written-names.ts';
import { isExtended } from './scope.ts';

/** A template in two: what the builder's methods say, and what only JSON can. */
export interface Parts {
  /** What is written as calls, by section. Entries are of the shape that the calls need. */
  readonly built: Readonly<Record<Section, Readonly<Record<string, JsonObject>>>>;
  /** The rest as a template of its own, which the module begins with; absent if there is none. */
  readonly remainder?: JsonObject;
}

export const sections = ['Parameters', 'Rules', 'Mappings', 'Conditions', 'Resources', 'Outputs'] as const;
export type Section = (typeof sections)[number];

const head = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Transform'];

/**
 * Takes a template apart. What the builder has no call for is the remainder: sections and attributes that it does not
 * know, loops, names with other characters than letters and digits. With a remainder, the head is part of it, too.
 */
export function takeApart(template: JsonObject): Parts {
  const built = Object.fromEntries(sections.map((section) => [section, {}])) as Record<
    Section,
    Record<string, JsonObject>
  >;
  const left: Record<string, unknown> = {};
  const extended = isExtended(member(template, 'Transform'));
  const twice = (id: string) =>
    Object.hasOwn(objectOf(member(template, 'Parameters')), id) &&
    Object.hasOwn(objectOf(member(template, 'Resources')), id);
  for (const [key, data] of Object.entries(template)) {
    if (!isSection(key)) {
      if (!isHead(key, data)) left[key] = data;
      continue;
    }
    const rest = Object.entries(objectOf(data)).filter(([id, entry]) => {
      const shared = (key === 'Parameters' || key === 'Resources') && twice(id);
      if (shared || !isLogicalId(id) || !isObject(entry) || !isBuilt[key](entry, extended)) return true;
      built[key][id] = entry;
      return false;
    });
    if (!isObject(data)) left[key] = data;
    else if (rest.length > 0) left[key] = Object.fromEntries(rest);
  }
  if (Object.keys(left).length === 0) return { built };
  const heading = Object.entries(template).filter(([key]) => head.includes(key));
  return { built, remainder: { ...Object.fromEntries(heading), ...left } };
}

function isSection(key: string): key is Section {
  return (sections as readonly string[]).includes(key);
}

function isHead(key: string, data: unknown): boolean {
  switch (key) {
    case 'AWSTemplateFormatVersion':
      return data === '2010-09-09';
    case 'Description':
      return typeof data === 'string';
    default:
      return head.includes(key);
  }
}

const isBuilt: Readonly<Record<Section, (entry: JsonObject, extended: boolean) => boolean>> = {
  Parameters: () => true,
  Rules: () => true,
  Mappings: () => true,
  Conditions: () => true,
  Resources(entry, extended) {
    const { Type: type, Condition: condition, DependsOn: before = [], Properties: properties = {} } = entry;
    const policies = [entry['DeletionPolicy'], entry['UpdateReplacePolicy']];
    return (
      typeof type === 'string' &&
      (condition === undefined || typeof condition === 'string') &&
      [before].flat().every((each) => typeof each === 'string') &&
      isObject(properties) &&
      // The builder adds the macro that a function there needs.
      (extended || !policies.some((each) => typeof each === 'object'))
    );
  },
  Outputs(entry) {
    const { Condition: condition, ...rest } = entry;
    const isKnown = Object.keys(rest).every((key) => ['Description', 'Export', 'Value'].includes(key));
    return isKnown && 'Value' in rest && (condition === undefined || typeof condition === 'string');
  },
};
