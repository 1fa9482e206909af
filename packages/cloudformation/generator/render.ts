import type {
  Property,
  PropertyType,
  Resource,
  SpecDatabase,
  TypeDefinition,
} from '@aws-cdk/service-spec-types';
import type { Held } from '../src/schemas/schema.ts';
import { type Lengths, lengthsFor, opening } from './documentation.ts';
import { heldByAttribute, heldByRef } from './held.ts';
import { compare, key, moduleFile } from './names.ts';
import { slot } from './slots.ts';

/** One generated file and what it exports. */
export interface Rendered {
  readonly file: string;
  readonly text: string;
  /** The resource's own name. */
  readonly name: string;
  /** All that the module exports. */
  readonly exports: readonly string[];
}

// Beside a type import, so that the compiled JavaScript does not have it.
const heading =
  "// Generated from the CloudFormation resource specification; not edited by hand.\nimport type * as cfn from '../../slots.ts';";
const contentsHeading = '// Generated from the CloudFormation resource specification; not edited by hand.\n';

/** Resources of these names are exported a second time, with their service's name before it: `LambdaFunction`. */
const globals: ReadonlySet<string> = new Set(
  (
    'Array Boolean Buffer Date Error Event File Function Headers Iterator Map Number Object Promise Proxy Request ' +
    'Response Set String Symbol URL'
  ).split(' '),
);

/** What the parts of one resource type's module are written with. */
interface Scope {
  readonly db: SpecDatabase;
  readonly resource: Resource;
  readonly lengths: Lengths;
  typeName(definition: string): string;
}

/** The module of one resource type. */
export function renderResource(db: SpecDatabase, resource: Resource): Rendered {
  const { name, cloudFormationType } = resource;
  const definitions = db
    .follow('usesType', resource)
    .map(({ entity }) => entity)
    .sort((a, b) => compare(a.name, b.name));
  const properties = definitions.reduce((sum, each) => sum + Object.keys(each.properties).length, 0);
  const typeName = (definition: string) => `${name}${definition}Property`;
  const scope: Scope = { db, resource, lengths: lengthsFor(properties), typeName };
  const required = Object.values(resource.properties).some((property) => property.required === true);
  const attributes = Object.keys(resource.attributes).sort(compare);
  const ref = rendered(heldByRef(db, resource));
  const made = `cfn.Resource<${name}Attributes, ${ref}>`;
  const text = [
    heading,
    "import { resource } from '../../resource.ts';",
    '',
    `export interface ${name}Props {`,
    ...members(scope, resource.properties, cloudFormationType),
    '}',
    '',
    `export interface ${name}Attributes {`,
    ...attributes.flatMap((attribute) => renderAttribute(scope, attribute)),
    '}',
    ...definitions.flatMap((definition) => renderDefinition(scope, definition)),
    '',
    // The documentation stands on an overload, which the compiled JavaScript does not have.
    ...doc(
      opening(resource.documentation, scope.lengths.resource),
      `\`Ref\` yields \`${ref.replace('cfn.', '')}\`.`,
      link(resource),
    ),
    `export function ${name}(properties${required ? '' : '?'}: ${name}Props): ${made};`,
    `export function ${name}(properties: object = {}): ${made} {`,
    `  return resource('${cloudFormationType}', ${JSON.stringify(attributes)}, properties);`,
    '}',
    '',
  ].join('\n');
  return {
    file: moduleFile(name),
    text,
    name,
    exports: [name, `${name}Props`, `${name}Attributes`, ...definitions.map((each) => typeName(each.name))],
  };
}

/** The table of contents of one service; the property types stay in the resource types' own modules. */
export function renderContents(files: readonly Rendered[], folder: string, service: string): string {
  const lines = files.map(({ file, name }) => {
    const second = globals.has(name) ? [`${name} as ${service}${name}`] : [];
    const names = [name, ...second, `type ${name}Props`, `type ${name}Attributes`];
    return `export { ${names.join(', ')} } from './${folder}/${file}';`;
  });
  return [contentsHeading, ...lines, ''].join('\n');
}

function renderDefinition(scope: Scope, definition: TypeDefinition): readonly string[] {
  const { name, documentation, properties } = definition;
  return [
    '',
    ...line('', opening(documentation, scope.lengths.definition, name)),
    `export interface ${scope.typeName(name)} {`,
    ...members(scope, properties, `${scope.resource.cloudFormationType}.${name}`),
    '}',
  ];
}

function members(
  { db, resource, lengths, typeName }: Scope,
  properties: Readonly<Record<string, Property>>,
  path: string,
): readonly string[] {
  return Object.entries(properties)
    .filter(([, property]) => property.deprecated !== 'IGNORE')
    .sort(
      ([a, left], [b, right]) =>
        Number(right.required ?? false) - Number(left.required ?? false) || compare(a, b),
    )
    .flatMap(([name, property]) => [
      ...line('  ', opening(property.documentation, lengths.property, name), change(property)),
      `  ${key(name)}${property.required === true ? '' : '?'}: ${slot(db, resource, property, { path: `${path}.${name}`, typeName })};`,
    ]);
}

function renderAttribute({ db, resource, lengths }: Scope, name: string): readonly string[] {
  const attribute = resource.attributes[name];
  const yielded = attribute === undefined ? 'unknown' : yields(attribute.type);
  const type = yielded === 'string' ? rendered(heldByAttribute(db, resource, name)) : yielded;
  return [
    ...line('  ', opening(attribute?.documentation, lengths.attribute, name)),
    `  ${key(name)}: ${type};`,
  ];
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

function line(indent: string, ...parts: readonly (string | undefined)[]): readonly string[] {
  const text = comment(parts.filter((part) => part !== undefined).join(' '));
  return text === '' ? [] : [`${indent}/** ${text} */`];
}

function change(property: Property): string | undefined {
  if (property.causesReplacement === 'yes') return '(Replaced when changed.)';
  return property.causesReplacement === 'maybe' ? '(Perhaps replaced when changed.)' : undefined;
}

function link({ cloudFormationType }: Resource): string {
  const page = cloudFormationType
    .toLowerCase()
    .replace(/^aws::/, '')
    .replaceAll('::', '-');
  return `@see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-${page}.html`;
}

function doc(...parts: readonly (string | undefined)[]): readonly string[] {
  const text = parts.filter((part) => part !== undefined).join('\n\n');
  return [
    '/**',
    ...comment(text)
      .split('\n')
      .map((each) => ` * ${each}`.trimEnd()),
    ' */',
  ];
}

function comment(text: string): string {
  return text.replaceAll('*/', '*\\/');
}
