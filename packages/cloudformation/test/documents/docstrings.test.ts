import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as importing from '../../src/import/index.ts';
import * as core from '../../src/index.ts';
import * as patterns from '../../src/patterns/index.ts';
import * as proving from '../../src/prove/index.ts';
import * as matching from '../../src/prove/matchers/index.ts';
import * as schemas from '../../src/schemas/index.ts';

const root = new URL('../../src/', import.meta.url);
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('aws/'))
  .map((name) => readFileSync(new URL(name, root), 'utf8'));

/** The comment that stands before the first declaration of a name that is exported. */
function docstringOf(name: string): string {
  const declared = new RegExp(`^export (?:async )?(?:function|const|class) ${name}\\b`, 'm');
  for (const text of sources) {
    const at = declared.exec(text)?.index;
    if (at === undefined) continue;
    const before = text.slice(0, at).replace(/(?:^\/\/ .*\n)+$/m, '');
    return before.endsWith('*/\n') ? before.slice(before.lastIndexOf('/**')) : '';
  }
  return '';
}

describe.each(Object.entries({ core, importing, patterns, proving, matching, schemas }))(
  'the docstrings of %s',
  (_, entry) => {
    it.each(Object.entries(entry))('%s says what it is, and a function shows an example', (name, value) => {
      const text = docstringOf(name);
      expect(text).toMatch(/^\/\*\*\s[\s\S]*\w/);
      if (typeof value === 'function') expect(text).toContain('@example');
    });
  },
);
