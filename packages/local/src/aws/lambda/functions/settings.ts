import { invalidParameter, notBuilt, outOfRange } from '../errors.ts';
import type { FunctionSettings } from '../store.ts';
import { checkVariables } from './environment-variables.ts';
import { requireRuntime } from './runtimes.ts';

/** What CreateFunction and UpdateFunctionConfiguration say of a function. */
export interface SettingsInput {
  readonly Role?: string;
  readonly Runtime?: string;
  readonly Handler?: string;
  readonly Description?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Architectures?: readonly string[];
  readonly EphemeralStorage?: { readonly Size: number };
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly LoggingConfig?: {
    readonly LogFormat?: string;
    readonly ApplicationLogLevel?: string;
    readonly SystemLogLevel?: string;
    readonly LogGroup?: string;
  };
  readonly PackageType?: string;
  readonly TracingConfig?: { readonly Mode?: string };
  readonly SnapStart?: { readonly ApplyOn?: string };
  readonly VpcConfig?: {
    readonly SubnetIds?: readonly string[];
    readonly SecurityGroupIds?: readonly string[];
  };
  readonly Layers?: readonly string[];
  readonly FileSystemConfigs?: readonly object[];
  readonly ImageConfig?: object;
  readonly KMSKeyArn?: string;
  readonly CodeSigningConfigArn?: string;
  readonly CapacityProviderConfig?: object;
  readonly DurableConfig?: object;
  readonly TenancyConfig?: object;
}

/** Settings of a new function. Fails with InvalidParameterValueException or ValidationException. */
export function newSettings(name: string, input: SettingsInput): FunctionSettings {
  if (input.Handler === undefined || input.Runtime === undefined) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  return changedSettings(
    {
      role: '',
      runtime: 'nodejs22.x',
      handler: '',
      description: '',
      timeoutSeconds: 3,
      memorySize: 128,
      architecture: 'x86_64',
      ephemeralStorage: 512,
      variables: undefined,
      deadLetterTarget: undefined,
      logGroup: `/aws/lambda/${name}`,
    },
    input,
  );
}

/** Settings after a change of the members that `input` has; pure. */
export function changedSettings(before: FunctionSettings, input: SettingsInput): FunctionSettings {
  refuseUnbuilt(input);
  const timeoutSeconds = input.Timeout ?? before.timeoutSeconds;
  if (timeoutSeconds > 900) throw outOfRange('timeout', timeoutSeconds, 900);
  const memorySize = input.MemorySize ?? before.memorySize;
  if (memorySize > 10_240) throw outOfRange('memorySize', memorySize, 10_240);

  const variables = input.Environment === undefined ? before.variables : (input.Environment.Variables ?? {});
  if (input.Environment !== undefined) checkVariables(variables ?? {});
  return {
    role: input.Role ?? before.role,
    runtime: input.Runtime === undefined ? before.runtime : requireRuntime(input.Runtime),
    handler: input.Handler ?? before.handler,
    description: input.Description ?? before.description,
    timeoutSeconds,
    memorySize,
    architecture: input.Architectures?.[0] ?? before.architecture,
    ephemeralStorage: input.EphemeralStorage?.Size ?? before.ephemeralStorage,
    variables,
    deadLetterTarget: deadLetterTarget(before, input),
    logGroup: input.LoggingConfig?.LogGroup ?? before.logGroup,
  };
}

/** An empty ARN takes the dead-letter queue away. */
function deadLetterTarget(before: FunctionSettings, input: SettingsInput): string | undefined {
  const target = input.DeadLetterConfig?.TargetArn;
  if (target === undefined) return before.deadLetterTarget;
  if (target === '') return undefined;
  if (!/^arn:[a-z-]+:(sqs|sns):/.test(target)) {
    throw invalidParameter(
      `Only SQS and SNS dead-letter targets exist; this ARN is of another service: ${target}`,
    );
  }
  return target;
}

/** Whatever would change how the function runs, but does nothing here, is refused rather than ignored. */
function refuseUnbuilt(input: SettingsInput): void {
  if ((input.PackageType ?? 'Zip') !== 'Zip' || input.ImageConfig !== undefined) {
    throw notBuilt('A function from a container image');
  }
  const { LoggingConfig: logging } = input;
  if (logging?.LogFormat === 'JSON' || logging?.ApplicationLogLevel || logging?.SystemLogLevel) {
    throw notBuilt('The JSON log format with its log levels');
  }
  if ((input.TracingConfig?.Mode ?? 'PassThrough') !== 'PassThrough') throw notBuilt('X-Ray tracing');
  if ((input.SnapStart?.ApplyOn ?? 'None') !== 'None') throw notBuilt('SnapStart');
  if (some(input.VpcConfig?.SubnetIds) || some(input.VpcConfig?.SecurityGroupIds)) throw notBuilt('A VPC');
  if (some(input.Layers)) throw notBuilt('A layer');
  if (some(input.FileSystemConfigs)) throw notBuilt('A file system');
  if (input.KMSKeyArn) throw notBuilt('Encryption of environment variables with a KMS key');
  if (input.CodeSigningConfigArn) throw notBuilt('Code signing');
  if (input.CapacityProviderConfig) throw notBuilt('A capacity provider');
  if (input.DurableConfig) throw notBuilt('Durable execution');
  if (input.TenancyConfig) throw notBuilt('Tenant isolation');
}

function some(list: readonly unknown[] | undefined): boolean {
  return (list?.length ?? 0) > 0;
}
