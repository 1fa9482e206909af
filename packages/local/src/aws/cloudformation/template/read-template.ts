import { checkReferences } from './check-references.ts';
import { formatError, notBuilt, validationError } from './errors.ts';
import { isObject, type Json, type JsonObject, member, scalarText } from './json.ts';
import { readParameter } from './parameters.ts';
import { parseTemplateBody } from './parse.ts';
import { readResource } from './read-resource.ts';
import type { Mapping, OutputDeclaration, ResourceTypes, Template } from './template.ts';

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Resources',
  'Outputs',
  'Rules',
  'Transform',
  'Hooks',
]);

/**
 * Reads and checks a template. Fails with ValidationError in CloudFormation's words.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function readTemplate(body: string, types: ResourceTypes): Template {
  const data = parseTemplateBody(body);
  const unknown = Object.keys(data).filter((name) => !SECTIONS.has(name));
  if (unknown.length > 0)
    throw validationError(`Invalid template property or properties [${unknown.join(', ')}]`);
  for (const section of ['Rules', 'Transform', 'Hooks']) {
    if (Object.hasOwn(data, section)) throw notBuilt(`Section ${section} of a template`);
  }
  const version = scalarText(member(data, 'AWSTemplateFormatVersion') ?? '2010-09-09');
  if (version !== '2010-09-09') throw formatError(`unsupported value for AWSTemplateFormatVersion.`);
  const description = descriptionOf(data);
  const metadata = member(data, 'Metadata');
  const template: Template = {
    body,
    version,
    ...(description !== undefined && { description }),
    ...(metadata !== undefined && { metadata }),
    parameters: section(data, 'Parameters', 200, readParameter),
    mappings: section(data, 'Mappings', 200, readMapping),
    conditions: section(data, 'Conditions', undefined, (_name, value) => value),
    resources: section(data, 'Resources', 500, (name, value) => readResource(name, value)),
    outputs: section(data, 'Outputs', 200, readOutput),
  };
  if (template.resources.size === 0) throw formatError('At least one Resources member must be defined.');
  const strangers = [...new Set([...template.resources.values()].map(({ type }) => type))].filter(
    (type) => !types.has(type),
  );
  if (strangers.length > 0)
    throw formatError(`Unrecognized resource types: [${strangers.join(', ')}]${remark(strangers)}`);
  checkReferences(template, types);
  return template;
}

/** AWS knows some 1,800 types: one that is not known here may well be right. */
function remark(types: readonly string[]): string {
  const unbuilt = types.filter((type) => type.startsWith('AWS::'));
  return unbuilt.length === 0 ? '' : ` (local CloudFormation does not build ${unbuilt.join(', ')})`;
}

function descriptionOf(data: JsonObject): string | undefined {
  const description = member(data, 'Description');
  if (description === undefined) return undefined;
  if (typeof description !== 'string') throw formatError('Template Description must be a String.');
  if (Buffer.byteLength(description) > 1024) throw formatError("'Description' length is greater than 1024");
  return description;
}

const SINGULAR: Readonly<Record<string, string>> = {
  Parameters: 'Parameter',
  Mappings: 'Mapping',
  Conditions: 'Condition',
  Resources: 'Resource',
  Outputs: 'Output',
};

function section<T>(
  data: JsonObject,
  name: string,
  limit: number | undefined,
  read: (name: string, value: Json) => T,
): ReadonlyMap<string, T> {
  const value = member(data, name) ?? {};
  if (!isObject(value)) throw formatError(`${name} must be an object.`);
  const entries = Object.entries(value);
  if (limit !== undefined && entries.length > limit) {
    throw formatError(
      `Number of ${name.toLowerCase()}, ${entries.length}, is greater than maximum allowed, ${limit}`,
    );
  }
  return new Map(
    entries.map(([key, item]) => {
      if (name !== 'Mappings' && name !== 'Conditions' && !/^[A-Za-z0-9]+$/.test(key)) {
        throw formatError(`${SINGULAR[name] ?? name} name ${key} is non alphanumeric.`);
      }
      return [key, read(key, item)];
    }),
  );
}

function readMapping(name: string, value: Json): Mapping {
  if (!isObject(value)) throw formatError(`Every Mappings member ${name} must be a map`);
  return new Map(
    Object.entries(value).map(([key, attributes]) => {
      if (!isObject(attributes)) throw formatError(`Every Mappings attribute must be a String or a List.`);
      for (const item of Object.values(attributes)) {
        const items = Array.isArray(item) ? item : [item];
        if (items.some((one) => scalarText(one) === undefined)) {
          throw formatError('Every Mappings attribute must be a String or a List.');
        }
      }
      return [key, new Map(Object.entries(attributes))];
    }),
  );
}

function readOutput(name: string, value: Json): OutputDeclaration {
  if (!isObject(value)) throw formatError('Any Outputs member must be an object.');
  const unknown = Object.keys(value).find(
    (key) => !['Value', 'Description', 'Condition', 'Export'].includes(key),
  );
  if (unknown !== undefined) throw formatError(`Invalid Outputs property : [${unknown}]`);
  const content = member(value, 'Value');
  if (content === undefined) throw formatError(`Every Outputs member must contain a Value object`);
  const description = member(value, 'Description');
  const condition = member(value, 'Condition');
  const exported = member(value, 'Export');
  if (condition !== undefined && typeof condition !== 'string') {
    throw formatError('Every Condition member must be a string.');
  }
  if (exported !== undefined && (!isObject(exported) || Object.keys(exported).join() !== 'Name')) {
    throw formatError(`Output ${name} is malformed. The Export field must contain only a Name.`);
  }
  return {
    value: content,
    ...(typeof description === 'string' && { description }),
    ...(condition !== undefined && { condition }),
    ...(isObject(exported) && exported['Name'] !== undefined && { exportName: exported['Name'] }),
  };
}
