import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeployError } from '../../src/deploy/error.ts';
import { tell } from '../../src/deploy/failure.ts';
import { legible } from '../../src/deploy/paint.ts';
import { TemplateFault, tellFault } from '../../src/templates/template-fault.ts';

const awkward = fc.string({
  unit: fc.constantFrom(
    'a',
    '\u001b[31m',
    '\u0007',
    '\r',
    '\u009b',
    '\u202e',
    '\u2066',
    '\u2028',
    '\u200b',
    '\ud800',
    '\n',
  ),
});
/** Anything but line breaks that a terminal does not show as it is. */
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('what a terminal is told', () => {
  it('holds nothing that it would obey, or not show', () => {
    fc.assert(
      fc.property(awkward, (text) => {
        expect(legible(text)).not.toMatch(unseen);
      }),
    );
  });

  it('is legible in refusals and in what AWS answers, too', () => {
    fc.assert(
      fc.property(awkward, (text) => {
        const answer = Object.assign(new Error(text), { name: 'ValidationError', $fault: 'client' });
        const faults = [
          new DeployError('AwsRefused', text, text),
          new TemplateFault('Unreadable', text, text),
          answer,
        ];
        for (const fault of faults) expect(tell(fault).text).not.toMatch(unseen);
        expect(tellFault(new TemplateFault('Unreadable', text, text))).not.toMatch(unseen);
      }),
    );
  });

  it('keeps what is legible', () => {
    expect(legible('Größe → 5 日本 😀\n')).toBe('Größe → 5 日本 😀\n');
    expect(legible('\u001b[2J\u202e')).toBe('\\x1b[2J\\u{202e}');
  });
});
