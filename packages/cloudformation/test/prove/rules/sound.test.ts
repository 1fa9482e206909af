import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseTemplate, TemplateError } from '@wayleave/cloudformation';
import { describe, expect, test } from 'vitest';
import ported from '../../../../../examples/sns-to-lambda/template.ts';
import pipeline from '../../../../../examples/video-pipeline/stack.ts';
import { prove } from '../../../src/prove/prove.ts';
import { bare, variants } from '../../patterns/variants.ts';

const root = resolve(import.meta.dirname, '../../../../..');
const folder = join(resolve(root, process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora'), 'aws/templates');
const present = existsSync(folder);
if (!present) console.warn(`No recorded templates at ${folder}; their tests are skipped (WAYLEAVE_CORPORA).`);

/** The recorded templates with findings that are warnings, each looked at and true. */
const warned: Readonly<Record<string, readonly string[]>> = {
  // Its loop makes buckets, which are not looked at.
  'cfn-lint-good/functions/foreach.yaml': ['LoopNotRead'],
  // Both permissions name sns.amazonaws.com and no source.
  'cfn-lint-good/resources/primary_identifiers.yaml': ['ConfusedDeputy'],
  // Its execution role has logs:*.
  'troposphere/ApiGateway.template': ['WildcardAction'],
  // Its topic policy lets every rule of anybody publish, and its execution role has logs:*.
  'troposphere/BatchEventSnsLambda.template': ['ConfusedDeputy', 'WildcardAction'],
  // Topic and bucket let CloudTrail act for any trail.
  'troposphere/CloudTrail.template': ['ConfusedDeputy'],
  // Its execution role has logs:*.
  'troposphere/Lambda.template': ['WildcardAction'],
};

function serious(template: Parameters<typeof prove>[0]): readonly string[] {
  const found = prove(template).findings.filter(({ severity }) => severity !== 'info');
  return [...new Set(found.map(({ id }) => id))].toSorted();
}

describe('sound templates', () => {
  test.each(Object.entries({ ...variants, ...bare }))(
    'of the pattern %s have no error and no warning',
    (_, build) => {
      expect(serious(build())).toEqual([]);
    },
  );

  test('of the examples have no error and no warning', () => {
    expect(serious(pipeline)).toEqual([]);
    expect(serious(ported)).toEqual([]);
  });
});

describe.skipIf(!present)('recorded templates', () => {
  const files = present ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];

  test('are proved without an error, and warned of where that is true', () => {
    const found: Record<string, readonly string[]> = {};
    for (const file of files.filter((each) => /\.(json|yaml|yml|template)$/.test(each))) {
      const template = read(join(folder, file));
      if (template === undefined) continue;
      const ids = serious(template);
      expect(prove(template).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      if (ids.length > 0) found[file] = ids;
    }
    expect(found).toEqual(warned);
  });
});

/** One of them is an empty file. */
function read(file: string) {
  try {
    return parseTemplate(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}
