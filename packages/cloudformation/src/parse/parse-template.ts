import { TemplateError } from '../error.ts';
import type { TemplatePath } from '../finding.ts';
import { makeTemplate } from '../make-template.ts';
import { contentsOf } from '../sections.ts';
import type { Template } from '../template.ts';
import { makeLines, type Position } from './positions.ts';
import { type Read, readJson } from './read-json.ts';
import { readYaml } from './read-yaml.ts';
import { TextFault } from './text-fault.ts';

/** What is known of a text besides itself. */
export interface ParseOptions {
  /** The file's name, for messages and findings. */
  readonly file?: string;
}

/** A template that was read: it can be validated, printed and added to as any other. */
export interface ParsedTemplate extends Template {
  /** Where in the text something is, or the last part of the way to it that is there. */
  positionOf(path: TemplatePath): Position;
}

const longest = 16 * 1024 * 1024;

/**
 * Reads a template of JSON or YAML. Text that begins with `{` is JSON.
 *
 * Short tags become their long form; SAM and other macros' input stays as it is; YAML is read as version 1.1,
 * which is CloudFormation's; aliases and merge keys are written out; numbers that JavaScript cannot hold stay text.
 *
 * Throws {@link TemplateError} `BadTemplateText` with `line` and `column` for what cannot be read or is written
 * twice. What it means is not judged here: `validate()` does that.
 *
 * @example
 * const t = parseTemplate(readFileSync('template.yaml', 'utf8'), { file: 'template.yaml' });
 * for (const finding of t.validate()) console.log(t.positionOf(finding.path).line, finding.message);
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function parseTemplate(text: string, options: ParseOptions = {}): ParsedTemplate {
  const { file } = options;
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const lines = makeLines(body);
  let read: Read;
  try {
    read = readText(body);
    checkShape(read);
  } catch (error) {
    if (!(error instanceof TextFault)) throw error;
    throw new TemplateError('BadTemplateText', error.what, {
      fix: error.fix,
      ...(file === undefined ? {} : { file }),
      ...lines(error.offset),
      cause: error.cause,
    });
  }
  const { data, offsets } = read;
  const positionOf = (path: TemplatePath) => lines(offsets.find(data, path));
  const template = makeTemplate({
    name: file ?? 'template',
    contents: contentsOf(data as Readonly<Record<string, unknown>>),
    locate: (path) => ({ file: file ?? 'template', ...positionOf(path) }),
  });
  // A template is frozen, and its logicalIds are a getter: it is copied as it is.
  const parsed = Object.defineProperties({ positionOf }, Object.getOwnPropertyDescriptors(template));
  return Object.freeze(parsed) as ParsedTemplate;
}

function readText(text: string): Read {
  if (text.length > longest)
    throw new TextFault(
      0,
      `This is longer than ${longest} characters.`,
      'CloudFormation takes 1 MB at most.',
    );
  const start = text.search(/\S/);
  if (start < 0) throw new TextFault(0, 'There is no template in this text.', 'Give its JSON or YAML.');
  return text[start] === '{' ? readJson(text) : readYaml(text);
}

function checkShape({ data, offsets }: Read): void {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new TextFault(
      0,
      'A template is an object with sections, and this is not.',
      'Begin with Resources.',
    );
  for (const [section, held] of Object.entries(data)) {
    const isNamed = ['Resources', 'Parameters', 'Outputs', 'Mappings', 'Conditions', 'Rules'].includes(
      section,
    );
    if (!isNamed || (typeof held === 'object' && held !== null && !Array.isArray(held))) continue;
    const fix = 'Give it members by name, or remove it.';
    throw new TextFault(offsets.find(data, [section]), `The section ${section} is no object.`, fix);
  }
}
