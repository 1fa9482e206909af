import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** The comments of a program's code, as one line. */
const comments = [...readme.matchAll(/^ *\/\/ (.*)$/gm)].map(([, text]) => text).join(' ');

/** What a program prints while it is loaded, as the README abbreviates it. */
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
  it('is refused in the words that stand beside it', async () => {
    const [message = '', missing = '', ...why] = await printedBy(() => import('./readme/evaluate.ts'));
    expect(comments).toContain(message.replace(/arn:aws:lambda\S+/, 'arn:aws:lambda:…'));
    expect(comments).toContain(missing.replace(/arn:\S+:downloads/, 'arn:…:downloads'));
    expect(why.join()).toContain('UploadsInvoke');
  });

  it('narrows a grant to what stands beside it', async () => {
    const printed = await printedBy(() => import('./readme/narrow.ts'));
    expect(printed).toHaveLength(2);
    for (const line of printed) expect(comments).toContain(line);
    const { group, statement } = await import('./readme/narrow.ts');
    expect(statement).toEqual({
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: group,
    });
  });

  it('is all of it in files that are compiled and run', () => {
    const blocks = readme.match(/^```ts$/gm) ?? [];
    const marked = readme.match(/^<!-- code: packages\/iam\/test\/readme\/\S+ -->\n```ts$/gm);
    expect(blocks).toHaveLength(3);
    expect(marked).toHaveLength(3);
  });
});
