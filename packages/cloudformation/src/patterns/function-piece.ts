import { Alias, type AliasProps } from '../aws/lambda/alias.ts';
import {
  type FunctionCodeProperty,
  type FunctionProps,
  Function as LambdaFunction,
} from '../aws/lambda/function.ts';
import { Version, type VersionProps } from '../aws/lambda/version.ts';
import { LogGroup } from '../aws/logs/log-group.ts';
import { originsOf } from '../data.ts';
import type { Referable } from '../handles.ts';
import { allow } from '../policy/statement.ts';
import type { Template } from '../template.ts';
import type { Arn, Value } from '../types.ts';
import { addRole, addRolePolicy, type Right } from './execution-role.ts';
import { fingerprint } from './fingerprint.ts';
import { type FunctionOptions, type FunctionOverrides, timeoutOf } from './function-options.ts';
import type {
  AliasHandle,
  FunctionHandle,
  LogGroupHandle,
  PlainHandle,
  RoleHandle,
  VersionHandle,
} from './handles.ts';
import { override } from './overrides.ts';

/** A pattern's function and what belongs to it. */
export interface FunctionPiece {
  readonly fn: FunctionHandle;
  readonly role: RoleHandle;
  readonly rolePolicy: PlainHandle | undefined;
  readonly logGroup: LogGroupHandle;
  readonly version: VersionHandle | undefined;
  readonly alias: AliasHandle | undefined;
  /** What is to be invoked: the function or its alias. */
  readonly target: Value<Arn<'lambda:function' | 'lambda:alias'>>;
  /** `$LATEST` or the alias's name. */
  readonly qualifier: string;
  /** What has to be there before the function is invoked, and is not referred to by invoking it. */
  readonly before: readonly Referable[];
}

/** Adds log group, execution role with least privilege, function, and alias with its version. */
export function addFunction(
  t: Template,
  name: string,
  options: FunctionOptions<string | false>,
  needed: readonly Right[],
  overrides: FunctionOverrides = {},
): FunctionPiece {
  const retention = { RetentionInDays: options.retentionInDays ?? 30 };
  const logGroup =
    options.logGroup ?? t.add(`${name}Logs`, LogGroup(override(retention, overrides.logGroup)));
  const rights = rightsOf(options, needed, logGroup);
  const role = options.role ?? addRole(t, name, rights, overrides.role);
  const rolePolicy =
    options.role === undefined
      ? undefined
      : addRolePolicy(t, name, options.role, rights, overrides.rolePolicy);
  const before = rolePolicy === undefined ? [] : [rolePolicy];

  const properties = propertiesOf(options, role, logGroup, overrides.fn);
  const fn = t.add(`${name}Function`, LambdaFunction(properties), { DependsOn: before });
  const piece = { fn, role, rolePolicy, logGroup };
  if (options.alias === undefined || options.alias === false)
    return { ...piece, version: undefined, alias: undefined, target: fn.Arn, qualifier: '$LATEST', before };

  // A version is made once: another logical id for other properties has Lambda publish the next one.
  const version = t.add(
    `${name}Version${fingerprint(properties)}`,
    Version(override<VersionProps>({ FunctionName: fn.ref }, overrides.version)),
  );
  const named = { FunctionName: fn.ref, FunctionVersion: version.Version, Name: options.alias };
  const alias = t.add(`${name}Alias`, Alias(override<AliasProps>(named, overrides.alias)));
  return {
    ...piece,
    version,
    alias,
    target: alias.ref,
    qualifier: options.alias,
    before: [...before, alias],
  };
}

function rightsOf(
  { statements = [] }: FunctionOptions<string | false>,
  needed: readonly Right[],
  logGroup: LogGroupHandle,
): readonly Right[] {
  const writeLogs = allow({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.Arn],
  });
  const own = statements.length === 0 ? [] : [{ name: 'Function', statements }];
  return [{ name: 'WriteLogs', statements: [writeLogs] }, ...needed, ...own];
}

function propertiesOf(
  options: FunctionOptions<string | false>,
  role: RoleHandle,
  logGroup: LogGroupHandle,
  overrides: FunctionOverrides['fn'] = {},
): FunctionProps {
  const { LoggingConfig: logging = {}, ...rest } = overrides;
  return override<FunctionProps>(
    {
      Code: codeOf(options.code),
      Handler: options.handler ?? 'index.handler',
      Runtime: options.runtime,
      Role: role.Arn,
      Timeout: timeoutOf(options),
      ...(options.memorySize === undefined ? {} : { MemorySize: options.memorySize }),
      ...(options.environment === undefined ? {} : { Environment: { Variables: options.environment } }),
      LoggingConfig: { ...logging, LogGroup: logGroup.ref },
    },
    rest,
  );
}

function codeOf(code: FunctionOptions<false>['code']): FunctionCodeProperty {
  if (typeof code === 'string') return { ZipFile: code };
  // What knows its templates is a value; anything else is a location.
  return originsOf(code) === undefined ? (code as FunctionCodeProperty) : { ZipFile: code as Value<string> };
}
