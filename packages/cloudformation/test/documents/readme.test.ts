import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** What a program prints while it is loaded. */
async function printedBy(load: () => Promise<unknown>): Promise<readonly string[]> {
  const printed = vi.spyOn(console, 'log').mockReturnValue();
  try {
    await load();
    return printed.mock.calls.map(([line]) => String(line));
  } finally {
    printed.mockRestore();
  }
}

describe('the code of the README', () => {
  it('builds a template, proves it, and mends it as it is told', async () => {
    const [yaml] = await printedBy(() => import('./readme/build.ts'));
    expect(yaml).toContain('Type: AWS::SNS::Subscription');
    const [hop = '', code = '', proven] = await printedBy(() => import('./readme/prove.ts'));
    expect(readme).toContain(`\n${hop}\n${code}\n`);
    expect(proven).toBe('true');
  });

  it('makes a loop, resources by type, and the pattern, which its matchers hold to be proven', async () => {
    const { t } = await import('./readme/loop.ts');
    expect(Object.keys(t.toJson().Resources)).toEqual(['Fn::ForEach::Topics']);
    const { made } = await import('./readme/types.ts');
    expect(made.map(({ type }) => type)).toEqual(['AWS::SNS::Topic', 'AWS::EC2::VPC']);
    await import('./readme/matchers.ts');
  });

  it('proves what is nested', async () => {
    const { hops } = await import('./readme/nested.ts');
    expect(hops.map(({ answer, from, to }) => `${from.label} → ${to.label} is ${answer}`)).toEqual([
      'Uploads → Delivery/Queue is denied',
    ]);
  });

  it('is all of it in files that are compiled and run', () => {
    const blocks = readme.match(/^```ts$/gm) ?? [];
    const marked = readme.match(
      /^<!-- code: packages\/cloudformation\/test\/documents\/readme\/\S+ -->\n```ts$/gm,
    );
    expect(blocks.length).toBeGreaterThan(5);
    expect(marked).toHaveLength(blocks.length);
  });
});
