import { conditionOrigin, markCondition } from './conditions.ts';
import { emitData, freezeHandle, type Origin, originsOf, value } from './data.ts';
import { refusal, TemplateError } from './error.ts';
import type { Finding, SourceLocation, TemplatePath } from './finding.ts';
import {
  type ConditionHandle,
  type Handle,
  type MappingHandle,
  originsOfHandle,
  type Referable,
  resourceHandle,
} from './handles.ts';
import { findInMap } from './intrinsics.ts';
import { type Declare, makeLoop } from './make-loop.ts';
import type { ParameterOptions, ParameterType, ParameterValue } from './parameter.ts';
import { toYaml } from './print/to-yaml.ts';
import type { Resource } from './resource.ts';
import type { OutputOptions, ResourceOptions } from './resource-options.ts';
import {
  assemble,
  type Contents,
  namedSections,
  type SectionName,
  withLanguageExtensions,
} from './sections.ts';
import { type Call, locate, noteCall } from './source-location.ts';
import type { PrintOptions, Template, ValidateOptions } from './template.ts';
import type { TemplateJson } from './template-json.ts';
import type { In, Text, Value } from './types.ts';
import { validate } from './validate/validate.ts';
import { isLogicalId } from './written-names.ts';

/** What a template starts with: nothing much, or what was read. */
export interface Beginning {
  /** For messages. */
  readonly name: string;
  readonly contents: Contents;
  /** Of a template that was read: where in its text something is. */
  readonly locate?: (path: TemplatePath) => SourceLocation | undefined;
}

