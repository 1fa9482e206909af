import type { TemplateJson } from './template-json.ts';

/** The sections that hold things by name. */
export const namedSections = [
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
  'Resources',
  'Outputs',
] as const;

/** A section whose members have names: `Resources`, `Parameters`, `Outputs` … */
export type SectionName = (typeof namedSections)[number];

/** What a template holds: sections by name, and the rest of its top level as it is. */
export interface Contents {
  readonly sections: Readonly<Record<SectionName, Map<string, unknown>>>;
  readonly head: Map<string, unknown>;
}

/** The order in which CloudFormation documents the sections; what is not here comes last. */
export const sectionOrder: readonly string[] = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
  'Transform',
  'Globals',
  'Hooks',
  'Resources',
  'Outputs',
];

/** The order in which a resource's attributes are written. */
export const attributeOrder: readonly string[] = [
  'Type',
  'Version',
  'Condition',
  'DependsOn',
  'CreationPolicy',
  'UpdatePolicy',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
  'Connectors',
  'IgnoreGlobals',
  'Properties',
];

export function emptyContents(): Contents {
  return {
    head: new Map(),
    sections: {
      Parameters: new Map(),
      Rules: new Map(),
      Mappings: new Map(),
      Conditions: new Map(),
      Resources: new Map(),
      Outputs: new Map(),
    },
  };
}

/** Takes a template's frozen JSON apart. A section that is no object stays what it is. */
export function contentsOf(json: Readonly<Record<string, unknown>>): Contents {
  const contents = emptyContents();
  for (const [key, data] of Object.entries(json)) {
    const section = isSection(key) ? contents.sections[key] : undefined;
    if (section === undefined || typeof data !== 'object' || data === null || Array.isArray(data))
      contents.head.set(key, data);
    else for (const [name, each] of Object.entries(data)) section.set(name, each);
    // A section that was written and is empty is written again.
    if (section?.size === 0) contents.head.set(key, data);
  }
  return contents;
}

function isSection(key: string): key is SectionName {
  return (namedSections as readonly string[]).includes(key);
}

/** Puts a template together, frozen, sections in their documented order. */
export function assemble({ head, sections }: Contents, transform: unknown): TemplateJson {
  const all = new Map(head);
  if (transform !== undefined) all.set('Transform', transform);
  for (const name of namedSections)
    if (sections[name].size > 0 || (name === 'Resources' && !all.has(name)))
      all.set(name, Object.freeze(Object.fromEntries(sections[name])));
  const keys = [
    ...sectionOrder.filter((key) => all.has(key)),
    ...[...all.keys()].filter((key) => !sectionOrder.includes(key)),
  ];
  const json = Object.freeze(Object.fromEntries(keys.map((key) => [key, all.get(key)])));
  // Every section was declared in the shape that TemplateJson describes, or was read from a template.
  return json as unknown as TemplateJson;
}

/** The `Transform` section with the macro that adds language extensions in front, which has to run before SAM. */
export function withLanguageExtensions(transform: unknown): unknown {
  const name = 'AWS::LanguageExtensions';
  if (transform === undefined) return name;
  const macros: readonly unknown[] = Array.isArray(transform) ? transform : [transform];
  const present = macros.some(
    (macro) =>
      macro === name ||
      (typeof macro === 'object' && macro !== null && 'Name' in macro && macro.Name === name),
  );
  return present ? transform : Object.freeze([name, ...macros]);
}
