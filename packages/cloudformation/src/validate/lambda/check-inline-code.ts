import type { Context } from '../context.ts';
import { bytesOf, isNoValue, type JsonObject, member, type Path, shown } from '../json.ts';
import { knownTexts, wholeText } from '../known-texts.ts';
import { fault, type Where } from '../schema/where.ts';

const most = 4 * 1024 * 1024;
const page =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html';

/** Checks code in the template: it becomes a file named `index`, for Node.js and Python only, of 4 MB at most. */
export function checkInlineCode(
  context: Context,
  code: JsonObject,
  properties: JsonObject,
  at: Path,
  where: Where,
): void {
  const told: Where = { ...where, page };
  const text = wholeText(member(code, 'ZipFile'));
  const bytes = text === undefined || text.length < most / 4 ? 0 : bytesOf(text);
  if (bytes > most)
    fault(context, [...at, 'Code', 'ZipFile'], told, {
      id: 'InlineCodeSize',
      message: `The inline code has ${bytes} bytes, where Lambda takes ${most}.`,
      fix: 'Put the code into a bucket, and name it with S3Bucket and S3Key.',
    });
  checkEach(context, properties, 'Handler', at, told, (handler) =>
    handler?.startsWith('index.') === true
      ? undefined
      : {
          id: 'InlineCodeHandler',
          message: `Inline code is the file index, but Handler is ${handler === undefined ? 'absent' : shown(handler)}.`,
          cause: 'Lambda cannot find the module when it invokes the function (Runtime.ImportModuleError).',
          fix: 'Name the function of the file index, such as index.handler.',
        },
  );
  checkEach(context, properties, 'Runtime', at, told, (runtime) =>
    runtime !== undefined && /^(?:nodejs|python)/.test(runtime)
      ? undefined
      : {
          id: 'InlineCodeRuntime',
          message: `Inline code cannot run on ${runtime ?? 'no runtime'}.`,
          fix: 'Use a Node.js or Python runtime, or put the code into a bucket.',
        },
  );
}

function checkEach(
  context: Context,
  properties: JsonObject,
  name: string,
  at: Path,
  where: Where,
  judge: (text: string | undefined) => Parameters<typeof fault>[3] | undefined,
): void {
  const value = member(properties, name);
  const path = [...at, name];
  const known =
    value === undefined || isNoValue(value)
      ? [{ text: undefined, at: path }]
      : knownTexts(context, value, path, where.assumptions);
  for (const each of known) {
    const found = judge(each.text);
    const origin = 'origin' in each ? each.origin : undefined;
    if (found !== undefined)
      fault(context, each.at, origin === undefined ? where : { ...where, origin }, found);
  }
}
