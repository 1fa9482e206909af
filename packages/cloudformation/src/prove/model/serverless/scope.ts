import type { TemplatePath } from '../../../finding.ts';
import type { Unread } from '../json.ts';

/** Something that is not expanded: what it makes, or whom it lets in, is not known. */
export interface LeftOut {
  /** The resource that it belongs to. */
  readonly logicalId: string;
  /** Where it is written. */
  readonly from: TemplatePath;
  /** A clause: `the event Up has no Topic`. */
  readonly why: string;
}

/**
 * What the transform works on: the resources as they stand, each of which it takes out, changes or adds to. Globals
 * are merged into `Properties` before a resource is expanded.
 */
export interface ServerlessScope {
  /** The template as it is written. */
  readonly template: Unread;
  /** A section of `Globals`: `globals('Function')`; empty where there is none. */
  readonly globals: (section: string) => Unread;
  /** A resource as it stands now. */
  readonly resource: (logicalId: string) => Unread | undefined;
  /** The resources of a type as they stand now, in the template's order. */
  readonly ofType: (type: string) => readonly (readonly [logicalId: string, resource: Unread])[];
  /**
   * The value of a property that the transform itself has to know: `Ref` to a parameter is what is given or its
   * default. What cannot be known stays the function that it is.
   */
  readonly plain: (value: unknown) => unknown;
  /**
   * Adds what is made of what stands at `from`, in place of what was made under that name before. A name that the
   * template itself has is left out, as the transform refuses it.
   */
  readonly add: (logicalId: string, resource: Unread, from: TemplatePath) => void;
  /** Puts another resource in place of one: the bucket of an event, or the function itself. */
  readonly change: (logicalId: string, resource: Unread) => void;
  readonly remove: (logicalId: string) => void;
  /** Makes `Ref` and `Fn::GetAtt` of a name lead to another: `refer('Video.Alias', 'VideoAliaslive')`. */
  readonly refer: (name: string, logicalId: string) => void;
  /**
   * Tells where a part of what is made is written:
   * `place(['VideoRole', 'Properties', 'Policies', 0], ['Resources', 'Video', 'Properties', 'Policies', 0])`.
   */
  readonly place: (made: TemplatePath, from: TemplatePath) => void;
  /** Adds a condition that made resources use. */
  readonly condition: (name: string, expression: unknown) => void;
  /** Tells that something is not expanded: its hop stays unknown, and says why. */
  readonly leave: (logicalId: string, from: TemplatePath, why: string) => void;
}

/** Expands one resource: takes it out or leaves it, and adds what the transform makes of it. */
export type ExpandResource = (scope: ServerlessScope, logicalId: string, resource: Unread) => void;

/** An event of a function or a state machine, ready to be expanded. */
export interface ServerlessEvent {
  /** The function or state machine that has it. */
  readonly logicalId: string;
  /** Its name below `Events`. */
  readonly name: string;
  /** `SNS` */
  readonly type: string;
  readonly properties: Unread;
  /** `['Resources', 'Video', 'Properties', 'Events', 'Up']` */
  readonly from: TemplatePath;
  /** What is called: `{ Ref: 'VideoAliaslive' }` or `{ 'Fn::GetAtt': ['Video', 'Arn'] }`. */
  readonly target: unknown;
  /** The same as `FunctionName` of a permission. */
  readonly functionName: unknown;
  /** `Condition`, `DependsOn` and the like of the function, for what is made of the event. */
  readonly carried: Unread;
}

/** Expands one event; or leaves it. */
export type ExpandEvent = (scope: ServerlessScope, event: ServerlessEvent) => void;

/** A template after the transform. */
export interface Expanded {
  /** The template itself where nothing serverless is in it. */
  readonly template: unknown;
  /** Where what is made is written, by logical id; parts of it by `VideoRole/Properties/Policies/0`. */
  readonly from: ReadonlyMap<string, TemplatePath>;
  readonly left: readonly LeftOut[];
}
