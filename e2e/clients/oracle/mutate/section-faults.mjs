import { changed } from './slots.mjs';

/** @typedef {import('./property-faults.mjs').Mutant} Mutant */

/** Changes each entry of a section. @param {string} section @param {(entry: any, name: string) => any} change @returns {(template: any) => (() => Mutant)[]} */
const each = (section, change) => (template) =>
  Object.entries(template[section] ?? {})
    .filter(([name, entry]) => change(structuredClone(entry), name) !== undefined)
    .map(([name, entry]) => () => {
      const path = [section, name];
      return { path, template: changed(template, path, change(structuredClone(entry), name)) };
    });

/** Sets one thing. @param {readonly string[]} path @param {any} value @returns {(template: any) => (() => Mutant)[]} */
const set = (path, value) => (template) => [() => ({ path, template: changed(template, path, value) })];

/** Gives an entry another name. @param {string} section @param {(name: string) => string} rename @returns {(template: any) => (() => Mutant)[]} */
const rename = (section, rename) => (template) =>
  Object.entries(template[section] ?? {}).map(([name, entry]) => () => {
    const path = [section, rename(name)];
    return { path, template: changed(template, path, structuredClone(entry)) };
  });

/** Adds so many. @param {string} section @param {number} count @param {any} entry */
const many = (section, count, entry) => (/** @type {any} */ template) => [
  () => {
    const added = Object.fromEntries(Array.from({ length: count }, (_, index) => [`Many${index}`, entry]));
    return { path: [section], template: changed(template, [section], { ...template[section], ...added }) };
  },
];

/** An entry that has lost a member. @param {string} name */
const without = (name) => (/** @type {any} */ entry) => {
  const { [name]: _, ...rest } = entry;
  return rest;
};

const topic = { Type: 'AWS::SNS::Topic' };