export function makeTemplate({ name: ownName, contents, locate: locateInText }: Beginning): Template {
  const origin: Origin = Object.freeze({ template: ownName });
  const { head, sections } = contents;
  const calls = new Map<string, Call>();
  const reserved = new Set<string>();
  let extended = false;
  let printed: TemplateJson | undefined;
  let found: readonly Finding[] | undefined;

  function hear(heard: Origin, at: string): void {
    if (heard.macro === true) extended = true;
    else if (heard !== origin) throw foreign(heard, origin, at);
  }

  function hearAll(origins: readonly Origin[], at: string): void {
    for (const each of origins) hear(each, at);
  }

  const declare: Declare = (section, name, data, call, taken = [name]) => {
    for (const [index, each] of taken.entries()) {
      checkName(each, section);
      if (taken.length > 1 && taken.indexOf(each) !== index) throw duplicate(section, each);
      const shared = section === 'Resources' || section === 'Parameters';
      const among: readonly SectionName[] = shared ? ['Resources', 'Parameters'] : [section];
      if (among.some((other) => sections[other].has(each) || reserved.has(`${other}.${each}`)))
        throw duplicate(section, each);
    }
    if (sections[section].has(name)) throw duplicate(section, name);
    const frozen = emitData(data, `${section}.${name}`, hear);
    printed = undefined;
    for (const each of taken) {
      if (each !== name) reserved.add(`${section}.${each}`);
      calls.set(`${section}.${each}`, call);
    }
    calls.set(`${section}.${name}`, call);
    sections[section].set(name, frozen);
  };

  function conditionName(condition: ConditionHandle | undefined, at: string): string | undefined {
    if (condition !== undefined) hearAll(conditionOrigin(condition), `${at}.Condition`);
    return condition?.conditionName;
  }

  function resourceData(logicalId: string, resource: Resource<object, unknown>, options: ResourceOptions) {
    const { DependsOn: dependsOn, Condition: condition, ...rest } = options;
    const at = `Resources.${logicalId}`;
    const before: (Referable | string)[] = dependsOn === undefined ? [] : [dependsOn].flat();
    for (const each of before)
      if (typeof each === 'object') hearAll(originsOfHandle(each), `${at}.DependsOn`);
    if (typeof rest.DeletionPolicy === 'object' || typeof rest.UpdateReplacePolicy === 'object')
      extended = true;
    return {
      Type: resource.type,
      Condition: conditionName(condition, at),
      DependsOn:
        before.length === 0
          ? undefined
          : before.map((each) => (typeof each === 'string' ? each : each.logicalId)),
      ...rest,
      Properties: Object.keys(resource.properties).length === 0 ? undefined : resource.properties,
    };
  }

  function outputData(name: string, result: Text | In<number | boolean>, options: OutputOptions) {
    const { Description, Condition: condition, Export } = options;
    return { Description, Condition: conditionName(condition, `Outputs.${name}`), Value: result, Export };
  }

  function setMetadata(key: string, data: unknown): void {
    const before = head.get('Metadata');
    const merged = { ...(typeof before === 'object' ? before : {}), [key]: data };
    head.set('Metadata', emitData(merged, 'Metadata', hear));
    printed = undefined;
  }

  function json(): TemplateJson {
    const transform = head.get('Transform');
    if (printed === undefined) {
      found = undefined;
      printed = assemble(contents, extended ? withLanguageExtensions(transform) : transform);
    }
    return printed;
  }

  function sourceOf(name: string, section?: SectionName): SourceLocation | undefined {
    const order: readonly SectionName[] = section === undefined ? ['Resources', ...namedSections] : [section];
    for (const each of order) {
      const call = calls.get(`${each}.${name}`);
      if (call !== undefined) return locate(call);
      if (sections[each].has(name)) return locateInText?.([each, name]);
    }
    return undefined;
  }

  function withSource(finding: Finding): Finding {
    const [section, name] = finding.path;
    const isNamed = (namedSections as readonly unknown[]).includes(section) && typeof name === 'string';
    const declared = isNamed ? calls.get(`${section}.${name}`) : undefined;
    const source = declared === undefined ? locateInText?.(finding.path) : locate(declared);
    return source === undefined ? finding : { ...finding, source };
  }

  function check(options: ValidateOptions): readonly Finding[] {
    const template = json();
    const usual = options.schemas === undefined && options.today === undefined;
    if (usual && found !== undefined) return found;
    const { schemas, today } = options;
    const given = {
      ...(schemas === undefined ? {} : { schemas }),
      ...(today === undefined ? {} : { today }),
    };
    const findings = Object.freeze(validate(template, given).map(withSource));
    if (usual) found = findings;
    return findings;
  }

  const self: Template = {
    add<A extends object, R>(logicalId: string, resource: Resource<A, R>, options: ResourceOptions = {}) {
      declare('Resources', logicalId, resourceData(logicalId, resource, options), noteCall(self.add));
      return resourceHandle<A, R>(logicalId, resource.attributes, origin);
    },
    parameter<const T extends ParameterType>(name: string, given: ParameterOptions<T>) {
      declare('Parameters', name, given, noteCall(self.parameter));
      const ref = value<ParameterValue<T>>({ Ref: name }, [origin]);
      return freezeHandle({ logicalId: name, ref, noEcho: given.NoEcho === true });
    },
    mapping<T>(name: string, entries: object): MappingHandle<T> {
      declare('Mappings', name, entries, noteCall(self.mapping));
      const find = (...keys: readonly unknown[]) => {
        // The overloads of `find` are those of findInMap without the name.
        const result = (findInMap as (...all: readonly unknown[]) => Value<string>)(name, ...keys);
        return value<T>({ ...result }, [origin, ...(originsOf(result) ?? [])]);
      };
      return freezeHandle({ mappingName: name, find: find as MappingHandle<T>['find'] });
    },
    condition(name, expression) {
      declare('Conditions', name, expression, noteCall(self.condition));
      const handle: ConditionHandle = { conditionName: name };
      markCondition(handle, origin);
      return freezeHandle(handle);
    },
    rule(name, options) {
      declare('Rules', name, options, noteCall(self.rule));
    },
    output(name, result, options = {}) {
      declare('Outputs', name, outputData(name, result, options), noteCall(self.output));
    },
    metadata(key, data) {
      setMetadata(key, data);
    },
    parameterInterface({ groups, labels }) {
      setMetadata('AWS::CloudFormation::Interface', {
        ParameterGroups: groups.map(({ label, parameters }) => ({
          Label: { default: label },
          Parameters: parameters.map(({ logicalId }) => logicalId),
        })),
        ParameterLabels:
          labels &&
          Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, { default: label }])),
      });
    },
    forEach: (name, items, body) =>
      makeLoop({
        declare,
        resourceData,
        outputData,
        origin,
        name,
        items,
        body,
        call: noteCall(self.forEach),
      }),
    use: (pattern) => pattern(self),
    handle<A extends object, R>(
      logicalId: string,
      type: (properties: never) => Resource<A, R>,
    ): Handle<A, R> {
      const sample = type({} as never);
      const present = sections.Resources.get(logicalId) as { readonly Type?: unknown } | undefined;
      if (present?.Type === sample.type) return resourceHandle<A, R>(logicalId, sample.attributes, origin);
      const what = present === undefined ? 'is not in the template' : `is a ${String(present.Type)}`;
      throw new TemplateError('UnknownReference', `${logicalId} ${what}, where a ${sample.type} is meant.`, {
        fix: 'Name a resource of that type, or add one.',
        logicalId,
        path: `Resources.${logicalId}`,
      });
    },
    get logicalIds() {
      return Object.freeze([...sections.Resources.keys()].filter((key) => !key.startsWith('Fn::')));
    },
    sourceOf,
    validate: (options = {}) => check(options),
    toJson(options: PrintOptions = {}) {
      const error = options.validate === false ? undefined : refusal(check(options));
      if (error !== undefined) throw error;
      return json();
    },
    toYaml: (options) => toYaml(self.toJson(options)),
  };
  return Object.freeze(self);
}

function checkName(name: string, section: SectionName): void {
  if (isLogicalId(name)) return;
  throw new TemplateError('BadLogicalId', `${JSON.stringify(name)} is no name for CloudFormation.`, {
    fix: 'Use 1 to 255 letters and digits.',
    logicalId: name,
    path: section,
  });
}

function duplicate(section: SectionName, name: string): TemplateError {
  return new TemplateError('DuplicateLogicalId', `${name} is declared twice.`, {
    fix: 'Choose another name; resources and parameters share one namespace.',
    logicalId: name,
    path: `${section}.${name}`,
  });
}

function foreign(found: Origin, origin: Origin, path: string): TemplateError {
  const logicalId = path.split('.')[1];
  return new TemplateError(
    'ForeignReference',
    `This refers to the template "${found.template}" from "${origin.template}".`,
    {
      fix: 'Export it there with t.output(…, { Export }) and use importValue here.',
      path,
      ...(logicalId === undefined ? {} : { logicalId }),
    },
  );
}
