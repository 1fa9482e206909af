/** Templates as TypeScript. */

export { type ImportOptions, importTemplate } from './import-template.ts';
