import { type Context, refused, report } from './context.ts';
import { isObject, type Path } from './json.ts';

/** Checks that mappings have two levels, with texts or lists at the end. */
export function checkMappings(context: Context): void {
  if (context.macro !== undefined) return;
  for (const [name, mapping] of Object.entries(context.mappings)) {
    if (name.startsWith('Fn::')) continue;
    if (!isObject(mapping)) {
      bad(context, ['Mappings', name], `The mapping ${name} is no object.`);
      continue;
    }
    for (const [key, row] of Object.entries(mapping)) {
      if (key.startsWith('Fn::')) continue;
      if (!isObject(row))
        bad(context, ['Mappings', name, key], `${key} of the mapping ${name} is no object.`);
      else
        for (const [second, value] of Object.entries(row))
          if (!second.startsWith('Fn::') && (value === null || isObject(value)))
            bad(
              context,
              ['Mappings', name, key, second],
              `${key}.${second} of the mapping ${name} is no text and no list.`,
            );
    }
  }
}

function bad(context: Context, at: Path, message: string): void {
  report(context, at, {
    id: 'WrongType',
    severity: 'error',
    message,
    cause: refused,
    fix: 'Write { topLevelKey: { secondLevelKey: "text" } }.',
    documentation:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html',
  });
}
