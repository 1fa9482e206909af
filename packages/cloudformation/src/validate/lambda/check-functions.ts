import type { ResourceSchema } from '../../schemas/schema.ts';
import { conditionOf } from '../check-sections.ts';
import type { Context } from '../context.ts';
import { isNoValue, isObject, type JsonObject, member, objectOf, type Path } from '../json.ts';
import { checkValue } from '../schema/check-value.ts';
import { fault, type Where } from '../schema/where.ts';
import { checkEnvironment } from './check-environment.ts';
import { checkInlineCode } from './check-inline-code.ts';
import { checkRuntime } from './check-runtime.ts';

/** The type as findings name it; what is checked here is in no schema. */
const fn: ResourceSchema = { type: 'AWS::Lambda::Function', properties: {}, attributes: {} };

/**
 * Checks functions for what no schema says: inline code, runtimes' days, the environment, what a package type needs.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
 */
export function checkFunctions(context: Context): void {
  if (context.macro !== undefined) return;
  for (const { data, at } of context.resources.values()) {
    const resource = objectOf(data);
    const type = member(resource, 'Type');
    const serverless = type === 'AWS::Serverless::Function' && context.sam;
    if (type !== 'AWS::Lambda::Function' && !serverless) continue;
    const path = [...at, 'Properties'];
    const properties = objectOf(member(resource, 'Properties'));
    const where: Where = {
      resource: fn,
      assumptions: conditionOf(resource),
      check: checkValue,
    };
    checkRuntime(context, properties, path, where);
    checkEnvironment(context, properties, path, where);
    checkBounds(context, properties, path, where);
    if (serverless || Object.keys(properties).some((key) => key.startsWith('Fn::'))) continue;
    const code = member(properties, 'Code');
    if (!isObject(code) || Object.keys(code).some((key) => key.startsWith('Fn::'))) continue;
    if (Object.hasOwn(code, 'ZipFile')) checkInlineCode(context, code, properties, path, where);
    else checkPackage(context, code, properties, path, where);
  }
}

/** Managed instances may run longer and larger; all other functions may not. */
function checkBounds(context: Context, properties: JsonObject, at: Path, where: Where): void {
  if (Object.hasOwn(properties, 'CapacityProviderConfig')) return;
  const bounds = { Timeout: 900, MemorySize: 10_240 };
  for (const [name, maximum] of Object.entries(bounds)) {
    const value = member(properties, name);
    if (isScalar(value) || isObject(value))
      checkValue(context, value, { type: 'number', maximum }, [...at, name], where);
  }
}

/** What a number may be written as; the schema tells of all else. */
function isScalar(data: unknown): boolean {
  return (
    typeof data === 'number' ||
    (typeof data === 'string' && data.trim() !== '' && !Number.isNaN(Number(data)))
  );
}

function checkPackage(
  context: Context,
  code: JsonObject,
  properties: JsonObject,
  at: Path,
  where: Where,
): void {
  const type = member(properties, 'PackageType') ?? (Object.hasOwn(code, 'ImageUri') ? 'Image' : 'Zip');
  if (type === 'Image')
    for (const name of ['Handler', 'Runtime', 'Layers']) {
      if (!isWritten(properties, name)) continue;
      fault(context, [...at, name], where, {
        id: 'ExclusiveProperties',
        message: `A function from an image takes no ${name}.`,
        fix: 'Remove it; the image says what runs.',
        patch: [{ op: 'remove', path: [...at, name] }],
      });
    }
  if (type !== 'Zip') return;
  for (const name of ['Handler', 'Runtime']) {
    if (Object.hasOwn(properties, name) && !isNoValue(properties[name])) continue;
    fault(context, at, where, {
      id: 'MissingProperty',
      message: `A function from a zip archive needs ${name}.`,
      fix: `Add ${name}.`,
    });
  }
}

function isWritten(properties: JsonObject, name: string): boolean {
  const value = member(properties, name);
  return value !== undefined && !isNoValue(value) && !(isObject(value) && Object.hasOwn(value, 'Fn::If'));
}
