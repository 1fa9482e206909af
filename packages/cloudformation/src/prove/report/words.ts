import type { SourceLocation } from '../../finding.ts';
import type { Answer, HopKind, Place } from '../proof.ts';

/** Marks that say the answer without a colour. */
export const marks: Readonly<Record<Answer, string>> = { allowed: '✓', denied: '✗', unknown: '?' };

/** How an answer is written; the one that matters is loud. */
export const answers: Readonly<Record<Answer, string>> = {
  allowed: 'allowed',
  denied: 'DENIED',
  unknown: 'unknown',
};

/** What stands on a hop's arrow. */
export function verb(kind: HopKind): string {
  return kind.replaceAll('-', ' ');
}

/** What a place is called in a picture or a line. */
export function nameOf(place: Place): string {
  return oneLine(place.logicalId ?? place.label);
}

/** `AWS::SNS::Topic` as `SNS Topic`; `service` and `outside` in words. */
export function typeName(type: string): string {
  if (type === 'service') return 'AWS service';
  if (type === 'outside') return 'not in this template';
  const parts = oneLine(type).split('::');
  return (parts[0] === 'AWS' && parts.length > 1 ? parts.slice(1) : parts).join(' ');
}

/** `stack.ts:12:7`. */
export function sourceText({ file, line, column }: SourceLocation): string {
  return `${oneLine(file)}:${line}:${column}`;
}

/** Text from a template as one harmless line: no control characters, nothing that turns the writing direction. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

/** Text with a mark at its end, whether it had one or not. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
