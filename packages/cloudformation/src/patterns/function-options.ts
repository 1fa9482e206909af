import type { RoleProps } from '../aws/iam/role.ts';
import type { RolePolicyProps } from '../aws/iam/role-policy.ts';
import type { AliasProps } from '../aws/lambda/alias.ts';
import type { FunctionCodeProperty, FunctionProps } from '../aws/lambda/function.ts';
import type { VersionProps } from '../aws/lambda/version.ts';
import type { LogGroupProps } from '../aws/logs/log-group.ts';
import { originsOf } from '../data.ts';
import type { PolicyStatement } from '../policy/document.ts';
import type { In, NameOf, Text } from '../types.ts';
import type { LogGroupHandle, RoleHandle } from './handles.ts';
import type { Override } from './overrides.ts';
import { PatternError } from './pattern-error.ts';

/** Where a function's package lies in Amazon S3. */
export type CodeLocation = Omit<FunctionCodeProperty, 'ImageUri' | 'ZipFile'> & {
  readonly S3Bucket: NameOf<'s3:bucket'>;
  readonly S3Key: Text;
};

/** What a pattern's function is. */
export interface FunctionOptions<A extends string | false> {
  /** Inline code (Node.js and Python), or where the package lies. */
  readonly code: Text | CodeLocation;
  /** A runtime's identifier: `nodejs24.x`. */
  readonly runtime: Text;
  /** `index.handler` by default, as inline code wants it. */
  readonly handler?: Text;
  /** Environment variables. */
  readonly environment?: { readonly [name: string]: Text };
  /** Seconds, 1 to 900; 30 by default. */
  readonly timeout?: number;
  /** MB, 128 to 10,240; Lambda's 128 by default. */
  readonly memorySize?: In<number>;
  /** Days to keep the function's log; 30 by default. */
  readonly retentionInDays?: NonNullable<LogGroupProps['RetentionInDays']>;
  /** What the function may do besides what the pattern needs. */
  readonly statements?: readonly PolicyStatement[];
  /** An execution role of one's own; it gets the rights that the pattern needs as an `AWS::IAM::RolePolicy`. */
  readonly role?: RoleHandle;
  /** A log group of one's own. */
  readonly logGroup?: LogGroupHandle;
  /** Publishes a version, calls it by this name, and has that name invoked. */
  readonly alias?: A;
}

/** Properties for a pattern's function and what belongs to it. */
export interface FunctionOverrides {
  /** `LoggingConfig` is added to that of the pattern. */
  readonly fn?: Override<Omit<FunctionProps, 'Role' | 'Timeout'>>;
  /** `Policies` are added to those of the pattern. */
  readonly role?: Override<Omit<RoleProps, 'AssumeRolePolicyDocument'>>;
  readonly rolePolicy?: Override<Pick<RolePolicyProps, 'PolicyName'>>;
  readonly logGroup?: Override<LogGroupProps>;
  readonly version?: Override<Omit<VersionProps, 'FunctionName'>>;
  readonly alias?: Override<Omit<AliasProps, 'FunctionName' | 'Name'>>;
}

const DEFAULT_TIMEOUT = 30;

/** Seconds. Throws `BadOption` outside of Lambda's bounds. */
export function timeoutOf({ timeout = DEFAULT_TIMEOUT }: Pick<FunctionOptions<false>, 'timeout'>): number {
  if (Number.isInteger(timeout) && timeout >= 1 && timeout <= 900) return timeout;
  throw new PatternError('BadOption', `${timeout} is no timeout of a function.`, {
    option: 'timeout',
    fix: 'Give whole seconds, 1 to 900.',
  });
}

type Checked = Pick<
  FunctionOptions<string | false>,
  'alias' | 'logGroup' | 'retentionInDays' | 'role' | 'timeout'
>;

/** Throws `BadOption` for what {@link addFunction} could not make. */
export function checkFunction(options: Checked, overrides: FunctionOverrides = {}): void {
  timeoutOf(options);
  if (options.logGroup !== undefined && options.retentionInDays !== undefined)
    throw badOption('retentionInDays', 'The log group is yours.', 'Set RetentionInDays where it is added.');
  const policies = overrides.role?.Policies;
  if (policies !== undefined && !Array.isArray(policies))
    throw badOption(
      'overrides.role.Policies',
      'A value cannot be joined to the policies of the pattern.',
      'Give a list of policies, or statements.',
    );
  const logging = overrides.fn?.LoggingConfig ?? {};
  if (originsOf(logging) !== undefined || 'LogGroup' in logging)
    throw badOption(
      'overrides.fn.LoggingConfig',
      'The role may write to the log group of the pattern alone.',
      'Give the log group as logGroup, and here only how to write to it.',
    );
}

/** Which pieces of {@link FunctionOverrides} are made with these options. */
export function functionPieces(options: Checked): {
  readonly [K in keyof Required<FunctionOverrides>]: boolean;
} {
  const named = options.alias !== undefined && options.alias !== false;
  const ownRole = options.role !== undefined;
  return {
    fn: true,
    role: !ownRole,
    rolePolicy: ownRole,
    logGroup: options.logGroup === undefined,
    version: named,
    alias: named,
  };
}

function badOption(option: string, what: string, fix: string): PatternError {
  return new PatternError('BadOption', what, { option, fix });
}
