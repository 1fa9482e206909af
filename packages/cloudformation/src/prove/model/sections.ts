import type { TemplatePath } from '../../finding.ts';
import { isUnread, type Unread } from './json.ts';
import { asWritten, type Expand, LOOP, type Member } from './members.ts';

/** A template's sections as they are, whatever they hold. */
export interface Sections {
  readonly parameters: ReadonlyMap<string, Unread>;
  readonly mappings: ReadonlyMap<string, Unread>;
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly resources: ReadonlyMap<string, RawResource>;
  /** What is under `Resources` and is no resource: a loop that is not written out, a macro. */
  readonly unread: readonly Member[];
  readonly transforms: readonly string[];
  /** Whether all that there will be is in it as it stands: no macro, no loop, nothing serverless. */
  readonly isWhole: boolean;
  /** Whether loops and the functions of `AWS::LanguageExtensions` may be in it. */
  readonly extended: boolean;
}

/** A resource as it stands in the template. */
export interface RawResource {
  readonly type: string;
  readonly condition: string | undefined;
  readonly properties: Unread;
  readonly dependsOn: readonly string[];
  readonly hasConnectors: boolean;
  readonly path: TemplatePath;
  /** Set where it stands for all items of a collection that is not known: which one, as words. */
  readonly each?: string;
}

const DEEPEST = 100;

/** Reads a template of any shape; what does not have CloudFormation's shape is left out. */
export function readSections(template: unknown, expand: Expand = asWritten): Sections {
  const of = (key: string) => Object.entries(section(template, key));
  const objects = (key: string) =>
    new Map(of(key).filter((entry): entry is [string, Unread] => isUnread(entry[1])));
  const resources = new Map<string, RawResource>();
  const unread: Member[] = [];
  let isWhole = true;
  for (const member of expand(section(template, 'Resources'), ['Resources'])) {
    const { name: logicalId, data: raw, path, each } = member;
    const type = isUnread(raw) ? raw['Type'] : undefined;
    if (!isUnread(raw) || typeof type !== 'string') {
      const call = macroIn(raw);
      unread.push(
        call === undefined ? member : { name: 'Fn::Transform', data: raw, path: [...path, ...call] },
      );
      continue;
    }
    const { Condition: condition, Properties: properties } = raw;
    const call = macroIn(raw);
    if (call !== undefined) unread.push({ name: 'Fn::Transform', data: type, path: [...path, ...call] });
    const hasConnectors = raw['Connectors'] !== undefined;
    if (hasConnectors || each !== undefined || type.startsWith('AWS::Serverless::')) isWhole = false;
    resources.set(logicalId, {
      type,
      condition: typeof condition === 'string' ? condition : undefined,
      properties: isUnread(properties) ? properties : {},
      dependsOn: [raw['DependsOn']].flat().filter((each) => typeof each === 'string'),
      hasConnectors,
      path,
      ...(each !== undefined && { each }),
    });
  }
  const transforms = transformsOf(template);
  const conditions = expand(section(template, 'Conditions'), ['Conditions']);
  return {
    parameters: objects('Parameters'),
    mappings: objects('Mappings'),
    conditions: new Map(conditions.map(({ name, data }) => [name, data])),
    resources,
    unread,
    transforms,
    isWhole: isWhole && transforms.length === 0 && unread.length === 0,
    extended:
      transforms.includes('AWS::LanguageExtensions') || unread.some(({ name }) => name.startsWith(LOOP)),
  };
}

function section(template: unknown, key: string): Unread {
  const found: unknown = isUnread(template) ? template[key] : undefined;
  return isUnread(found) ? found : {};
}

function transformsOf(template: unknown): readonly string[] {
  if (!isUnread(template)) return [];
  const written = [template['Transform'], template['Fn::Transform']];
  const all = written.flatMap((each): readonly unknown[] => (Array.isArray(each) ? each : [each]));
  return all.flatMap((each) => {
    if (each === undefined || each === null) return [];
    const name: unknown = isUnread(each) ? each['Name'] : each;
    return [typeof name === 'string' ? name : 'of a name that is not known'];
  });
}

/** Where below `value` a macro is called, beside members or in place of one; the first there is. */
function macroIn(value: unknown, depth = 0): TemplatePath | undefined {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined;
  // Every member of every resource is looked at: a path is made only of what is found.
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members)) {
    if (key === 'Fn::Transform') return [key];
    const found = macroIn(members[key], depth + 1);
    if (found !== undefined) return [Array.isArray(value) ? Number(key) : key, ...found];
  }
  return undefined;
}
