import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceOfScope } from '../../src/entra/scope.ts';

describe('scope', () => {
  it('gives back the URI in front of /.default as it was written', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        expect(resourceOfScope(`${url}/.default`)).toEqual({ resource: url });
      }),
    );
  });

  it('is either a resource or a refusal for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = resourceOfScope(text);
        expect('resource' in read ? `${read.resource}/.default` : text.trim()).toBe(text.trim());
      }),
    );
  });
});
