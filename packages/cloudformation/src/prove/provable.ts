import type { SourceLocation } from '../finding.ts';
import type { TemplateJson } from '../template-json.ts';

/** What is known besides the template. */
export interface ProveOptions {
  /** Values by name; a parameter that is not given has its default, or may be anything. */
  readonly parameters?: Readonly<Record<string, string | number | readonly string[]>>;
  /** The account that the stack will be in, twelve digits; any when absent. */
  readonly account?: string;
  /** The region that the stack will be in; any when absent. */
  readonly region?: string;
  /** `aws` when absent. */
  readonly partition?: string;
  /** In how many ways the conditions are looked at, 32 when absent. What is left out is a finding. */
  readonly maxScenarios?: number;
  /**
   * The templates of nested stacks, by logical id; `Outer/Inner` for one in a nested one. Their resources are proven
   * with the parameters that they are given, and named `Nested/Topic`. One that is not given is an unknown hop.
   */
  readonly nested?: Readonly<Record<string, TemplateJson>>;
}

/** What can be proved: a template's JSON, or a template of the builder. */
export type Provable =
  | TemplateJson
  | {
      toJson(options?: { readonly validate?: boolean }): TemplateJson;
      sourceOf?(logicalId: string): SourceLocation | undefined;
    };
