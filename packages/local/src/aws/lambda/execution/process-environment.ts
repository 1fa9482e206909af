import { dirname } from 'node:path';
import type { RoleSession } from '../dependencies.ts';
import type { FunctionSettings } from '../store.ts';

/** All that decides the environment variables of a function's process. */
export interface ProcessPlace {
  readonly functionName: string;
  readonly settings: FunctionSettings;
  readonly session: RoleSession;
  readonly region: string;
  readonly endpoint: string;
  readonly runtimeApi: string;
  readonly taskRoot: string;
  readonly runtimeDirectory: string;
  readonly temporaryDirectory: string;
  readonly logStream: string;
  readonly extra: Readonly<Record<string, string>>;
}

/**
 * The whole environment of a function's process; nothing of the parent's leaks in. The function's own
 * variables may replace what comes before them, and nothing may replace what Lambda reserves.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function processEnvironment(place: ProcessPlace): Record<string, string> {
  const { settings, session } = place;
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: place.temporaryDirectory,
    // Each environment of AWS has a /tmp of its own; here the name of it differs.
    TMPDIR: place.temporaryDirectory,
    AWS_ENDPOINT_URL: place.endpoint,
    ...place.extra,
    ...settings.variables,
    _HANDLER: settings.handler,
    LAMBDA_TASK_ROOT: place.taskRoot,
    LAMBDA_RUNTIME_DIR: place.runtimeDirectory,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_LAMBDA_RUNTIME_API: place.runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: place.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: place.logStream,
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
  };
}
