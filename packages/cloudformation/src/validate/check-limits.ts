import { type Context, refused, report } from './context.ts';
import { bytesOf, member, objectOf, type Path } from './json.ts';

const page = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html';

/**
 * Checks the numbers and sizes that CloudFormation limits, with a warning from 90 %.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export function checkLimits(context: Context): void {
  const { template, resources, outputs, parameters, mappings } = context;
  checkNumber(context, ['Resources'], resources.size, 500, 'resources');
  checkNumber(context, ['Parameters'], Object.keys(parameters).length, 200, 'parameters');
  checkNumber(context, ['Outputs'], outputs.size, 200, 'outputs');
  checkNumber(context, ['Mappings'], Object.keys(mappings).length, 200, 'mappings');
  for (const [name, mapping] of Object.entries(mappings)) {
    checkNumber(context, ['Mappings', name], Object.keys(objectOf(mapping)).length, 200, 'attributes');
    for (const [key, row] of Object.entries(objectOf(mapping)))
      checkNumber(context, ['Mappings', name, key], Object.keys(objectOf(row)).length, 200, 'attributes');
  }
  if (resources.size === 0 && !context.open && context.macro === undefined)
    report(context, ['Resources'], {
      id: 'NoResources',
      severity: 'error',
      message: 'The template has no resource.',
      cause: 'CloudFormation takes no template without resources.',
      fix: "Add at least one, with t.add('Name', …) or under Resources.",
    });
  checkText(context, ['Description'], member(template, 'Description'), 1_024);
  for (const { data, at } of outputs.values())
    checkText(context, [...at, 'Description'], member(objectOf(data), 'Description'), 1_024);
  for (const [name, parameter] of Object.entries(parameters))
    checkText(context, ['Parameters', name, 'Default'], member(objectOf(parameter), 'Default'), 4_096);
  checkBody(context);
}

function checkBody(context: Context): void {
  const text = JSON.stringify(context.template);
  checkNumber(context, ['Template'], bytesOf(text), 1_000_000, 'bytes');
  if (!text.includes('{{resolve:')) return;
  const references = text.match(/\{\{resolve:/g)?.length ?? 0;
  checkNumber(context, ['Template'], references, 60, 'dynamic references');
}

function checkText(context: Context, at: Path, text: unknown, most: number): void {
  if (typeof text === 'string' && text.length > most / 4)
    checkNumber(context, at, bytesOf(text), most, 'bytes');
}

function checkNumber(context: Context, at: Path, count: number, most: number, what: string): void {
  if (count <= most * 0.9) return;
  const over = count > most;
  report(context, at, {
    id: over ? 'LimitExceeded' : 'NearLimit',
    severity: over ? 'error' : 'warning',
    message: `${count} ${what}, where CloudFormation takes ${most}.`,
    cause: over ? refused : 'Little more can be added.',
    fix: what === 'bytes' && at[0] !== 'Template' ? 'Shorten it.' : 'Split the stack.',
    documentation: page,
  });
}
