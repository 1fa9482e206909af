import { describe, expect, it } from 'vitest';
import { opening } from '../../generator/documentation.ts';

describe('documentation', () => {
  it('keeps whole sentences up to the length', () => {
    expect(opening('The first one. The second one. The third one.', 31)).toBe(
      'The first one. The second one.',
    );
  });

  it('cuts a long first sentence at a word and says so', () => {
    expect(opening('A sentence that goes on and on without an end', 24)).toBe('A sentence that goes …');
  });

  it('drops links, blanks before points, notes, and sentences that only point elsewhere', () => {
    expect(
      opening(
        '> Note this.\n\nThe [mode](https://example.com/a_(b)) of it . For more information, see *B* .',
        90,
      ),
    ).toBe('The mode of it.');
  });

  it('reads lists in one line', () => {
    expect(opening('One of:\n- `a` : first\n- `b` : second', 90)).toBe('One of: `a`: first; `b`: second');
  });

  it('leaves out what says no more than the name', () => {
    expect(opening('The ID of the rule.', 90, 'RuleId')).toBeUndefined();
    expect(opening('The ID of the parent rule.', 90, 'RuleId')).toBe('The ID of the parent rule.');
  });

  it('has nothing to say of nothing', () => {
    expect(opening(undefined, 90)).toBeUndefined();
    expect(opening('For more information, see [x](https://example.com) .', 90)).toBeUndefined();
  });
});
