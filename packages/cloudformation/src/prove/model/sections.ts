import { isObject } from './json.ts';

type Unread = { readonly [key: string]: unknown };

/** A template's sections as they are, whatever they hold. */
export interface Sections {
  readonly parameters: ReadonlyMap<string, Unread>;
  readonly mappings: ReadonlyMap<string, Unread>;
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly resources: ReadonlyMap<string, RawResource>;
  /** Names under `Resources` that are loops (`Fn::ForEach::…`) or no resources at all. */
  readonly unread: readonly string[];
  readonly transforms: readonly string[];
}

/** A resource as it stands in the template. */
export interface RawResource {
  readonly type: string;
  readonly condition: string | undefined;
  readonly properties: Unread;
  readonly dependsOn: readonly string[];
  readonly hasConnectors: boolean;
}

/** Reads a template of any shape; what does not have CloudFormation's shape is left out. */
export function readSections(template: unknown): Sections {
  const of = (key: string) => Object.entries(section(template, key));
  const objects = (key: string) =>
    new Map(of(key).filter((entry): entry is [string, Unread] => isUnread(entry[1])));
  const resources = new Map<string, RawResource>();
  const unread: string[] = [];
  for (const [logicalId, raw] of of('Resources')) {
    const type = isUnread(raw) ? raw['Type'] : undefined;
    if (!isUnread(raw) || typeof type !== 'string') {
      unread.push(logicalId);
      continue;
    }
    const { Condition: condition, Properties: properties } = raw;
    resources.set(logicalId, {
      type,
      condition: typeof condition === 'string' ? condition : undefined,
      properties: isUnread(properties) ? properties : {},
      dependsOn: [raw['DependsOn']].flat().filter((each) => typeof each === 'string'),
      hasConnectors: raw['Connectors'] !== undefined,
    });
  }
  return {
    parameters: objects('Parameters'),
    mappings: objects('Mappings'),
    conditions: new Map(of('Conditions')),
    resources,
    unread,
    transforms: transformsOf(template),
  };
}

function section(template: unknown, key: string): Unread {
  const found: unknown = isUnread(template) ? template[key] : undefined;
  return isUnread(found) ? found : {};
}

function transformsOf(template: unknown): readonly string[] {
  const found: unknown = isUnread(template) ? template['Transform'] : undefined;
  const all: readonly unknown[] = Array.isArray(found) ? found : [found];
  return all.flatMap((each) => {
    const name: unknown = isUnread(each) ? each['Name'] : each;
    return typeof name === 'string' ? [name] : [];
  });
}

/** Whether this is an object with members, of any content. */
function isUnread(value: unknown): value is Unread {
  return isObject(value);
}
