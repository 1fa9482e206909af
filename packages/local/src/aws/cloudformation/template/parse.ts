import { LineCounter, parseDocument } from 'yaml';
import { formatError } from './errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { yamlToJson } from './yaml-tags.ts';

const MAX_DEPTH = 100;

/**
 * Reads a template body, JSON or YAML with CloudFormation's short tags, into plain data.
 * Fails with ValidationError in CloudFormation's words.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function parseTemplateBody(body: string): JsonObject {
  const data = /^\s*\{/.test(body) ? parseJson(body) : parseYaml(body);
  if (!isObject(data)) throw formatError('unsupported structure.');
  refuseNulls(data, '');
  return data;
}

function parseJson(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch (cause) {
    if (cause instanceof RangeError) throw tooDeep();
    const offset = /position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
    const before = body.slice(0, offset === undefined ? body.length : Number(offset)).split('\n');
    throw formatError(
      `JSON not well-formed. (line ${before.length}, column ${(before.at(-1) ?? '').length + 1})`,
    );
  }
}

function parseYaml(body: string): Json {
  // Before the parser recurses: V8 ends the whole process if a regular expression compiles as the stack runs out.
  if (isTooDeep(body)) throw tooDeep();
  try {
    const lines = new LineCounter();
    const document = parseDocument(body, {
      version: '1.1',
      schema: 'yaml-1.1',
      // CloudFormation leaves these out of YAML 1.1; dates as in policy versions stay text.
      customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !LEFT_OUT.has(tag.tag)),
      merge: false,
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'silent',
    });
    const error = document.errors[0];
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw formatError(`YAML not well-formed. (line ${line}, column ${col})`);
    }
    return yamlToJson(document.contents);
  } catch (cause) {
    if (cause instanceof RangeError) throw tooDeep();
    throw cause;
  }
}

/** Columns and open brackets that no template of a sane depth has: each level takes at least one of them. */
const MAX_COLUMNS = 4 * MAX_DEPTH;

/** Whether the text may be nested very deeply; indentation and brackets are counted wherever they stand. */
function isTooDeep(body: string): boolean {
  let open = 0;
  for (const [mark] of body.matchAll(/[[\]{}]|^[ \t]*(?:[-?:][ \t]+)*/gm)) {
    if (mark === '[' || mark === '{') open++;
    else if (mark === ']' || mark === '}') open = Math.max(0, open - 1);
    else if (mark.length > MAX_COLUMNS) return true;
    if (open > MAX_COLUMNS) return true;
  }
  return false;
}

const LEFT_OUT: ReadonlySet<string> = new Set(
  ['timestamp', 'binary', 'omap', 'pairs', 'set', 'merge'].map((name) => `tag:yaml.org,2002:${name}`),
);

function refuseNulls(value: Json, path: string, depth = 0): void {
  if (depth > MAX_DEPTH) throw tooDeep();
  if (value === null) throw formatError(`[${path}] 'null' values are not allowed in templates`);
  if (typeof value !== 'object') return;
  for (const [key, item] of Object.entries(value)) refuseNulls(item as Json, `${path}/${key}`, depth + 1);
}

function tooDeep(): Error {
  return formatError(`the template is nested more than ${MAX_DEPTH} levels deep.`);
}
