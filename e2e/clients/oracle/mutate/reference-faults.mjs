// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { calls, changed, properties, slotsOf } from './slots.mjs';

/** @typedef {import('./property-faults.mjs').Mutant} Mutant */

/** Changes each function of a name. @param {string} name @param {(argument: any) => any} change @returns {(template: any) => (() => Mutant)[]} */
const each = (name, change) => (template) =>
  calls(template, name)
    .filter(({ value }) => change(value[name]) !== undefined)
    .map(({ path, value }) => () => ({ path, template: changed(template, path, change(value[name])) }));

/** Puts something where a property's text is. @param {any} call @returns {(template: any) => (() => Mutant)[]} */
const instead = (call) => (template) =>
  properties(template)
    .filter(({ kind, path }) => kind === 'text' && path.length > 3)
    .map(({ path }) => () => ({ path, template: changed(template, path, call) }));

/** @param {(template: any, id: string, resource: any) => (readonly [path: readonly string[], value: any])[]} change @returns {(template: any) => (() => Mutant)[]} */
const eachResource = (change) => (template) =>
  Object.entries(template.Resources).flatMap(([id, resource]) =>
    change(template, id, resource).map(([path, value]) => () => ({
      path: ['Resources', id, ...path],
      template: changed(template, ['Resources', id, ...path], value),
    })),
  );

/** Which resources a resource refers to by Ref and GetAtt. @param {any} template @param {any} resource @returns {string[]} */
function targets(template, resource) {
  const found = slotsOf(resource, []).flatMap(({ kind, value }) =>
    kind !== 'call' ? [] : [value.Ref ?? [value['Fn::GetAtt']].flat()[0]],
  );
  return [...new Set(found)].filter((id) => typeof id === 'string' && Object.hasOwn(template.Resources, id));
}

/** What can be wrong with references and functions. @type {Readonly<Record<string, (template: any) => (() => Mutant)[]>>} */
export const referenceFaults = {
  'Ref to nothing': each('Ref', (name) => (name.startsWith('AWS::') ? undefined : { Ref: `${name}Gone` })),
  'Ref to an unknown pseudo parameter': each('Ref', (name) =>
    name.startsWith('AWS::') ? { Ref: `${name}s` } : undefined,
  ),
  'Ref that is no text': each('Ref', (name) => ({ Ref: [name] })),
  'GetAtt to nothing': each('Fn::GetAtt', (parts) => ({ 'Fn::GetAtt': ['Gone', [parts].flat().at(-1)] })),
  'GetAtt of an unknown attribute': each('Fn::GetAtt', (parts) => ({
    'Fn::GetAtt': [[parts].flat()[0], 'NotThere'],
  })),
  'GetAtt of one part': each('Fn::GetAtt', (parts) => ({ 'Fn::GetAtt': [[parts].flat()[0]] })),
  'Sub of nothing': instead({ 'Fn::Sub': 'a-${Gone}' }),
  'Sub of an unknown attribute of nothing': instead({ 'Fn::Sub': 'a-${Gone.Arn}' }),
  'Sub of a list': instead({ 'Fn::Sub': ['a-${a}', { a: { 'Fn::GetAZs': '' } }] }),
  'Sub of three': instead({ 'Fn::Sub': ['a', {}, 'b'] }),
  'Join of no list': instead({ 'Fn::Join': ['-', 'a'] }),
  'Join without a delimiter': instead({ 'Fn::Join': [['a', 'b']] }),
  'Join by a function': instead({ 'Fn::Join': [{ Ref: 'AWS::Region' }, ['a', 'b']] }),
  'Select beyond the end': instead({ 'Fn::Select': [7, ['a', 'b']] }),
  'Select of one': instead({ 'Fn::Select': [0] }),
  'Select of a word': instead({ 'Fn::Select': ['first', ['a', 'b']] }),
  'Split of a list': instead({ 'Fn::Select': [0, { 'Fn::Split': [',', ['a', 'b']] }] }),
  'If of an unknown condition': instead({ 'Fn::If': ['Gone', 'a', 'b'] }),
  'If of two': instead({ 'Fn::If': ['Gone', 'a'] }),
  'FindInMap of an unknown mapping': instead({ 'Fn::FindInMap': ['Gone', 'a', 'b'] }),
  'FindInMap of two': instead({ 'Fn::FindInMap': ['Gone', 'a'] }),
  'ImportValue of a list': instead({ 'Fn::ImportValue': ['a', 'b'] }),
  'Base64 of an object': instead({ 'Fn::Base64': { a: 'b' } }),
  'unknown function': instead({ 'Fn::Nothing': 'a' }),
  'two functions in one': instead({ Ref: 'AWS::Region', 'Fn::Sub': 'a' }),
  'condition function in a property': instead({ 'Fn::Equals': ['a', 'b'] }),
  'Cidr of one': instead({ 'Fn::Select': [0, { 'Fn::Cidr': ['10.0.0.0/16'] }] }),
  'Length without its macro': instead({ 'Fn::Length': ['a'] }),
  'circle through oneself': eachResource((_, id) => [[['DependsOn'], id]]),
  // At the other end: what is referred to waits for what refers to it.
  'circle of two': (template) =>
    Object.entries(template.Resources).flatMap(([id, resource]) =>
      targets(template, resource)
        .filter((target) => target !== id)
        .map((target) => ['Resources', target, 'DependsOn'])
        .map((path) => () => ({ path, template: changed(template, path, [id]) })),
    ),
  'DependsOn of nothing': eachResource(() => [[['DependsOn'], ['Gone']]]),
  'DependsOn of a function': eachResource(() => [[['DependsOn'], { Ref: 'AWS::Region' }]]),
  'unknown Condition': eachResource(() => [[['Condition'], 'Gone']]),
};
