import type { TemplateJson } from '@wayleave/cloudformation';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { importTemplate } from '../../src/import/index.ts';
import { anyTemplate } from './support/any-template.ts';
import { meaningOf } from './support/meaning.ts';
import { writeModules } from './support/written-modules.ts';

it('writes for any template a module that compiles, and builds the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyTemplate, { minLength: 80, maxLength: 80 }), async (templates) => {
      // As it would be read: without what JSON does not say.
      const all = templates.map((each) => JSON.parse(JSON.stringify(each)) as TemplateJson);
      using modules = writeModules(new Map(all.map((json, at) => [`t${at}`, importTemplate(json)])));
      const results = await modules.run();
      for (const [at, json] of all.entries()) {
        const { json: built, error } = results[`t${at}`] ?? {};
        expect(error, importTemplate(json)).toBeUndefined();
        expect(meaningOf(built as object)).toEqual(meaningOf(json));
      }
      expect(await modules.compile()).toEqual([]);
    }),
    // One run is a whole batch; a process for each template would take minutes.
    { numRuns: 1, endOnFailure: true },
  );
}, 120_000);

it('takes no longer for functions in functions than for as many beside each other', () => {
  let nested: unknown = 'a';
  for (let depth = 0; depth < 100; depth += 1)
    nested = { 'Fn::If': ['Yes', { 'Fn::Join': [',', [[nested]]] }, { 'Fn::Select': [0, [[depth]]] }] };
  const json = { Resources: { A: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: nested } } } };
  // Twice the work at each of a hundred levels would never end.
  expect(importTemplate(json as TemplateJson).split('if_(')).toHaveLength(101);
});
