import { checkAttribute, checkRef, replaceAt, splitDot } from './check-names.ts';
import { type Context, report } from './context.ts';
import { isObject, listOf, objectOf, type Path } from './json.ts';
import type { Place } from './places.ts';

/** What is between the braces of each `${…}`, without the literal ones (`${!…}`). */
export function placeholdersOf(text: string): readonly string[] {
  if (!text.includes('${')) return [];
  // Text without an end to its last placeholder would be searched to its end from each beginning.
  const end = text.lastIndexOf('}') + 1;
  return [...text.slice(0, end).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, inside = '']) => inside.trim());
}

/** Checks what the text of `Fn::Sub` names, and that it uses its variables. */
export function checkSub(context: Context, argument: unknown, at: Path, place: Place): void {
  const [first, second] = typeof argument === 'string' ? [argument] : listOf(argument);
  if (typeof first !== 'string') return;
  const own = objectOf(second);
  const whole = replaceAt(at, 'Fn::Sub', ...(typeof argument === 'string' ? [] : [0]));
  for (const name of new Set(placeholdersOf(first))) {
    if (Object.hasOwn(own, name)) continue;
    const rename = (near: string) => whole(first.replaceAll(`\${${name}}`, `\${${near}}`));
    const [id, attribute] = splitDot(name);
    if (!/^[A-Za-z0-9_.:]+$/.test(name)) reportName(context, name, at);
    else if (attribute !== undefined && !place.locals?.includes(id))
      checkAttribute(context, id, attribute, at, place, {
        id: (near) => rename(`${near}.${attribute}`),
        attribute: (near) => rename(`${id}.${near}`),
      });
    else checkRef(context, name, at, place, rename);
  }
}

function reportName(context: Context, name: string, at: Path): void {
  if (context.macro !== undefined || context.extended) return;
  report(context, at, {
    id: 'MalformedFunction',
    severity: 'error',
    message: `\${${name}} is no name that Fn::Sub can replace.`,
    cause:
      'CloudFormation refuses names with other characters than letters, digits, underscores, periods and colons.',
    fix: `Write \${!${name}} if it is meant literally, as for a shell.`,
    documentation:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html',
  });
}

/** The text of a `Fn::Sub` that names nothing, with its literals as they come out. */
export function literalOfSub(argument: unknown): string | undefined {
  const text = typeof argument === 'string' ? argument : listOf(argument)[0];
  if (typeof text !== 'string' || placeholdersOf(text).length > 0) return undefined;
  if (typeof argument !== 'string' && isObject(listOf(argument)[1]) && text.includes('${')) return undefined;
  return text.replaceAll('${!', '${');
}
