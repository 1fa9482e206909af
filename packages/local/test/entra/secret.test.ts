import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestSecret, isSecret, newSecret } from '../../src/entra/secret.ts';

describe('secrets', () => {
  it('have the form Entra gives out', () => {
    for (let i = 0; i < 50; i += 1) expect(newSecret()).toMatch(/^[\w.~-]{3}8Q~[\w.~-]{34}$/);
    expect(newSecret()).not.toBe(newSecret());
  });

  it('are recognised by their digest, and nothing else is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (secret, other) => {
        const stored = digestSecret(secret);
        expect(isSecret(stored, secret)).toBe(true);
        expect(isSecret(stored, other)).toBe(secret === other);
      }),
    );
  });

  it('are kept as no more than their first three characters', () => {
    const secret = newSecret();
    const stored = digestSecret(secret);
    expect(stored.hint).toBe(secret.slice(0, 3));
    expect(JSON.stringify(stored)).not.toContain(secret.slice(3));
  });
});
