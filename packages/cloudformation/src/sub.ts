import { mergeOrigins, value } from './data.ts';
import { TemplateError } from './error.ts';
import type { Referable } from './handles.ts';
import { placeholderOf, valueIn } from './references.ts';
import type { In, Text, Value } from './types.ts';

/** What may stand in a `sub` text: literals, values, and handles (which mean their `Ref`). */
export type SubPart = Text | In<number> | Referable;

/**
 * `Fn::Sub` as a tagged template: references become placeholders, other values variables, `${` in your own
 * text stays text.
 *
 * @example sub`arn:${Partition}:logs:${Region}:${AccountId}:log-group:/aws/lambda/${fn}:*`
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
 */
export function sub(text: TemplateStringsArray, ...parts: readonly SubPart[]): Value<string> {
  const targets = parts.map(asTarget);
  const taken = new Set(
    targets.map((target) => (typeof target === 'object' ? placeholderOf(target) : undefined)),
  );
  const variables: Record<string, unknown> = {};
  let dollarName: string | undefined;
  const dollar = (): string => {
    dollarName ??= newVariable(variables, taken, '$');
    return dollarName;
  };
  let written = '';
  let literal = '';
  for (const [index, piece] of text.entries()) {
    literal += piece;
    const target = targets[index];
    if (target === undefined) continue;
    if (typeof target !== 'object') {
      literal += String(target);
      continue;
    }
    const placeholder = placeholderOf(target) ?? newVariable(variables, taken, target);
    written += `${escaped(literal, dollar)}\${${placeholder}}`;
    literal = '';
  }
  written += escaped(literal, dollar);
  const used = Object.keys(variables).length > 0;
  const json = { 'Fn::Sub': used ? Object.freeze([written, Object.freeze(variables)]) : written };
  return value(json, mergeOrigins(targets));
}

function asTarget(part: SubPart, index: number): string | number | object {
  if (typeof part !== 'object') return part;
  const target = valueIn(part);
  if (target !== undefined) return target;
  throw new TemplateError('NotTemplateData', `Part ${index + 1} of the sub text is no value.`, {
    fix: 'Interpolate text, numbers, handles and values only.',
  });
}

/** A name that no reference in the same text has: a variable hides the resource of its name. */
function newVariable(
  variables: Record<string, unknown>,
  taken: ReadonlySet<string | undefined>,
  target: object | string,
): string {
  let number = Object.keys(variables).length + 1;
  while (taken.has(`Value${number}`) || `Value${number}` in variables) number += 1;
  variables[`Value${number}`] = target;
  return `Value${number}`;
}

/** `${x}` of the literal becomes `${!x}`; a `${` that nothing closes would swallow what follows, and cannot. */
function escaped(literal: string, dollar: () => string): string {
  const open = () => `\${${dollar()}}{`;
  // After the last `}` nothing closes: it would be searched to its end from each `${`.
  const end = literal.lastIndexOf('}') + 1;
  const closed = literal
    .slice(0, end)
    .replace(/\$\{(?:([^}]+)\})?/g, (_, inner?: string) => (inner === undefined ? open() : `\${!${inner}}`));
  return closed + literal.slice(end).replaceAll('${', open);
}
