import { describe, expect, it } from 'vitest';
import { applyPatch, PatchError } from '../../src/patch/index.ts';

describe('applyPatch', () => {
  const template = Object.freeze({ Resources: { Q: { Type: 'AWS::SQS::Queue', Tags: ['a', 'b'] } } });

  it('adds, replaces and removes, and leaves the original as it was', () => {
    const patched = applyPatch(template, [
      { op: 'add', path: ['Resources', 'Q', 'Properties', 'FifoQueue'], value: true },
      { op: 'replace', path: ['Resources', 'Q', 'Type'], value: 'AWS::SNS::Topic' },
      { op: 'remove', path: ['Resources', 'Q', 'Tags', 0] },
    ]);
    expect(patched).toEqual({
      Resources: { Q: { Type: 'AWS::SNS::Topic', Tags: ['b'], Properties: { FifoQueue: true } } },
    });
    expect(template.Resources.Q.Tags).toEqual(['a', 'b']);
  });

  it('inserts before an index, appends at "-", and makes lists where a path goes on with a place in one', () => {
    expect(applyPatch([1, 3], [{ op: 'add', path: [1], value: 2 }])).toEqual([1, 2, 3]);
    expect(applyPatch([1], [{ op: 'add', path: ['-'], value: 2 }])).toEqual([1, 2]);
    expect(applyPatch({}, [{ op: 'add', path: ['A', '-', 'B'], value: 2 }])).toEqual({ A: [{ B: 2 }] });
    expect(applyPatch({}, [{ op: 'add', path: ['A', 0], value: 2 }])).toEqual({ A: [2] });
  });

  it('keeps the order of members when it replaces one', () => {
    const patched = applyPatch({ a: 1, b: 2, c: 3 }, [{ op: 'replace', path: ['b'], value: 0 }]);
    expect(JSON.stringify(patched)).toBe('{"a":1,"b":0,"c":3}');
  });

  it.each([
    ['PathNotFound', { op: 'remove', path: ['Resources', 'Nope'] }],
    ['PathNotFound', { op: 'replace', path: ['Resources', 'Nope', 'Type'], value: 1 }],
    ['PathNotFound', { op: 'remove', path: ['Resources', 'Q', 'Tags', 2] }],
    ['PathNotFound', { op: 'remove', path: [] }],
    ['BadIndex', { op: 'add', path: ['Resources', 'Q', 'Tags', 3], value: 1 }],
    ['BadIndex', { op: 'add', path: ['Resources', 'Q', 'Tags', 'x'], value: 1 }],
    ['NotAContainer', { op: 'add', path: ['Resources', 'Q', 'Type', 'x'], value: 1 }],
    ['NotAContainer', { op: 'add', path: ['Resources', 0], value: 1 }],
  ] as const)('refuses with %s what does not fit: %j', (code, operation) => {
    expect(() => applyPatch(template, [operation])).toThrowError(expect.objectContaining({ code }));
    expect(() => applyPatch(template, [operation])).toThrowError(PatchError);
  });

  it('takes names that JavaScript gives a meaning for names', () => {
    const patched = applyPatch({}, [{ op: 'add', path: ['__proto__', 'polluted'], value: true }]);
    expect(Object.hasOwn(patched as object, '__proto__')).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
