import { describe, expect, it } from 'vitest';
import { withSnippets } from '../doc-snippets/with-snippets.ts';

const file =
  'export function run() {\n  // #region one\n  const a = 1;\n  if (a) {\n    go();\n  }\n  // #endregion\n}\n';

describe('code in documents', () => {
  it('is the region of the file, without its indentation', () => {
    const document = 'Text\n\n<!-- code: a.ts#one -->\n```ts\nold\n```\n\n```ts\nleft alone\n```\n';
    expect(withSnippets(document, () => file)).toBe(
      'Text\n\n<!-- code: a.ts#one -->\n```ts\nconst a = 1;\nif (a) {\n  go();\n}\n```\n\n```ts\nleft alone\n```\n',
    );
  });

  it('fails for a region that is not there', () => {
    const document = '<!-- code: a.ts#two -->\n```ts\n```\n';
    expect(() => withSnippets(document, () => file)).toThrow('a.ts has no region "two".');
  });
});
