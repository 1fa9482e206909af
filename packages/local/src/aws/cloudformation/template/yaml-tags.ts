import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { formatError, templateError } from './errors.ts';
import { type Json, scalarText } from './json.ts';

/** Short tags and the functions they stand for. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  '!Ref': 'Ref',
  '!Condition': 'Condition',
  ...Object.fromEntries(
    [
      'And',
      'Base64',
      'Cidr',
      'Equals',
      'FindInMap',
      'GetAZs',
      'GetAtt',
      'If',
      'ImportValue',
      'Join',
      'Not',
      'Or',
      'Select',
      'Split',
      'Sub',
      'Transform',
    ].map((name) => [`!${name}`, `Fn::${name}`]),
  ),
};

/** Plain data of a YAML node, with `!Sub x` as `{'Fn::Sub': 'x'}`. */
export function yamlToJson(node: unknown): Json {
  if (node === null || node === undefined) return null;
  if (isAlias(node)) throw templateError('YAML aliases are not allowed in CloudFormation templates');
  const tag = isMap(node) || isSeq(node) || isScalar(node) ? node.tag : undefined;
  const value = untagged(node);
  if (tag === undefined || !tag.startsWith('!') || tag === '!') return value;
  const name = FUNCTIONS[tag];
  if (name === undefined) throw formatError(`YAML not well-formed. Unknown tag ${tag}`);
  if (name === 'Fn::GetAtt' && typeof value === 'string') return { [name]: splitAttribute(value) };
  return { [name]: value };
}

function untagged(node: unknown): Json {
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => {
        const name = isScalar(key) ? scalarText(key.value) : undefined;
        if (name === undefined) throw formatError('map keys must be strings');
        return [name, yamlToJson(value)];
      }),
    );
  }
  if (isSeq(node)) return node.items.map((item) => yamlToJson(item));
  const value = isScalar(node) ? node.value : undefined;
  if (typeof value === 'bigint') return String(value);
  return value === null ? null : (plainScalar(value) ?? '');
}

function plainScalar(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

/** `Logical.Attribute.With.Dots` names one attribute of one resource. */
function splitAttribute(text: string): Json {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
