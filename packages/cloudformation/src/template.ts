import { conditionOrigin, markCondition } from './conditions.ts';
import {
  findOrigins,
  freezeData,
  freezeHandle,
  type Origin,
  originsOf,
  type PlainObject,
  value,
} from './data.ts';
import { TemplateError } from './error.ts';
import {
  type ConditionHandle,
  type Handle,
  type MapKey,
  type MappingHandle,
  type ParameterHandle,
  type Referable,
  resourceHandle,
} from './handles.ts';
import { findInMap } from './intrinsics.ts';
import type { ParameterOptions, ParameterType, ParameterValue } from './parameter.ts';
import type { AttributeNames, Resource } from './resource.ts';
import type { DeletionPolicy, TemplateJson, UpdateReplacePolicy } from './template-json.ts';
import type { In, JsonObject, Test, Text } from './types.ts';
import { checkCycles } from './validate/check-cycles.ts';
import { checkInlineCode } from './validate/check-inline-code.ts';
import { checkLimits } from './validate/check-limits.ts';
import { checkReferences } from './validate/check-references.ts';

/** What a resource has besides its type and properties. */
export interface ResourceOptions {
  /** Handles, or logical ids of what is added later. */
  readonly DependsOn?: Referable | string | readonly (Referable | string)[];
  readonly Condition?: ConditionHandle;
  readonly DeletionPolicy?: DeletionPolicy;
  readonly UpdateReplacePolicy?: UpdateReplacePolicy;
  readonly Metadata?: JsonObject;
}

/** What an output has besides its value. */
export interface OutputOptions {
  readonly Description?: string;
  readonly Condition?: ConditionHandle;
  readonly Export?: { readonly Name: Text };
}

/** What a template has besides its description. */
export interface TemplateOptions {
  readonly Metadata?: PlainObject;
}

/** A CloudFormation template under construction. Each method throws {@link TemplateError}. */
export interface Template {
  /** Adds a resource. `DuplicateLogicalId`, `BadLogicalId`, or `ForeignReference` to another template's handle. */
  add<A extends object, R>(
    logicalId: string,
    resource: Resource<A, R>,
    options?: ResourceOptions,
  ): Handle<A, R>;
  /** Declares a parameter; `ref` yields a number or a list where the type says so. */
  parameter<const T extends ParameterType>(
    name: string,
    options: ParameterOptions<T>,
  ): ParameterHandle<ParameterValue<T>>;
  /** Declares a mapping of two levels. */
  mapping<const T extends string | number | boolean | readonly string[]>(
    name: string,
    entries: { readonly [topLevelKey: string]: { readonly [secondLevelKey: string]: T } },
  ): MappingHandle<T>;
  /** Declares a condition. */
  condition(name: string, expression: Test): ConditionHandle;
  /** Declares an output. */
  output(name: string, value: Text | In<number> | In<boolean>, options?: OutputOptions): void;
  /** Hands the template to a pattern and returns what the pattern made. */
  use<T>(pattern: (template: Template) => T): T;
  /**
   * The template as frozen, plain JSON, checked: names, attributes, cycles, limits, inline code.
   * Throws the first fault as a {@link TemplateError}.
   */
  toJson(): TemplateJson;
}

type Section = Map<string, Readonly<Record<string, unknown>>>;

