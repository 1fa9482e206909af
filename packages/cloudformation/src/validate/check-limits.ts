import { TemplateError } from '../error.ts';
import type { TemplateJson } from '../template-json.ts';

const maximum = { Resources: 500, Parameters: 200, Outputs: 200, Mappings: 200 } as const;
const maximumDescription = 1_024;
const maximumBody = 1_000_000;

/**
 * Throws `LimitExceeded` or `NoResources`.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export function checkLimits(template: TemplateJson): void {
  for (const [section, most] of Object.entries(maximum)) {
    const count = Object.keys(template[section as keyof typeof maximum] ?? {}).length;
    if (count > most)
      throw exceeded(section, `${count} ${section.toLowerCase()}`, `${most}`, 'Split the stack.');
  }
  if (Object.keys(template.Resources).length === 0)
    throw new TemplateError('NoResources', 'The template has no resource.', {
      fix: "Add at least one with t.add('Name', …).",
      path: 'Resources',
    });
  checkDescription(template.Description, 'Description');
  for (const [name, output] of Object.entries(template.Outputs ?? {}))
    checkDescription(output.Description, `Outputs.${name}.Description`);
  for (const [name, expression] of Object.entries(template.Conditions ?? {}))
    checkOperands(expression, `Conditions.${name}`);
  const body = bytes(JSON.stringify(template));
  if (body > maximumBody) throw exceeded('Template', `${body} bytes`, `${maximumBody}`, 'Split the stack.');
}

function checkDescription(text: string | undefined, path: string): void {
  const length = bytes(text ?? '');
  if (length > maximumDescription)
    throw exceeded(path, `${length} bytes`, `${maximumDescription}`, 'Shorten it.');
}

function checkOperands(expression: unknown, path: string): void {
  if (typeof expression !== 'object' || expression === null) return;
  for (const [key, member] of Object.entries(expression)) {
    const count = Array.isArray(member) ? member.length : 0;
    if ((key === 'Fn::And' || key === 'Fn::Or') && (count < 2 || count > 10))
      throw exceeded(path, `${key} of ${count} conditions`, '2 to 10', 'Nest it.');
    checkOperands(member, path);
  }
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function exceeded(path: string, what: string, most: string, fix: string): TemplateError {
  return new TemplateError('LimitExceeded', `${what}, where CloudFormation takes ${most}.`, { fix, path });
}
