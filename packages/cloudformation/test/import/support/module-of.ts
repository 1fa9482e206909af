import { parseTemplate } from '@wayleave/cloudformation';
import { importTemplate } from '../../../src/import/index.ts';

/** The module for a template's text, without its imports, its first line and its export. */
export function bodyOf(text: string): string {
  const module = moduleOf(text);
  return module
    .slice(module.indexOf('const t = '))
    .replace('const t = template();\n\n', '')
    .replace('\nexport default t;\n', '');
}

/** The module for a template's text. */
export function moduleOf(text: string): string {
  return importTemplate(parseTemplate(text).toJson({ validate: false }));
}
