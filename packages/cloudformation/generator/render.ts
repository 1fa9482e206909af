import type {
  Property,
  PropertyType,
  Resource,
  SpecDatabase,
  TypeDefinition,
} from '@aws-cdk/service-spec-types';
import { type Held, heldByAttribute, heldByRef } from './kinds.ts';
import { key, moduleFile } from './names.ts';
import { type Place, slot } from './slots.ts';

/** One generated file and what it exports. */
export interface Rendered {
  readonly file: string;
  readonly text: string;
  readonly values: readonly string[];
  readonly types: readonly string[];
}

const heading = '// Generated from the CloudFormation resource specification; not edited by hand.\n';

/** Resources of these names are exported a second time, with their service's name before it: `LambdaFunction`. */
const globals: ReadonlySet<string> = new Set(
  'Array Boolean Date Error Function Iterator Map Number Object Promise Proxy Set String Symbol'.split(' '),
);

/** The module of one resource type. */
export function renderResource(db: SpecDatabase, resource: Resource): Rendered {
  const { name, cloudFormationType } = resource;
  const definitions = db
    .follow('usesType', resource)
    .map(({ entity }) => entity)
    .sort((a, b) => compare(a.name, b.name));
  const typeName = (definition: string) => `${name}${definition}Property`;
  const place =
    (path: string) =>
    (property: string): Place => ({
      path: `${path}.${property}`,
      name: property,
      typeName,
    });
  const required = Object.values(resource.properties).some((property) => property.required === true);
  const attributes = Object.keys(resource.attributes).sort(compare);
  const ref = rendered(heldByRef(db, resource));
  const text = [
    heading,
    "import { type Resource as CloudFormationResource, resource } from '../../resource.ts';",
    "import type * as cfn from '../../slots.ts';",
    '',
    ...doc('', `The properties of \`${cloudFormationType}\`.`, link(resource)),
    `export interface ${name}Props {`,
    ...members(db, resource.properties, place(cloudFormationType)),
    '}',
    '',
    `/** What \`Fn::GetAtt\` knows of a \`${cloudFormationType}\`. */`,
    `export interface ${name}Attributes {`,
    ...attributes.flatMap((attribute) => renderAttribute(db, resource, attribute)),
    '}',
    ...definitions.flatMap((definition) => renderDefinition(db, resource, definition, typeName, place)),
    '',
    ...doc('', resource.documentation, `\`Ref\` yields \`${ref.replace('cfn.', '')}\`.`, link(resource)),
    `export function ${name}(properties: ${name}Props${required ? '' : ' = {}'}): CloudFormationResource<${name}Attributes, ${ref}> {`,
    `  return resource('${cloudFormationType}', ${JSON.stringify(attributes)}, properties);`,
    '}',
    '',
  ].join('\n');
  const types = [`${name}Props`, `${name}Attributes`, ...definitions.map(({ name: each }) => typeName(each))];
  return { file: moduleFile(name), text, values: [name], types };
}

/** The table of contents of one service. */
export function renderIndex(files: readonly Rendered[], service: string): string {
  const lines = files.map(({ file, values, types }) => {
    const aliases = values.filter((name) => globals.has(name)).map((name) => `${name} as ${service}${name}`);
    const names = [...values, ...aliases, ...types.map((type) => `type ${type}`)];
    return `export { ${names.join(', ')} } from './${file}';`;
  });
  return [heading, ...lines, ''].join('\n');
}

function renderDefinition(
  db: SpecDatabase,
  resource: Resource,
  definition: TypeDefinition,
  typeName: (definition: string) => string,
  place: (path: string) => (property: string) => Place,
): readonly string[] {
  const path = `${resource.cloudFormationType}.${definition.name}`;
  return [
    '',
    ...doc('', definition.documentation, `Part of \`${resource.cloudFormationType}\`.`),
    `export interface ${typeName(definition.name)} {`,
    ...members(db, definition.properties, place(path)),
    '}',
  ];
}

function members(
  db: SpecDatabase,
  properties: Readonly<Record<string, Property>>,
  place: (property: string) => Place,
): readonly string[] {
  return Object.entries(properties)
    .filter(([, property]) => property.deprecated !== 'IGNORE')
    .sort(
      ([a, left], [b, right]) =>
        Number(right.required ?? false) - Number(left.required ?? false) || compare(a, b),
    )
    .flatMap(([name, property]) => [
      ...doc('  ', property.documentation, change(property)),
      `  readonly ${key(name)}${property.required === true ? '' : '?'}: ${slot(db, property, place(name))};`,
    ]);
}

function renderAttribute(db: SpecDatabase, resource: Resource, name: string): readonly string[] {
  const attribute = resource.attributes[name];
  const yielded = attribute === undefined ? 'unknown' : yields(attribute.type);
  const type = yielded === 'string' ? rendered(heldByAttribute(db, resource, name)) : yielded;
  return [...doc('  ', attribute?.documentation), `  readonly ${key(name)}: ${type};`];
}

function yields(type: PropertyType): string {
  if (type.type === 'array')
    return type.element.type === 'string' ? 'readonly string[]' : 'readonly unknown[]';
  const results: Partial<Record<PropertyType['type'], string>> = {
    string: 'string',
    'date-time': 'string',
    integer: 'number',
    number: 'number',
    boolean: 'boolean',
  };
  return results[type.type] ?? 'unknown';
}

function rendered(held: Held | undefined): string {
  return held === undefined ? 'string' : `cfn.${held.form}<'${held.kind}'>`;
}

function change(property: Property): string | undefined {
  if (property.causesReplacement === 'yes') return 'A change replaces the resource.';
  return property.causesReplacement === 'maybe' ? 'A change may replace the resource.' : undefined;
}

function link({ cloudFormationType }: Resource): string {
  const page = cloudFormationType
    .toLowerCase()
    .replace(/^aws::/, '')
    .replaceAll('::', '-');
  return `@see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-${page}.html`;
}

function doc(indent: string, ...parts: readonly (string | undefined)[]): readonly string[] {
  const text = parts.filter((part) => part !== undefined && part !== '').join('\n\n');
  if (text === '') return [];
  const lines = text.replaceAll('*/', '*\\/').split('\n');
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
