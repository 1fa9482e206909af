import type { NumberSchema, TextSchema } from '../../schemas/schema.ts';
import { hasPlaceholder } from '../../written-names.ts';
import type { Context } from '../context.ts';
import { isScalar, type Path } from '../json.ts';
import { didYouMean, nearestOf } from '../nearest.ts';
import { testPattern } from '../patterns.ts';
import { fault, nameAt, said, typeName, type Where } from './where.ts';

/** Whether a text stands for something that only the deployment knows. */
function isDynamic(text: string): boolean {
  return text.includes('{{resolve:') || (hasPlaceholder(text) && /[$&]\{[A-Za-z0-9:.]+\}/.test(text));
}

export function wrongType(context: Context, data: unknown, takes: string, at: Path, where: Where): void {
  fault(context, at, where, {
    id: 'WrongType',
    message: `${nameAt(at)} takes ${takes}, not ${said(data, at, where)}.`,
    fix: `Write ${takes}.`,
  });
}

/** Checks a text; numbers and booleans are taken as CloudFormation takes them. */
export function checkText(context: Context, data: unknown, schema: TextSchema, at: Path, where: Where): void {
  if (!isScalar(data)) {
    wrongType(context, data, typeName(schema), at, where);
    return;
  }
  const text = String(data);
  if (isDynamic(text)) return;
  if (schema.enum !== undefined && !schema.enum.includes(text)) {
    const near = nearestOf(context, text, schema.enum);
    fault(context, at, where, {
      id: 'ValueNotAllowed',
      message: `${nameAt(at)} does not take ${said(data, at, where)}.${didYouMean(near)}`,
      fix: `Use one of: ${schema.enum.slice(0, 12).join(', ')}${schema.enum.length > 12 ? ', …' : ''}.`,
      ...(near === undefined ? {} : { patch: [{ op: 'replace', path: [...at], value: near }] }),
    });
    return;
  }
  checkLength(context, text, schema, at, where);
  if (schema.pattern !== undefined && testPattern(schema.pattern, text) === false)
    fault(context, at, where, {
      id: 'PatternMismatch',
      message: `${nameAt(at)} does not take ${said(data, at, where)}: it has to match ${schema.pattern}.`,
      fix: 'Write it in that form.',
    });
}

function checkLength(context: Context, text: string, schema: TextSchema, at: Path, where: Where): void {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  if (text.length >= minLength * 2 && text.length <= maxLength) return;
  const length = Array.from(text).length;
  if (length >= minLength && length <= maxLength) return;
  fault(context, at, where, {
    id: 'LengthOutOfRange',
    message: `${nameAt(at)} takes ${range(minLength, maxLength)} characters, not ${length}${
      where.origin === undefined ? '' : ` (${where.origin})`
    }.`,
    fix: length > maxLength ? 'Shorten it.' : 'Write more.',
  });
}

/** Checks a number, which may be written as text. */
export function checkNumber(
  context: Context,
  data: unknown,
  schema: NumberSchema,
  at: Path,
  where: Where,
): void {
  if (typeof data === 'string' && isDynamic(data)) return;
  const number =
    typeof data === 'number'
      ? data
      : typeof data === 'string' && data.trim() !== ''
        ? Number(data)
        : Number.NaN;
  if (!Number.isFinite(number) || (schema.type === 'integer' && !Number.isInteger(number))) {
    wrongType(context, data, typeName(schema), at, where);
    return;
  }
  if (schema.enum !== undefined && !schema.enum.includes(number)) {
    fault(context, at, where, {
      id: 'ValueNotAllowed',
      message: `${nameAt(at)} does not take ${said(data, at, where)}.`,
      fix: `Use one of: ${schema.enum.slice(0, 20).join(', ')}.`,
    });
    return;
  }
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  if (number >= minimum && number <= maximum) return;
  fault(context, at, where, {
    id: 'NumberOutOfRange',
    message: `${nameAt(at)} takes ${range(minimum, maximum)}, not ${said(data, at, where)}.`,
    fix: `Use ${number > maximum ? `at most ${maximum}` : `at least ${minimum}`}.`,
  });
}

export function checkBoolean(context: Context, data: unknown, at: Path, where: Where): void {
  if (typeof data === 'boolean') return;
  if (typeof data === 'string' && (isDynamic(data) || /^(?:true|false)$/i.test(data))) return;
  wrongType(context, data, 'true or false', at, where);
}

/** `1 to 5`, `at most 5`, `at least 1`. */
export function range(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return `at least ${least}`;
  return least === Number.NEGATIVE_INFINITY || least === 0 ? `at most ${most}` : `${least} to ${most}`;
}
