import type { Finding, SourceLocation } from './finding.ts';
import type { ConditionHandle, Handle, MappingHandle, ParameterHandle } from './handles.ts';
import type { Loop } from './loop.ts';
import { makeTemplate } from './make-template.ts';
import type { ParameterOptions, ParameterType, ParameterValue } from './parameter.ts';
import { type ParsedTemplate, type ParseOptions, parseTemplate } from './parse/parse-template.ts';
import type { Resource } from './resource.ts';
import type {
  OutputOptions,
  ParameterInterface,
  ResourceOptions,
  TemplateOptions,
} from './resource-options.ts';
import type { RuleOptions } from './rules.ts';
import type { SchemaLookup } from './schemas/schema.ts';
import { emptyContents, type SectionName } from './sections.ts';
import type { TemplateJson } from './template-json.ts';
import type { In, Json, Test, Text, Value } from './types.ts';

/** What validation is done with. */
export interface ValidateOptions {
  /** What is known of resource types; by default the generated tables. */
  readonly schemas?: SchemaLookup;
  /** The day for which runtimes are judged; by default today. */
  readonly today?: Date;
}

/** What printing does besides. */
export interface PrintOptions extends ValidateOptions {
  /** `false` prints without validation, for those who validate elsewhere. */
  readonly validate?: boolean;
}

/** A CloudFormation template under construction. Each method that adds throws {@link TemplateError}. */
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
  /** Declares a rule over the parameters. */
  rule(name: string, options: RuleOptions): void;
  /** Declares an output. */
  output(name: string, value: Text | In<number> | In<boolean>, options?: OutputOptions): void;
  /** Sets a key of the template's own metadata. */
  metadata(key: string, data: Json): void;
  /** Groups and names the parameters for consoles. */
  parameterInterface(options: ParameterInterface): void;
  /**
   * Adds the resources and outputs of `body` once for each item: `Fn::ForEach`, which adds
   * `AWS::LanguageExtensions`. Items become parts of names, so they are letters and digits.
   *
   * @example
   * const topics = t.forEach('Topics', ['Succeeded', 'Failed'], (each) =>
   *   each.add(`Video${each.key}`, Topic({ DisplayName: each.item })));
   * t.output('FailedArn', topics.at('Failed').TopicArn);
   */
  forEach<const T extends string, B>(
    name: string,
    items: readonly T[] | Value<readonly string[]>,
    body: (loop: Loop<T>) => B,
  ): B;
  /** Hands the template to a pattern and returns what the pattern made. */
  use<T>(pattern: (template: Template) => T): T;
  /**
   * The handle of a resource that is in the template: `t.handle('Uploads', Topic)`. Throws `UnknownReference` if
   * there is none of that name and type.
   */
  handle<A extends object, R>(logicalId: string, type: (properties: never) => Resource<A, R>): Handle<A, R>;
  /** The resources' logical ids, in the order of the program. */
  readonly logicalIds: readonly string[];
  /** Where in the program (or the file) something was declared; of a name in two sections, the resource. */
  sourceOf(name: string, section?: SectionName): SourceLocation | undefined;
  /** All that is wrong with the template or could be better; never throws for a template's faults. */
  validate(options?: ValidateOptions): readonly Finding[];
  /**
   * The template as frozen, plain JSON. Validates it, and throws what is an error as one {@link TemplateError}:
   * `code` of the first, `findings` with all. Warnings never throw.
   */
  toJson(options?: PrintOptions): TemplateJson;
  /** The same as YAML, with short tags. Throws as `toJson()` does. */
  toYaml(options?: PrintOptions): string;
}

/** Reads templates: `Template.parse(text)`; see {@link parseTemplate}. */
export const Template: { parse(text: string, options?: ParseOptions): ParsedTemplate } = Object.freeze({
  parse: parseTemplate,
});

/**
 * Starts a template.
 *
 * @example
 * const t = template('Video processing');
 * const uploads = t.add('Uploads', Topic({ DisplayName: 'Uploaded videos' }));
 * t.output('TopicArn', uploads.TopicArn);
 * console.log(t.toYaml());
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function template(description?: string, options: TemplateOptions = {}): Template {
  const contents = emptyContents();
  const head = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    Metadata: options.Metadata,
    Transform: options.Transform,
  };
  for (const [key, data] of Object.entries(head)) if (data !== undefined) contents.head.set(key, data);
  return makeTemplate({ name: description ?? 'template', contents });
}
