import { parseTemplate, toYaml } from '@wayleave/cloudformation';
import { describe, expect, it } from 'vitest';
import { present, recordedTemplates } from './recorded.ts';

const jsonOf = (text: string) => parseTemplate(text).toJson({ validate: false });

describe.skipIf(!present).each(['troposphere', 'cfn-lint-good'])('the collection %s', (collection) => {
  const templates = recordedTemplates().filter((each) => each.collection === collection);

  it('is read and printed, as YAML and as JSON, without loss', () => {
    for (const { file, text } of templates) {
      const read = jsonOf(text);
      expect(jsonOf(toYaml(read)), `${file} as YAML`).toEqual(read);
      expect(jsonOf(JSON.stringify(read, null, 2)), `${file} as JSON`).toEqual(read);
    }
    console.info(`${templates.length} templates of ${collection} were read and printed.`);
    expect(templates.length).toBeGreaterThan(80);
  });
});
