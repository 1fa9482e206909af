import { createHash } from 'node:crypto';
import type { FunctionRecord } from '../store.ts';

/** The `FunctionConfiguration` of a function that is ready. */
export function configurationOf(record: FunctionRecord, partition: string, region: string): object {
  return {
    ...commonOf(record, partition, region),
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}

/** The answer of CreateFunction: AWS finishes a moment later, local AWS before the next request. */
export function createdConfiguration(record: FunctionRecord, partition: string, region: string): object {
  return {
    ...commonOf(record, partition, region),
    State: 'Pending',
    StateReason: 'The function is being created.',
    StateReasonCode: 'Creating',
  };
}

/** The answer of the two Update operations, in the same way. */
export function updatedConfiguration(record: FunctionRecord, partition: string, region: string): object {
  return {
    ...commonOf(record, partition, region),
    State: 'Active',
    LastUpdateStatus: 'InProgress',
    LastUpdateStatusReason: 'The function is being created.',
    LastUpdateStatusReasonCode: 'Creating',
  };
}

function commonOf(record: FunctionRecord, partition: string, region: string): object {
  const { settings, code } = record;
  return {
    FunctionName: record.name,
    FunctionArn: record.arn,
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: code.zip.byteLength,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memorySize,
    LastModified: new Date(record.lastModified).toISOString().replace('Z', '+0000'),
    CodeSha256: code.sha256,
    Version: '$LATEST',
    ...(settings.deadLetterTarget === undefined
      ? {}
      : { DeadLetterConfig: { TargetArn: settings.deadLetterTarget } }),
    ...(settings.variables === undefined ? {} : { Environment: { Variables: settings.variables } }),
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: record.revisionId,
    PackageType: 'Zip',
    Architectures: [settings.architecture],
    EphemeralStorage: { Size: settings.ephemeralStorage },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(settings.runtime, partition, region) },
    LoggingConfig: { LogFormat: 'Text', LogGroup: settings.logGroup },
  };
}

/** Named after the Node.js that really runs the function. */
export function runtimeVersionArn(runtime: string, partition: string, region: string): string {
  const version = createHash('sha256').update(`${runtime} on ${process.version}`).digest('hex');
  return `arn:${partition}:lambda:${region}::runtime:${version}`;
}
