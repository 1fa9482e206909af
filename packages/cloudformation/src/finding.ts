/** How much a finding matters: an `error` would be refused or silent in AWS, a `warning` is likely to hurt. */
export type Severity = 'error' | 'warning' | 'info';

/** Where in the builder's own program something was added. Lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The way to a place in a template: `['Resources', 'Function', 'Properties', 'Role']`. */
export type TemplatePath = readonly (string | number)[];

/**
 * One change to a template's JSON, as of RFC 6902 with the path in its parts. `add` to a list inserts before the
 * index; `'-'` appends. Parents that do not exist are made.
 */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: TemplatePath; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: TemplatePath };

/** One thing that is wrong with a template, or could be better. Plain data. */
export interface Finding {
  /** A stable name: `UnknownReference`, `ConfusedDeputy`. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong, with what, as one sentence. */
  readonly message: string;
  /** Why that matters: what CloudFormation or AWS does then. */
  readonly cause: string;
  /** What to do about it, as one sentence. */
  readonly fix: string;
  readonly path: TemplatePath;
  /** The resource, parameter or output at fault, where there is one. */
  readonly logicalId?: string;
  /** Of a template made by the builder: where that was added. */
  readonly source?: SourceLocation;
  /** The change that mends it, where one is known to be right. */
  readonly patch?: readonly PatchOperation[];
  /** Of a dependency cycle: the logical ids in order; each depends on the next, the last on the first. */
  readonly cycle?: readonly string[];
  /** The vendor's page. */
  readonly documentation?: string;
}
