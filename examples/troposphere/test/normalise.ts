/**
 * What is not compared, or is compared as CloudFormation reads it:
 *
 * 1. the order of members, and of `DependsOn`, whose single id may stand alone
 * 2. `AWSTemplateFormatVersion`, which has one value
 * 3. numbers and booleans beside their text
 * 4. `Fn::Join` beside `Fn::Sub`: the text that they yield
 * 5. in policy statements, a list of one beside the one
 * 6. the words of descriptions, of which there has to be one where there is one
 * 7. the text of inline code, of which there has to be one where there is one
 *
 * Names (logical ids, physical names, policies' names and Sids) are compared.
 */
export function normalise(template: unknown): unknown {
  if (!isObject(template)) return template;
  const { AWSTemplateFormatVersion: _version, ...rest } = template;
  return normaliseValue(rest);
}

const prose = new Set(['AlarmDescription', 'ConstraintDescription', 'Description', 'GroupDescription']);
const oneOrMore = new Set(['Action', 'AWS', 'NotAction', 'NotResource', 'Resource', 'Service']);

function normaliseValue(value: unknown, key = '', inStatement = false): unknown {
  if (key === 'ZipFile') return '(code)';
  if (prose.has(key) && typeof value === 'string') return '(text)';
  if (key === 'DependsOn') return [value].flat().map(String).sort();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const list = value.map((item) => normaliseValue(item, '', inStatement));
    return inStatement && oneOrMore.has(key) && list.length === 1 ? list[0] : list;
  }
  if (!isObject(value)) return value;
  const text = textOf(value);
  if (text !== undefined) return text;
  const statement = inStatement || 'Effect' in value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, normaliseValue(value[name], name, statement)]),
  );
}

/** The parts of what `Fn::Join` and `Fn::Sub` yield, neighbours of plain text as one. */
function textOf(value: Record<string, unknown>): unknown {
  const parts = joined(value['Fn::Join']) ?? substituted(value['Fn::Sub']);
  if (parts === undefined) return undefined;
  const merged: unknown[] = [];
  for (const part of parts.flatMap((each) => flattened(normaliseValue(each)))) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else if (part !== '') merged.push(part);
  }
  return merged.length === 1 ? merged[0] : { text: merged };
}

function flattened(part: unknown): readonly unknown[] {
  return isObject(part) && Array.isArray(part['text']) ? (part['text'] as unknown[]) : [part];
}

function joined(argument: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(argument)) return undefined;
  const [delimiter, parts] = argument as [unknown, unknown];
  if (!Array.isArray(parts)) return undefined;
  return parts.flatMap((part, index) => (index === 0 ? [part] : [delimiter, part]));
}

function substituted(argument: unknown): readonly unknown[] | undefined {
  const [text, variables] = Array.isArray(argument) ? (argument as [unknown, unknown]) : [argument, {}];
  if (typeof text !== 'string' || !isObject(variables)) return undefined;
  return text.split(/(\$\{[^}]+\})/).map((part) => {
    const name = /^\$\{([^!][^}]*)\}$/.exec(part)?.[1];
    if (name === undefined) return part;
    if (name in variables) return variables[name];
    const [id, ...attribute] = name.split('.');
    return attribute.length === 0 ? { Ref: id } : { 'Fn::GetAtt': [id, attribute.join('.')] };
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
