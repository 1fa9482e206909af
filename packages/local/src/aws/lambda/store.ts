import { functionNotFound } from './errors.ts';
import type { FunctionReference } from './function-name.ts';
import { qualifiedArn } from './function-name.ts';
import type { CodePackage } from './functions/code-package.ts';
import type { SupportedRuntime } from './functions/runtimes.ts';
import type { PolicyStatement } from './permissions/statement.ts';

/** What decides how a function runs. */
export interface FunctionSettings {
  readonly role: string;
  readonly runtime: SupportedRuntime;
  readonly handler: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memorySize: number;
  readonly architecture: string;
  readonly ephemeralStorage: number;
  /** Undefined where the function was made without `Environment`. */
  readonly variables: Readonly<Record<string, string>> | undefined;
  readonly deadLetterTarget: string | undefined;
  readonly logGroup: string;
}

export interface EventInvokeConfig {
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeInSeconds?: number;
  readonly onSuccess?: string;
  readonly onFailure?: string;
  readonly lastModified: number;
}

export interface FunctionRecord {
  readonly name: string;
  readonly arn: string;
  settings: FunctionSettings;
  code: CodePackage;
  lastModified: number;
  revisionId: string;
  readonly tags: Map<string, string>;
  statements: readonly PolicyStatement[];
  eventInvokeConfig?: EventInvokeConfig;
  /** Whoever still holds the record must not run it any more. */
  deleted?: true;
}

export type FunctionStore = Map<string, FunctionRecord>;

/** The function's record; versions and aliases do not exist here, so any qualifier but `$LATEST` is unknown. */
export function requireFunction(store: FunctionStore, reference: FunctionReference): FunctionRecord {
  const record = store.get(reference.name);
  if (record === undefined || !isLatest(reference)) throw functionNotFound(qualifiedArn(reference));
  return record;
}

export function isLatest(reference: FunctionReference): boolean {
  return reference.qualifier === undefined || reference.qualifier === '$LATEST';
}