/** What can be wrong with a template around its properties. @type {Readonly<Record<string, (template: any) => (() => Mutant)[]>>} */
export const sectionFaults = {
  'unknown section': set(['Resource'], {}),
  'wrong version': set(['AWSTemplateFormatVersion'], '2012-10-17'),
  'description that is no text': set(['Description'], ['a']),
  'description that is too long': set(['Description'], 'x'.repeat(1025)),
  'no resources': set(['Resources'], {}),
  'too many resources': many('Resources', 501, topic),
  'too many parameters': many('Parameters', 201, { Type: 'String', Default: 'a' }),
  'too many outputs': many('Outputs', 201, { Value: 'a' }),
  'too many mappings': many('Mappings', 201, { a: { b: 'c' } }),

  'resource without a type': each('Resources', without('Type')),
  'resource of an unknown type': each('Resources', (entry) => ({ ...entry, Type: `${entry.Type}k` })),
  'resource type that is no text': each('Resources', (entry) => ({ ...entry, Type: [entry.Type] })),
  'resource that is a text': each('Resources', () => 'text'),
  'unknown attribute of a resource': each('Resources', (entry) => ({ ...entry, Propertys: {} })),
  'properties that are a list': each('Resources', (entry) => ({ ...entry, Properties: [] })),
  'unknown deletion policy': each('Resources', (entry) => ({ ...entry, DeletionPolicy: 'Keep' })),
  'deletion policy that is a list': each('Resources', (entry) => ({ ...entry, DeletionPolicy: ['Retain'] })),
  'deletion policy by an unknown parameter': each('Resources', (entry) => ({
    ...entry,
    DeletionPolicy: { Ref: 'Gone' },
  })),
  'unknown update policy': each('Resources', (entry) => ({ ...entry, UpdateReplacePolicy: 'Keep' })),
  'snapshot of what has none': each('Resources', (entry) =>
    entry.Type === 'AWS::SNS::Topic' ? { ...entry, DeletionPolicy: 'Snapshot' } : undefined,
  ),
  'bad logical id': rename('Resources', (name) => `${name}-2`),
  'name of a parameter for a resource': (template) => [
    () => {
      const [name = ''] = Object.keys(template.Resources);
      const path = ['Parameters', name];
      return { path, template: changed(template, path, { Type: 'String', Default: 'a' }) };
    },
  ],

  'parameter without a type': each('Parameters', without('Type')),
  'parameter of an unknown type': each('Parameters', (entry) => ({ ...entry, Type: 'Text' })),
  'unknown attribute of a parameter': each('Parameters', (entry) => ({ ...entry, Defaults: 'a' })),
  'default that is not allowed': each('Parameters', (entry) =>
    entry.AllowedValues === undefined ? undefined : { ...entry, Default: 'nothing' },
  ),
  'default beyond its bounds': each('Parameters', (entry) =>
    entry.MaxValue === undefined ? undefined : { ...entry, Default: entry.MaxValue + 1 },
  ),
  'default that is too long': each('Parameters', (entry) =>
    entry.MaxLength === undefined ? undefined : { ...entry, Default: 'x'.repeat(entry.MaxLength + 1) },
  ),
  'default that does not match': each('Parameters', (entry) =>
    entry.AllowedPattern === undefined ? undefined : { ...entry, Default: '7' },
  ),
  'default that is no number': each('Parameters', (entry) =>
    entry.Type === 'Number' ? { ...entry, Default: 'several' } : undefined,
  ),
  'default that is a list': each('Parameters', (entry) => ({ ...entry, Default: ['a'] })),
  'default that is a function': each('Parameters', (entry) => ({
    ...entry,
    Default: { Ref: 'AWS::Region' },
  })),
  'bad name of a parameter': rename('Parameters', (name) => `${name}_2`),

  'mapping that is a text': each('Mappings', () => 'text'),
  'mapping of two levels': each('Mappings', () => ({ a: 'b' })),
  'mapping of four levels': each('Mappings', () => ({ a: { b: { c: 'd' } } })),

  'condition that is a text': each('Conditions', () => 'text'),
  'condition that is no condition': each('Conditions', () => ({ Ref: 'AWS::Region' })),
  'condition of an unknown one': each('Conditions', () => ({ 'Fn::Not': [{ Condition: 'Gone' }] })),
  'condition of itself': each('Conditions', (_, name) => ({ 'Fn::Not': [{ Condition: name }] })),
  'Equals of three': each('Conditions', () => ({ 'Fn::Equals': ['a', 'b', 'c'] })),
  'Not of two': each('Conditions', () => ({
    'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Equals': ['a', 'b'] }],
  })),
  'And of one': each('Conditions', () => ({ 'Fn::And': [{ 'Fn::Equals': ['a', 'b'] }] })),
  'Or of eleven': each('Conditions', () => ({
    'Fn::Or': Array.from({ length: 11 }, () => ({ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'b'] })),
  })),
  'Equals of a resource': (template) =>
    Object.keys(template.Resources)
      .slice(0, 1)
      .map((id) => () => {
        const path = ['Conditions', 'Other'];
        return { path, template: changed(template, path, { 'Fn::Equals': [{ Ref: id }, 'b'] }) };
      }),

  'output without a value': each('Outputs', (entry) => ({ Description: 'a', ...without('Value')(entry) })),
  'output of a list': each('Outputs', (entry) => ({ ...entry, Value: ['a', 'b'] })),
  'output of an object': each('Outputs', (entry) => ({ ...entry, Value: { a: 'b' } })),
  'output of nothing': each('Outputs', (entry) => ({ ...entry, Value: { Ref: 'Gone' } })),
  'unknown attribute of an output': each('Outputs', (entry) => ({ ...entry, Exports: { Name: 'a' } })),
  'output of an unknown condition': each('Outputs', (entry) => ({ ...entry, Condition: 'Gone' })),
  'export without a name': each('Outputs', (entry) => ({ ...entry, Export: {} })),
  'export named by a resource': (template) =>
    Object.keys(template.Resources)
      .slice(0, 1)
      .map((id) => () => {
        const path = ['Outputs', 'Other'];
        return { path, template: changed(template, path, { Value: 'a', Export: { Name: { Ref: id } } }) };
      }),
  'bad name of an output': rename('Outputs', (name) => `${name}.2`),

  'rule without assertions': each('Rules', without('Assertions')),
  'rule that asserts nothing': each('Rules', (entry) => ({ ...entry, Assertions: [] })),
  'assertion of a text': each('Rules', (entry) => ({ ...entry, Assertions: [{ Assert: 'text' }] })),
};
