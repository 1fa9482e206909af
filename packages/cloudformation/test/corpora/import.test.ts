import { parseTemplate, type TemplateJson } from '@wayleave/cloudformation';
import { afterAll, describe, expect, it } from 'vitest';
import { importTemplate } from '../../src/import/index.ts';
import { meaningOf } from '../import/support/meaning.ts';
import { writeModules } from '../import/support/written-modules.ts';
import { present, recordedTemplates } from './recorded.ts';

const templates = new Map<string, { readonly file: string; readonly json: TemplateJson }>();
for (const { file, text } of recordedTemplates()) {
  const json = parseTemplate(text).toJson({ validate: false });
  templates.set(`template${templates.size}`, { file, json });
}

describe.skipIf(!present)('the module that is written for each recorded template', () => {
  const texts = new Map([...templates].map(([name, { json }]) => [name, importTemplate(json)] as const));
  const modules = writeModules(texts);
  afterAll(() => modules[Symbol.dispose]());

  it('runs, and builds the same template', async () => {
    const results = await modules.run();
    let exact = 0;
    for (const [name, { file, json }] of templates) {
      const { json: built, error } = results[name] ?? {};
      expect(error, file).toBeUndefined();
      expect(meaningOf(built as object), file).toEqual(meaningOf(json));
      if (JSON.stringify(sorted(built)) === JSON.stringify(sorted(json))) exact += 1;
    }
    console.info(`${templates.size} templates imported; ${exact} of them are the same member by member.`);
    expect(templates.size).toBeGreaterThan(180);
    expect(exact).toBeGreaterThan(100);
  }, 60_000);

  it('compiles with all the others in one strict program', async () => {
    expect(await modules.compile()).toEqual([]);
  }, 60_000);

  it('is formatted as Biome would', async () => {
    const names = await modules.misformatted();
    expect(names.map((name) => templates.get(name)?.file)).toEqual([]);
  }, 60_000);
});

/** With members in one order. */
function sorted(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map(sorted);
  const entries = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}
