import { type Context, report } from './context.ts';

/** Tells of parameters, conditions and mappings that nothing uses. */
export function checkUnused(context: Context): void {
  if (context.macro !== undefined || context.open) return;
  const parameters = Object.keys(context.parameters);
  // What SAM makes of its own sections is not walked.
  if (parameters.length > 0 && !context.sam)
    unused(context, 'Parameters', parameters, context.used.parameters);
  unused(context, 'Conditions', context.conditions.keys(), context.used.conditions);
  if (!context.sam) unused(context, 'Mappings', Object.keys(context.mappings), context.used.mappings);
}

function unused(
  context: Context,
  section: 'Parameters' | 'Conditions' | 'Mappings',
  names: Iterable<string>,
  used: ReadonlySet<string>,
): void {
  const what = section.slice(0, -1) as 'Parameter' | 'Condition' | 'Mapping';
  for (const name of names) {
    if (used.has(name) || name.startsWith('Fn::')) continue;
    report(context, [section, name], {
      id: `Unused${what}`,
      severity: 'info',
      message: `Nothing uses the ${what.toLowerCase()} ${name}.`,
      cause: 'It has no effect.',
      fix: 'Remove it, or use it.',
    });
  }
}
