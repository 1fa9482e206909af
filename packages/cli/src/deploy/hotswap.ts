import type { Clock } from './clock.ts';
import { createBackoff } from './clock.ts';
import type { FunctionCalls, NewCode } from './cloud.ts';
import { zip } from './code/zip.ts';
import type { StackChange } from './diff/change.ts';
import { DeployError } from './error.ts';
import { type DeployableTemplate, isObject } from './template.ts';

/** One function that gets new code beside CloudFormation. */
export interface Swap {
  readonly logicalId: string;
  readonly functionName: string;
  readonly code: NewCode;
}

/**
 * The functions to swap the code of, where nothing else changes. Throws {@link DeployError} `NotHotswappable`
 * naming each change that is not code.
 */
export function hotswapPlan(changes: readonly StackChange[], template: DeployableTemplate): readonly Swap[] {
  const swapped = changes.filter(isCode);
  const ids = new Set(swapped.map(({ logicalId }) => logicalId));
  // What only follows the functions stays as it is: their names and ARNs do.
  const others = changes.filter(
    (change) =>
      !isCode(change) && !(change.impliedBy.length > 0 && change.impliedBy.every((id) => ids.has(id))),
  );
  if (others.length > 0) throw refused(others.map(describe));
  if (swapped.length === 0) throw refused(['settings, tags or outputs of the stack']);
  return swapped.map(({ logicalId, physicalId = '' }) => {
    const properties = template.Resources[logicalId]?.Properties ?? {};
    const code = codeOf(properties);
    if (typeof code === 'string') throw refused([`${logicalId}: ${code}`]);
    return { logicalId, functionName: physicalId, code };
  });
}

function isCode({ kind, type, properties }: StackChange): boolean {
  return (
    kind === 'modify' &&
    type === 'AWS::Lambda::Function' &&
    properties.length > 0 &&
    properties.every(({ path }) => path === 'Code' || path.startsWith('Code.'))
  );
}

function describe({ logicalId, kind, properties }: StackChange): string {
  const names = properties
    .map(({ path }) => path)
    .filter((path) => path !== 'Code' && !path.startsWith('Code.'));
  return kind === 'modify' && names.length > 0
    ? `${logicalId}: ${names.join(', ')}`
    : `${logicalId}: ${kind}`;
}

function refused(what: readonly string[]): DeployError {
  return new DeployError(
    'NotHotswappable',
    `Not everything that changes is code of functions:\n${what.map((one) => `  ${one}`).join('\n')}`,
    'Deploy without --hotswap.',
  );
}

/** The code itself, or why it cannot be told from the template. */
function codeOf(properties: Readonly<Record<string, unknown>>): NewCode | string {
  const code = isObject(properties['Code']) ? properties['Code'] : {};
  const { S3Bucket: bucket, S3Key: key, S3ObjectVersion: version } = code;
  if (typeof bucket === 'string' && typeof key === 'string') {
    return { bucket, key, ...(typeof version === 'string' && { version }) };
  }
  const source = literal(code['ZipFile']);
  if (source === undefined) return 'its Code is not written out in the template';
  const runtime = properties['Runtime'];
  const extension =
    typeof runtime !== 'string'
      ? undefined
      : runtime.startsWith('nodejs')
        ? 'js'
        : runtime.startsWith('python')
          ? 'py'
          : undefined;
  if (extension === undefined) return 'its Runtime has no inline code';
  if (/cfn-?response/.test(source)) return 'it uses cfn-response, which only CloudFormation puts in';
  return { zip: zip([{ name: `index.${extension}`, bytes: Buffer.from(source) }]) };
}

/** A text, also one that is joined of texts. */
function literal(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const join = isObject(value) && Object.keys(value).length === 1 ? value['Fn::Join'] : undefined;
  const [delimiter, parts] = Array.isArray(join) ? (join as readonly unknown[]) : [];
  if (typeof delimiter !== 'string' || !Array.isArray(parts)) return undefined;
  const texts = parts.map(literal);
  return texts.every((text) => text !== undefined) ? texts.join(delimiter) : undefined;
}

export interface SwapContext {
  readonly functions: FunctionCalls;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Gives a function its new code and waits until it runs. Rejects with {@link DeployError} `HotswapFailed`. */
export async function swapCode({ functions, clock, signal }: SwapContext, swap: Swap): Promise<void> {
  await functions.updateCode(swap.functionName, swap.code);
  const backoff = createBackoff(clock.random);
  for (;;) {
    const { status, reason } = await functions.updateStatus(swap.functionName);
    if (status === 'Successful') return;
    if (status === 'Failed') {
      throw new DeployError(
        'HotswapFailed',
        `Function ${swap.functionName} could not take its new code: ${reason ?? 'Lambda gives no reason'}`,
        'Deploy without --hotswap to put it right.',
      );
    }
    await clock.sleep(backoff.next('nothing'), signal);
  }
}
