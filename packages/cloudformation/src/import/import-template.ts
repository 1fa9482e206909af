import type { SchemaLookup } from '../schemas/schema.ts';
import { schemaOf } from '../schemas/schema-of.ts';
import type { TemplateJson } from '../template-json.ts';
import type { JsonObject } from '../validate/json.ts';
import { comments, type Part } from './code.ts';
import { importsOf } from './imports.ts';
import { type Doc, type LayoutOptions, layout, namesIn } from './layout.ts';
import { conditionsIn, dependenciesOf, inOrder } from './order.ts';
import { type Section, takeApart } from './remainder.ts';
import { makeScope } from './scope.ts';
import { spellConstants, spellingOf } from './spelling.ts';
import { writeRemainder, writeTemplate } from './write-head.ts';
import { writeResource } from './write-resource.ts';
import { writeCondition, writeMapping, writeOutput, writeParameter, writeRule } from './write-sections.ts';
import { makeWriter } from './write-value.ts';
import type { Writer } from './writer.ts';

/** What a template is imported with. */
export interface ImportOptions {
  /** What is known of resource types; by default the generated tables. */
  readonly schemas?: SchemaLookup;
}

const width = 110;

/** A statement of the module: what it calls, and the constant that holds the result. */
interface Statement extends Part {
  readonly section: string;
  readonly constant?: string;
}

/**
 * Writes a template as a TypeScript module that builds it with this package and exports it as its default.
 *
 * The module's template is the same JSON, member by member, but for what means the same: the format version is
 * written, one name in `DependsOn` becomes a list of one, and empty sections and properties are left out. Resources
 * come after what they refer to. What the types do not take is written `… as never` (or `plain(…)`, of text) below a
 * `// note:`; for what the builder has no call, the module begins with `parseTemplate(JSON.stringify(…))`.
 * Comments of a template's text are not part of its JSON, and not carried over.
 *
 * Throws nothing for what a template of JSON holds, right or wrong.
 *
 * @example
 * const json = parseTemplate(readFileSync('template.yaml', 'utf8')).toJson({ validate: false });
 * writeFileSync('stack.ts', importTemplate(json));
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function importTemplate(template: TemplateJson, options: ImportOptions = {}): string {
  // Nothing is taken for granted of what a file held.
  const json = template as unknown as JsonObject;
  const { built, remainder } = takeApart(json);
  const scope = makeScope(json, options.schemas ?? schemaOf);
  const writer = makeWriter(scope);
  const begin = remainder === undefined ? writeTemplate(json) : writeRemainder(remainder);
  const statements: Statement[] = [{ ...begin, section: 'head', constant: 't' }];
  const needs = (section: Section, of: (data: unknown) => ReadonlySet<string>) => (id: string) =>
    of(built[section][id]);
  const order: readonly (readonly [Section, WriteEntry, ((id: string) => ReadonlySet<string>)?])[] = [
    ['Parameters', writeParameter],
    ['Rules', writeRule],
    ['Mappings', writeMapping],
    ['Conditions', writeCondition, needs('Conditions', conditionsIn)],
    ['Resources', writeResource, needs('Resources', dependenciesOf)],
    ['Outputs', writeOutput],
  ];
  for (const [section, write, before] of order) {
    const ids = Object.keys(built[section]);
    for (const id of before === undefined ? ids : inOrder(ids, before)) {
      const data = built[section][id];
      if (data === undefined) continue;
      const constant = `${section}.${id}`;
      statements.push({ ...write(writer, id, data), section, constant });
      scope.declare(constant);
    }
  }
  return print(statements);
}

type WriteEntry = (writer: Writer, id: string, data: JsonObject) => Part;

/** Names what is used, and lays the module out: statements of several lines stand apart. */
function print(statements: readonly Statement[]): string {
  const used = new Set(statements.flatMap(({ code }) => namesIn(code.doc)));
  const imports = importsOf(used);
  const constants = statements.flatMap(({ constant }) =>
    constant !== undefined && used.has(constant) ? [constant] : [],
  );
  const taken = new Set(['t', ...imports.spelt.values()]);
  const spelt = new Map([['t', 't'], ...imports.spelt, ...spellConstants(constants, taken)]);
  const options: LayoutOptions = { width, spell: spellingOf(spelt) };
  const show = (doc: Doc) => layout(doc, options);
  const blocks = statements.map((each) => {
    const { constant = '', section } = each;
    const held = spelt.get(constant);
    return { section, text: show(statementDoc(each, held)) };
  });
  const lines = [...imports.statements.map(show), ''];
  for (const [at, { section, text }] of blocks.entries()) {
    const before = blocks[at - 1];
    const apart = before !== undefined && (before.section !== section || [before.text, text].some(isLong));
    lines.push(...(apart ? ['', text] : [text]));
  }
  return `${[...lines, '', 'export default t;'].join('\n')}\n`;
}

function statementDoc({ notes, code }: Statement, held: string | undefined): Doc {
  const constant = held === undefined ? '' : `const ${held} = `;
  return [...comments(notes), constant, code.doc, ';'];
}

function isLong(text: string): boolean {
  return text.includes('\n');
}
