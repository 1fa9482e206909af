import { type Context, report } from './context.ts';

/** Says which macros keep parts of the template from being judged. */
export function checkMacros(context: Context): void {
  if (context.macro !== undefined)
    report(context, ['Transform'], {
      id: 'NotJudged',
      severity: 'info',
      message: `The macro ${context.macro} may change the template: references and properties are not judged.`,
      cause: 'What a macro makes of a template is known to CloudFormation only.',
      fix: 'Validate what the macro has made of it: the processed template of a change set.',
    });
  else if (context.open)
    report(context, ['Resources'], {
      id: 'NotJudged',
      severity: 'info',
      message: 'A macro or a loop makes members that cannot be seen here: unknown names are not judged.',
      cause: 'What Fn::Transform inserts, and what a loop runs over, is known to CloudFormation only.',
      fix: 'Validate the processed template of a change set.',
    });
}
