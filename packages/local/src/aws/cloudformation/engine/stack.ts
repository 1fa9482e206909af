import type { PropertyDifference } from '../drift/differences.ts';
import type { Resource } from '../resources/resource-type.ts';
import type { Json, JsonObject } from '../template/json.ts';
import type { DeletionPolicy, Template } from '../template/template.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** One event as DescribeStackEvents shows it. */
export interface StackEvent {
  readonly eventId: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly properties?: string;
  readonly timestamp: number;
  readonly clientRequestToken?: string;
}

/** A resource of a stack, as it was last left. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** Absent as long as nothing exists. */
  readonly resource?: Resource;
  /** The evaluated properties that the handler was given. */
  readonly properties: JsonObject;
  /** The same as text for events, without the values of NoEcho parameters. */
  readonly shown: string;
  readonly dependencies: readonly string[];
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: 'Delete' | 'Retain';
  readonly metadata?: Json;
  readonly status: string;
  readonly reason?: string;
  readonly timestamp: number;
}

/** What a deployment aims at. */
export interface Target {
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, string>;
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly roleArn?: string;
}

/** What ROLLBACK, DO_NOTHING and DELETE stand for when a creation fails. */
export type OnFailure = 'ROLLBACK' | 'DO_NOTHING' | 'DELETE';

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly target: Target;
  readonly description?: string;
  readonly changes: readonly object[];
  /** The same with the values of properties. */
  readonly detailedChanges: readonly object[];
  readonly createdAt: number;
  readonly onStackFailure?: OnFailure;
  status: 'CREATE_COMPLETE' | 'FAILED';
  statusReason?: string;
  executionStatus:
    | 'AVAILABLE'
    | 'UNAVAILABLE'
    | 'EXECUTE_IN_PROGRESS'
    | 'EXECUTE_COMPLETE'
    | 'EXECUTE_FAILED'
    | 'OBSOLETE';
}

/** What one resource has become outside CloudFormation. */
export interface ResourceDrift {
  readonly status: 'IN_SYNC' | 'MODIFIED' | 'DELETED' | 'UNKNOWN';
  readonly at: number;
  readonly reason?: string;
  readonly actual?: JsonObject;
  readonly differences: readonly PropertyDifference[];
}

export interface StackDrift {
  readonly status: 'DRIFTED' | 'IN_SYNC' | 'UNKNOWN';
  readonly at: number;
  readonly resources: ReadonlyMap<string, ResourceDrift>;
}

export interface Stack {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  status: string;
  statusReason?: string;
  updatedAt?: number;
  deletedAt?: number;
  /** What was last deployed; absent before the first execution. */
  deployed?: Target;
  changeSetId?: string;
  disableRollback: boolean;
  terminationProtection: boolean;
  clientRequestToken?: string;
  /** Stops the update under way; absent when there is none. */
  cancelUpdate?: () => void;
  /** What the last look at the resources found; absent before the first. */
  drift?: StackDrift;
  outputs: readonly StackOutput[];
  /** Names of the exports of other stacks that this one uses. */
  imports: ReadonlySet<string>;
  readonly resources: Map<string, StackResource>;
  readonly events: StackEvent[];
  readonly changeSets: Map<string, ChangeSet>;
}

/** All stacks, the deleted ones included. */
export type StackStore = Map<string, Stack>;

/** The stack of this name that is not deleted, or the stack of this id. */
export function findStack(store: StackStore, nameOrId: string): Stack | undefined {
  if (nameOrId.startsWith('arn:')) return store.get(nameOrId);
  return [...store.values()].find((stack) => stack.name === nameOrId && stack.status !== 'DELETE_COMPLETE');
}

/** The values that stacks export, by name. */
export function exportsOf(
  store: StackStore,
): ReadonlyMap<string, { readonly stack: Stack; readonly value: string }> {
  const exports = new Map<string, { stack: Stack; value: string }>();
  for (const stack of store.values()) {
    if (stack.status === 'DELETE_COMPLETE') continue;
    for (const { exportName, value } of stack.outputs) {
      if (exportName !== undefined) exports.set(exportName, { stack, value });
    }
  }
  return exports;
}

/** The stacks that use an export. */
export function importersOf(store: StackStore, exportName: string): readonly Stack[] {
  return [...store.values()].filter(
    (stack) => stack.status !== 'DELETE_COMPLETE' && stack.imports.has(exportName),
  );
}