/**
 * Starts a template.
 *
 * @example
 * const t = template('Video processing');
 * const uploads = t.add('Uploads', Topic({ DisplayName: 'Uploaded videos' }));
 * t.output('TopicArn', uploads.TopicArn);
 * console.log(JSON.stringify(t.toJson(), null, 2));
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function template(description?: string, options: TemplateOptions = {}): Template {
  const origin: Origin = Object.freeze({ template: description ?? 'template' });
  const resources: Section = new Map();
  const parameters: Section = new Map();
  const mappings: Section = new Map();
  const conditions: Section = new Map();
  const outputs: Section = new Map();
  const attributes = new Map<string, AttributeNames>();

  function declare(section: Section, path: string, name: string, data: object, others: Section[] = []): void {
    checkName(name, path);
    if ([section, ...others].some((each) => each.has(name)))
      throw new TemplateError('DuplicateLogicalId', `${name} is declared twice.`, {
        fix: 'Choose another name; resources and parameters share one namespace.',
        logicalId: name,
        path: `${path}.${name}`,
      });
    const frozen = freezeData(data, `${path}.${name}`) as Readonly<Record<string, unknown>>;
    findOrigins(frozen, `${path}.${name}`, (found, at) => {
      if (found !== origin) throw foreign(found, origin, name, at);
    });
    section.set(name, frozen);
  }

  function checkOwn(origins: readonly Origin[], logicalId: string, path: string): void {
    for (const found of origins) if (found !== origin) throw foreign(found, origin, logicalId, path);
  }

  function ownId(target: Referable | string, logicalId: string): string {
    if (typeof target === 'string') return target;
    checkOwn(originsOf(target.ref) ?? [], logicalId, `Resources.${logicalId}.DependsOn`);
    return target.logicalId;
  }

  function ownCondition(condition: ConditionHandle | undefined, name: string, path: string) {
    if (condition !== undefined) checkOwn(conditionOrigin(condition), name, `${path}.${name}.Condition`);
    return condition?.conditionName;
  }

  const self: Template = {
    add<A extends object, R>(logicalId: string, resource: Resource<A, R>, extra: ResourceOptions = {}) {
      const { DependsOn: dependsOn, Condition: condition, ...rest } = extra;
      const before = dependsOn === undefined ? [] : [dependsOn].flat();
      declare(
        resources,
        'Resources',
        logicalId,
        {
          Type: resource.type,
          Condition: ownCondition(condition, logicalId, 'Resources'),
          DependsOn: before.length === 0 ? undefined : before.map((each) => ownId(each, logicalId)),
          ...rest,
          Properties: Object.keys(resource.properties).length === 0 ? undefined : resource.properties,
        },
        [parameters],
      );
      attributes.set(logicalId, resource.attributes);
      return resourceHandle<A, R>(logicalId, resource.attributes, origin);
    },
    parameter<const T extends ParameterType>(name: string, given: ParameterOptions<T>) {
      declare(parameters, 'Parameters', name, given, [resources]);
      const ref = value<ParameterValue<T>>({ Ref: name }, [origin]);
      return freezeHandle({ logicalId: name, ref, noEcho: given.NoEcho === true });
    },
    mapping<T>(name: string, entries: object): MappingHandle<T> {
      declare(mappings, 'Mappings', name, entries);
      const find = (top: MapKey, second: MapKey) => {
        const found = findInMap(name, top, second);
        return value<T>({ ...found }, [origin, ...(originsOf(found) ?? [])]);
      };
      return freezeHandle({ mappingName: name, find });
    },
    condition(name, expression) {
      declare(conditions, 'Conditions', name, expression);
      const handle: ConditionHandle = { conditionName: name };
      markCondition(handle, origin);
      return freezeHandle(handle);
    },
    output(name, result, extra = {}) {
      const { Condition: condition, Export: exported, Description: text } = extra;
      const owned = ownCondition(condition, name, 'Outputs');
      declare(outputs, 'Outputs', name, {
        Description: text,
        Condition: owned,
        Value: result,
        Export: exported,
      });
    },
    use: (pattern) => pattern(self),
    toJson() {
      const sections = { Parameters: parameters, Mappings: mappings, Conditions: conditions };
      const json = {
        AWSTemplateFormatVersion: '2010-09-09',
        Description: description,
        Metadata: options.Metadata,
        ...Object.fromEntries(
          Object.entries(sections)
            .filter(([, section]) => section.size > 0)
            .map(([key, section]) => [key, Object.fromEntries(section)]),
        ),
        Resources: Object.fromEntries(resources),
        Outputs: outputs.size === 0 ? undefined : Object.fromEntries(outputs),
      };
      // The declarations above have the shapes that TemplateJson describes.
      const emitted = freezeData(json, 'Template', true) as PlainObject as unknown as TemplateJson;
      checkLimits(emitted);
      checkReferences(emitted, (logicalId) => attributes.get(logicalId) ?? []);
      checkCycles(emitted);
      checkInlineCode(emitted);
      return emitted;
    },
  };
  return Object.freeze(self);
}

function checkName(name: string, path: string): void {
  if (/^[A-Za-z0-9]{1,255}$/.test(name)) return;
  throw new TemplateError('BadLogicalId', `${JSON.stringify(name)} is no name for CloudFormation.`, {
    fix: 'Use 1 to 255 letters and digits.',
    logicalId: name,
    path,
  });
}

function foreign(found: Origin, origin: Origin, logicalId: string, path: string): TemplateError {
  return new TemplateError(
    'ForeignReference',
    `This refers to the template "${found.template}" from "${origin.template}".`,
    { fix: 'Export it there with t.output(…, { Export }) and use importValue here.', logicalId, path },
  );
}
