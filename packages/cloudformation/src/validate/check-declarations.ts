import { isLogicalId } from '../written-names.ts';
import { type Context, refused, report } from './context.ts';
import { isObject, member } from './json.ts';

const sections = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
  'Transform',
  'Resources',
  'Outputs',
  'Globals',
  'Hooks',
]);

/** Checks the top-level members. */
export function checkTopLevel(context: Context): void {
  for (const key of Object.keys(context.template)) {
    if (!sections.has(key) && context.macro === undefined)
      report(context, [key], {
        id: 'UnknownMember',
        severity: 'error',
        message: `${key} is no section of a template.`,
        cause: 'CloudFormation refuses the template (Invalid template property or properties).',
        fix: `Use ${[...sections].join(', ')}.`,
      });
  }
  for (const key of ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs', 'Rules']) {
    const data = member(context.template, key);
    if (data === undefined || isObject(data)) continue;
    report(context, [key], {
      id: data === null ? 'NullValue' : 'WrongType',
      severity: 'error',
      message: `${key} is ${data === null ? 'empty' : 'no object'}.`,
      cause: refused,
      fix: data === null ? 'Remove the section.' : 'Write an object of named members.',
    });
  }
}

/** Checks names, and that no name is used twice where CloudFormation has one space for both. */
export function checkNames(context: Context): void {
  for (const [section, names] of [
    ['Parameters', Object.keys(context.parameters)],
    ['Resources', context.resources.keys()],
    ['Outputs', context.outputs.keys()],
    ['Conditions', context.conditions.keys()],
    ['Mappings', Object.keys(context.mappings)],
  ] as const)
    for (const name of names) checkName(context, section, name);
  for (const name of Object.keys(context.parameters))
    if (context.resources.has(name))
      report(context, ['Resources', name], {
        id: 'DuplicateLogicalId',
        severity: 'error',
        message: `${name} is the name of a parameter and of a resource.`,
        cause: 'Resources and parameters share one namespace; CloudFormation refuses the template.',
        fix: 'Rename one of them.',
      });
}

function checkName(context: Context, section: string, name: string): void {
  const free = section === 'Mappings' || section === 'Conditions';
  const right = free ? name.length <= 255 : isLogicalId(name);
  if (right || name.startsWith('Fn::') || context.macro !== undefined) return;
  report(context, [section, name], {
    id: 'BadLogicalId',
    severity: 'error',
    message: `${JSON.stringify(name.slice(0, 80))} is no name for CloudFormation.`,
    cause: refused,
    fix: free ? 'Use at most 255 characters.' : 'Use 1 to 255 letters and digits.',
  });
}
