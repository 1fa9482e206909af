import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/templates/unified-diff.ts';

describe('unifiedDiff', () => {
  it('shows changes with three lines around', () => {
    const before = Array.from({ length: 20 }, (_, line) => `${line}\n`).join('');
    const after = before.replace('4\n', '4\nnew\n').replace('17\n', '');
    expect(unifiedDiff('t.yaml', before, after)).toBe(
      [
        '--- a/t.yaml',
        '+++ b/t.yaml',
        '@@ -3,6 +3,7 @@',
        ...[' 2', ' 3', ' 4', '+new', ' 5', ' 6', ' 7'],
        '@@ -15,6 +16,5 @@',
        ...[' 14', ' 15', ' 16', '-17', ' 18', ' 19'],
        '',
      ].join('\n'),
    );
  });

  it('is nothing for equal texts', () => {
    expect(unifiedDiff('t', 'a\nb', 'a\nb')).toBe('');
  });

  it('is what git apply makes the new text of', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wayleave-diff-'));
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { minLength: 1, maxLength: 30 });
    const text = fc
      .tuple(lines, fc.boolean())
      .map(([each, ended]) => `x${each.join('\n')}${ended ? '\n' : ''}`);
    try {
      fc.assert(
        fc.property(text, text, (before, after) => {
          const difference = unifiedDiff('t', before, after);
          if (before === after) return;
          writeFileSync(join(folder, 't'), before);
          execFileSync('git', ['apply', '-'], {
            cwd: folder,
            input: difference,
            stdio: ['pipe', 'ignore', 'pipe'],
          });
          expect(readFileSync(join(folder, 't'), 'utf8')).toBe(after);
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
