import { hasPlaceholder } from '../../written-names.ts';
import type { Context } from '../context.ts';
import { bytesOf, isObject, type JsonObject, member, objectOf, type Path } from '../json.ts';
import { leastText } from '../known-texts.ts';
import { fault, type Where } from '../schema/where.ts';

const page = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html';
const most = 4_096;

const reserved: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

/** Checks the names of a function's environment variables, and how large all are together. */
export function checkEnvironment(context: Context, properties: JsonObject, at: Path, where: Where): void {
  const variables = member(objectOf(member(properties, 'Environment')), 'Variables');
  if (!isObject(variables)) return;
  const path = [...at, 'Environment', 'Variables'];
  const told: Where = { ...where, page };
  let bytes = 0;
  for (const [name, value] of Object.entries(variables)) {
    if (name.startsWith('Fn::') || hasPlaceholder(name)) return;
    bytes += bytesOf(name) + bytesOf(leastText(value));
    if (reserved.has(name))
      fault(context, [...path, name], told, {
        id: 'ReservedVariable',
        message: `Lambda sets ${name} itself.`,
        fix: 'Choose another name.',
      });
    // What has no two characters in a row that are right, the schema's own pattern refuses.
    else if (!/^[A-Za-z]\w+$/.test(name) && /[A-Za-z]\w/.test(name))
      fault(context, [...path, name], told, {
        id: 'BadVariableName',
        message: `"${name}" is no name for an environment variable.`,
        fix: 'Use two or more letters, digits and underscores, a letter first.',
      });
  }
  if (bytes > most)
    fault(context, path, told, {
      id: 'EnvironmentTooLarge',
      message: `The environment variables have ${bytes} bytes at least, where Lambda takes ${most} together.`,
      fix: 'Put what is large into Parameter Store or a bucket.',
    });
}
