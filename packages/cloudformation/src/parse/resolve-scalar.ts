import { exactNumber } from './numbers.ts';

const trueWords = new Set(['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const falseWords = new Set(['no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);
const nullWords = new Set(['', '~', 'null', 'Null', 'NULL']);

const decimal = /^[-+]?(?:0|[1-9][0-9_]*)$/;
const octal = /^([-+]?)0([0-7_]+)$/;
const based = /^([-+]?)0([bx])([0-9a-fA-F_]+)$/;
const sexagesimal = /^([-+]?)([1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const float = /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?$/;

/**
 * What a plain word means in YAML 1.1, the version that CloudFormation reads: `yes` is true, `012` is ten, and
 * an account id such as `012345678901` is text, because it has an 8. Dates stay text, as CloudFormation has it.
 *
 * @see https://yaml.org/type/
 */
export function resolveScalar(text: string): string | number | boolean | null {
  if (nullWords.has(text)) return null;
  if (trueWords.has(text)) return true;
  if (falseWords.has(text)) return false;
  if (!/^[-+.]?[0-9]/.test(text)) return text;
  const digits = text.replaceAll('_', '');
  if (decimal.test(text) || float.test(text)) {
    const kept = exactNumber(digits.replace(/^\+/, ''));
    return typeof kept === 'number' ? kept : text;
  }
  const [, octalSign, octalDigits = ''] = octal.exec(text) ?? [];
  if (octalSign !== undefined)
    return signed(octalSign, Number.parseInt(octalDigits.replaceAll('_', ''), 8), text);
  const [, basedSign, base, basedDigits = ''] = based.exec(text) ?? [];
  if (basedSign !== undefined && (base === 'x' || /^[01_]+$/.test(basedDigits)))
    return signed(basedSign, Number.parseInt(basedDigits.replaceAll('_', ''), base === 'x' ? 16 : 2), text);
  const [, sign, places = ''] = sexagesimal.exec(text) ?? [];
  if (sign === undefined) return text;
  const parts = places.replaceAll('_', '').split(':');
  return signed(
    sign,
    parts.reduce((sum, part) => sum * 60 + Number(part), 0),
    text,
  );
}

function signed(sign: string, size: number, text: string): number | string {
  if (!Number.isSafeInteger(size)) return text;
  return sign === '-' && size !== 0 ? -size : size;
}
