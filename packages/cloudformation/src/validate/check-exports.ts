import type { ResourceSchema } from '../schemas/schema.ts';
import { conditionOf } from './check-sections.ts';
import { type Context, refused, report } from './context.ts';
import { isObject, member, objectOf } from './json.ts';
import { checkValue } from './schema/check-value.ts';

const members = new Set(['Value', 'Description', 'Export', 'Condition']);
const page = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html';
const output: ResourceSchema = { type: 'AWS::CloudFormation::Output', properties: {}, attributes: {} };

/** Checks that outputs have values that are texts. */
export function checkOutputs(context: Context): void {
  if (context.macro !== undefined) return;
  for (const { name, data, at } of context.outputs.values()) {
    const told = { severity: 'error', cause: refused, documentation: page } as const;
    if (!isObject(data)) {
      report(context, [...at], {
        id: 'WrongType',
        message: `The output ${name} is no object.`,
        fix: 'Write { "Value": … }.',
        ...told,
      });
      continue;
    }
    for (const key of Object.keys(data))
      if (!members.has(key) && !key.startsWith('Fn::'))
        report(context, [...at, key], {
          id: 'UnknownMember',
          message: `An output has no ${key}.`,
          fix: 'It has Value, Description, Export and Condition.',
          ...told,
        });
    const value = member(data, 'Value');
    if (value !== undefined) {
      const assumptions = conditionOf(data);
      checkValue(context, value, { type: 'string' }, [...at, 'Value'], {
        resource: output,
        assumptions,
        check: checkValue,
        page,
      });
    } else if (!Object.keys(data).some((key) => key.startsWith('Fn::')))
      report(context, [...at], {
        id: 'MissingProperty',
        message: `The output ${name} has no Value.`,
        fix: 'Add Value.',
        ...told,
      });
  }
}

/** Checks the names under which outputs are exported. */
export function checkExports(context: Context): void {
  const seen = new Map<string, string>();
  for (const { name, data, at } of context.outputs.values()) {
    const exported = member(objectOf(data), 'Export');
    if (!isObject(exported)) continue;
    const literal = member(exported, 'Name');
    const path = [...at, 'Export', 'Name'];
    if (typeof literal !== 'string') continue;
    if (!literal.includes('{{resolve:') && !/^[A-Za-z0-9:-]+$/.test(literal))
      report(context, path, {
        id: 'BadExportName',
        severity: 'error',
        message: `${JSON.stringify(literal)} is no name for an export.`,
        cause: 'CloudFormation takes letters, digits, colons and hyphens only, and refuses the template.',
        fix: 'Replace the other characters by hyphens.',
      });
    const before = seen.get(literal);
    if (before !== undefined)
      report(context, path, {
        id: 'DuplicateExport',
        severity: 'error',
        message: `${name} and ${before} are exported by the same name, ${literal}.`,
        cause: 'An export’s name is taken once in an account and Region.',
        fix: 'Choose another name.',
      });
    seen.set(literal, name);
  }
}
