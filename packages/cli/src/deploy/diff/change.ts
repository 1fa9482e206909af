/** What becomes of a resource. `conditional` replaces it only if a value that is not known yet differs. */
export type ChangeKind =
  | 'add'
  | 'modify'
  | 'replace'
  | 'conditional'
  | 'remove'
  | 'import'
  | 'dynamic'
  | 'sync';

/** One place in a resource that changes. */
export interface PropertyChange {
  /** `Environment.Variables.STAGE`, `Tags.0`; `Metadata` and the like for attributes. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
  readonly recreates: 'never' | 'conditionally' | 'always';
  /** What makes it change where the property itself did not: a parameter or another resource. */
  readonly causes: readonly string[];
}

/** What somebody may do that changes: statements of policies and permissions, one line each. */
export interface GrantChange {
  readonly sign: '+' | '-';
  readonly text: string;
}

/** One resource of a change set. */
export interface StackChange {
  readonly kind: ChangeKind;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  /** `Delete`, `Retain`, `Snapshot`, `ReplaceAndDelete`, … */
  readonly policyAction?: string;
  readonly properties: readonly PropertyChange[];
  /** Why it matters for security; empty where it does not. */
  readonly security: readonly string[];
  readonly grants: readonly GrantChange[];
  /** Whether nothing of its own changes: only what it refers to does. */
  readonly impliedBy: readonly string[];
}
