import { changed, properties } from './slots.mjs';

/** @typedef {import('./slots.mjs').Slot} Slot */
/** @typedef {{ readonly path: readonly (string | number)[], readonly template: any }} Mutant */

/** Makes a mutation of each property of some kinds. @param {readonly Slot['kind'][]} kinds @param {(value: any) => any} change @returns {(template: any) => (() => Mutant)[]} */
const each = (kinds, change) => (template) =>
  properties(template)
    .filter(({ kind, path }) => kinds.includes(kind) && path.length > 3)
    .map(({ path, value }) => () => ({ path, template: changed(template, path, change(value)) }));

/** The same of the members of objects. @param {(object: any, key: string) => any} change @returns {(template: any) => (() => Mutant)[]} */
const eachMember = (change) => (template) =>
  properties(template)
    .filter(({ kind }) => kind === 'object')
    .flatMap(({ path, value }) =>
      Object.keys(value).map((key) => () => ({
        path: [...path, key],
        template: changed(template, path, change({ ...value }, key)),
      })),
    );

/** What can be wrong with the properties of resources. @type {Readonly<Record<string, (template: any) => (() => Mutant)[]>>} */
export const propertyFaults = {
  'unknown property': eachMember((object, key) => ({ ...object, [`${key}s2`]: object[key] })),
  'misspelt property': eachMember((object, key) => {
    const { [key]: value, ...rest } = object;
    return { ...rest, [key.slice(0, 1) + key]: value };
  }),
  'missing property': eachMember((object, key) => {
    delete object[key];
    return object;
  }),
  null: eachMember((object, key) => ({ ...object, [key]: null })),
  'object for a scalar': each(['text', 'number', 'boolean'], (value) => ({ Value: value })),
  'list for a scalar': each(['text', 'number', 'boolean'], (value) => [value]),
  'text for a list': each(['list'], () => 'text'),
  'text for an object': each(['object'], () => 'text'),
  'list for an object': each(['object'], (value) => [value]),
  'object for a list': each(['list'], (value) => ({ Item: value[0] })),
  'text for a number': each(['number'], () => 'several'),
  'text for a boolean': each(['boolean'], () => 'perhaps'),
  'number for a boolean': each(['boolean'], () => 7),
  'boolean for a text': each(['text'], () => true),
  'word that is not in the list': each(['text'], (value) => `${value}_NOT`),
  'empty text': each(['text'], () => ''),
  'bad characters': each(['text'], () => ' %?!\u00fc '),
  'very long text': each(['text'], (value) => value.padEnd(9000, 'x')),
  'number too small': each(['number'], () => -5),
  'number too large': each(['number'], () => 2_000_000_000),
  'half a number': each(['number'], (value) => value + 0.5),
  'empty list': each(['list'], () => []),
  'the same twice': each(['list'], (value) => [...value, ...value]),
  'far too many items': each(['list'], (value) =>
    Array.from({ length: 400 }, (_, index) => item(value[0], index)),
  ),
  'list where a text is meant': each(['text'], () => ({ 'Fn::GetAZs': '' })),
  'text where a list is meant': each(['list'], () => ({ Ref: 'AWS::Region' })),
};

/** One of many, different from the others where that is easy. @param {any} first @param {number} index */
function item(first, index) {
  return typeof first === 'string' ? `${first}${index}` : structuredClone(first);
}
